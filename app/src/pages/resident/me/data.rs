//! `/me/data`: taking one's data along, who looked at it, having it forgotten, whom to complain to.

use super::{hands::Hands, weak::Weak};
use crate::{
    components::{
        Frame, PageTitle, Section, page, see_other,
        wrong::{Wrong, error_line},
    },
    context::{Services, Visit, Visitor, cookies, services, visit},
    failure::Failure,
    i18n::{Lang, common, dates, me, my_data as words, privacy},
    pages::resident::{PRIVACY, draft::set_cookie},
};
use domain::session;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use store::{Conflict, Page, StoreError, consents::Consent, erasure::Stays};

/// The page.
const PATH: &str = "/me/data";
/// The key of the mark that confirms.
const CONFIRM: &str = "confirm";
/// How many acts of others are shown; the file has all.
const MOST_SEEN: u64 = 20;

/// Whether a sign-in opens everything that is known of whoever has signed in ([`Assurance::opens_record`](domain::identity::Assurance)).
///
/// # Errors
/// When the database does not answer.
pub(super) async fn may_see(
    services: &Services,
    visit: &Visit,
    visitor: &Visitor,
) -> Result<bool, Failure> {
    let documents = has_documents(services, visit, visitor).await?;
    Ok(visitor.facts.assurance.opens_record(documents))
}

/// Whether the record is somebody's by their documents, and not by a mailbox alone.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn has_documents(
    services: &Services,
    visit: &Visit,
    visitor: &Visitor,
) -> Result<bool, Failure> {
    let kinds = services
        .store
        .key_kinds(visit.community_id(), visitor.person);
    Ok(!kinds.await?.is_empty())
}

/// Whoever finds a browser open must not be able to destroy what is known of its owner.
fn may_erase(visit: &Visit, visitor: &Visitor) -> bool {
    session::may_erase(visitor.signed_in.at, visit.now)
}

/// What the page shows beside the visit.
#[derive(Clone)]
struct Shown {
    /// Moment, who, what.
    seen: Vec<(String, String, String)>,
    more: i64,
    stays: Stays,
    /// The record is theirs by documents; otherwise it hangs on their mailbox.
    by_documents: bool,
    consents: Vec<Consent>,
    holds_role: bool,
    /// They signed in a moment ago.
    may_erase: bool,
    wrong: Wrong,
}

/// `/me/data`; `?unconfirmed` where the mark was missing, `?erased` once it is done.
#[component]
pub fn MyData() -> impl IntoView {
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        if query.get("erased").is_some() && visit.visitor.is_none() {
            return Ok(view! { <Erased visit /> }.into_any());
        }
        let visitor = visit.require_visitor()?.clone();
        let by_documents = has_documents(&services, &visit, &visitor).await?;
        if !visitor.facts.assurance.opens_record(by_documents) {
            let (title, why) = (words::title(visit.lang), words::weak(visit.lang));
            return Ok(view! { <Weak visit path=PATH title why /> }.into_any());
        }
        let community = visit.community_id();
        let found = services
            .store
            .acts_of_others(community, visitor.person, Page::first(MOST_SEEN))
            .await?;
        let total = i64::try_from(found.total).unwrap_or(i64::MAX);
        let shown_now = i64::try_from(found.items.len()).unwrap_or(i64::MAX);
        let wrong = match query.get("unconfirmed") {
            Some(_) if !visitor.is_staff && may_erase(&visit, &visitor) => vec![(
                CONFIRM.to_owned(),
                words::erase_unconfirmed(visit.lang).to_owned(),
            )],
            _ => Vec::new(),
        };
        let stays = services.store.what_stays(community, visitor.person).await?;
        let (mut rows, mut hands) = (Vec::new(), Hands::default());
        for act in found.items {
            let moment = dates::moment_this_year(visit.lang, act.by.at, visit.now);
            let who = hands.name(&services, &visit, act.by.actor).await?;
            rows.push((moment, who, words::act(visit.lang, &act.act).to_owned()));
        }
        let shown = Shown {
            seen: rows,
            more: total - shown_now,
            stays,
            by_documents,
            consents: services
                .store
                .consents_of(community, visitor.person)
                .await?,
            holds_role: visitor.is_staff,
            may_erase: may_erase(&visit, &visitor),
            wrong: Wrong::of(wrong),
        };
        Ok(view! { <DataView visit shown /> }.into_any())
    })
}

#[component]
fn DataView(visit: Visit, shown: Shown) -> impl IntoView {
    let lang = visit.lang;
    let title = words::title(lang);
    let window = match shown.wrong.is_empty() {
        true => title.to_owned(),
        false => common::page_title_error(lang, title),
    };
    view! {
        <PageTitle text=window />
        <Frame section=Section::Me>
            <div class="flow prose">
                {shown.wrong.summary(lang)}
                <p class="back">
                    <a href=visit.href("/me")>{words::back(lang)}</a>
                </p>
                <h1>{title}</h1>
                <h2>{words::download_title(lang)}</h2>
                <p>{words::download_text(lang)}</p>
                <p>
                    <a class="btn btn--2" href=visit.href("/me/data.json") download="">
                        {words::download(lang)}
                    </a>
                </p>
                <details class="disclosure">
                    <summary>{words::left_title(lang)}</summary>
                    <dl class="summary">{left_out(lang)}</dl>
                </details>
                <h2>{words::seen_title(lang)}</h2>
                {who_looked(lang, &shown)}
                {(!visit.is_platform()).then(|| consents(&visit, &shown.consents))}
                <h2 id="erase">{words::erase_title(lang)}</h2>
                {erasing(&visit, &shown)}
                <h2>{words::complain_title(lang)}</h2>
                {complaints(&visit)}
            </div>
        </Frame>
    }
}

/// What the file does not hold, each with the reason.
fn left_out(lang: Lang) -> impl IntoView + use<> {
    words::left_out(lang)
        .into_iter()
        .map(|(what, why)| {
            view! {
                <div>
                    <dt>{what}</dt>
                    <dd>{why}</dd>
                </div>
            }
        })
        .collect_view()
}

fn who_looked(lang: Lang, shown: &Shown) -> AnyView {
    if shown.seen.is_empty() {
        return view! { <p>{words::seen_none(lang)}</p> }.into_any();
    }
    let rows = shown
        .seen
        .iter()
        .cloned()
        .map(|(moment, who, what)| {
            view! {
                <div>
                    <dt>{moment}</dt>
                    <dd>
                        <p>{what}</p>
                        <p class="hint">{who}</p>
                    </dd>
                </div>
            }
        })
        .collect_view();
    view! {
        <dl class="summary">{rows}</dl>
        {(shown.more > 0).then(|| view! { <p>{words::seen_more(lang, shown.more)}</p> })}
    }
    .into_any()
}

/// What they have consented to, which may be nothing yet for whoever signed in before there was a notice.
fn consents(visit: &Visit, consents: &[Consent]) -> AnyView {
    let lang = visit.lang;
    let given = consents.iter().map(|consent| {
        let day = dates::date(lang, consent.given_at);
        let words = words::consent(lang, consent.edition.into(), day.trim_end_matches('.'));
        view! { <p>{words}</p> }
    });
    let none = consents
        .is_empty()
        .then(|| view! { <p>{words::consents_none(lang)}</p> });
    view! {
        <h2>{words::consents_title(lang)}</h2>
        {given.collect_view()}
        {none}
        <p>
            <a href=visit.href(PRIVACY)>{privacy::title(lang)}</a>
        </p>
    }
    .into_any()
}

fn erasing(visit: &Visit, shown: &Shown) -> AnyView {
    let lang = visit.lang;
    if shown.holds_role {
        return view! { <p>{words::erase_role(lang)}</p> }.into_any();
    }
    let error = shown.wrong.at(CONFIRM);
    let invalid = error.is_some();
    let stays = match shown.stays {
        Stays { participations, .. } if participations > 0 => {
            let polls = i64::try_from(participations).unwrap_or(i64::MAX);
            match shown.by_documents {
                true => words::erase_stays(lang, polls),
                false => words::erase_stays_by_mail(lang, polls),
            }
        }
        stays if stays.any() => words::erase_stays_referred(lang).to_owned(),
        _ => words::erase_nothing_stays(lang).to_owned(),
    };
    // What ties answers to the record outlives the name, and is told before.
    let polls = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let (open, sealed) = (shown.stays.open_answers, shown.stays.sealed_answers);
    let open = (open > 0).then(|| words::erase_stays_open(lang, polls(open)));
    let sealed = (sealed > 0).then(|| words::erase_stays_confidential(lang, polls(sealed)));
    let tied = [open, sealed].into_iter().flatten();
    let tied = tied.map(|words| view! { <p>{words}</p> }).collect_view();
    let form = match shown.may_erase {
        false => {
            let href = visit.way_in(&visit.href(&format!("{PATH}#erase")));
            view! {
                <p>{words::erase_again(lang)}</p>
                <p>
                    <a class="btn btn--2" href=href>
                        {me::sign_in_again_link(lang)}
                    </a>
                </p>
            }
            .into_any()
        }
        true => view! {
        <form method="post" action=visit.href("/do/erase-me") class="flow" novalidate>
            <div class=if invalid { "field is-invalid" } else { "field" }>
                {error.map(|words| error_line(lang, CONFIRM, &words))}
                <div class="check">
                    <input
                        type="checkbox"
                        id=CONFIRM
                        name=CONFIRM
                        value="yes"
                        aria-invalid=invalid.then_some("true")
                        aria-describedby=invalid.then_some("confirm-error")
                    />
                    <label for=CONFIRM>{words::erase_confirm(lang)}</label>
                </div>
            </div>
            <button class="btn btn--2">{words::erase(lang)}</button>
        </form>
        }
        .into_any(),
    };
    view! {
        <p>{words::erase_goes(lang)}</p>
        <p>{stays}</p>
        {tied}
        <p>{words::erase_journal(lang)}</p>
        {form}
    }
    .into_any()
}

fn complaints(visit: &Visit) -> AnyView {
    let lang = visit.lang;
    let council = visit.community.council.get(lang);
    let address = visit.community.address.get(lang);
    let council = (!council.is_empty() && !address.is_empty())
        .then(|| view! { <p>{words::complain_council(lang, council, address)}</p> });
    view! {
        {council}
        <p>{words::complain_ombudsman(lang)}</p>
    }
    .into_any()
}

/// That it is done.
#[component]
fn Erased(visit: Visit) -> impl IntoView {
    let lang = visit.lang;
    view! {
        <PageTitle text=words::erased_title(lang) />
        <Frame>
            <div class="flow prose">
                <h1>{words::erased_title(lang)}</h1>
                <p class="lead">{words::erased_text(lang)}</p>
                <p>
                    <a class="btn btn--2" href=visit.href("/polls")>
                        {crate::i18n::vote::to_all_polls(lang)}
                    </a>
                </p>
            </div>
        </Frame>
    }
}

/// Forgets whoever asks, if they have marked that they want it (`confirm`), with this browser's drafts. Whose sign-in is not of just now is
/// led to it first.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor, [`Failure::Forbidden`] for whoever is signed in by a mailbox alone and has a record that is
/// theirs by documents. That the mark is missing, and that a role stands in the way, is told on the page.
#[server(prefix = "/do", endpoint = "erase-me")]
pub async fn erase_me(#[server(default)] confirm: String) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let visitor = visit.require_visitor()?.clone();
    if !may_see(&services, &visit, &visitor).await? {
        return Err(Failure::Forbidden);
    }
    if !may_erase(&visit, &visitor) {
        see_other(&visit.way_in(&visit.href(&format!("{PATH}#erase"))));
        return Ok(());
    }
    if confirm != "yes" {
        see_other(&visit.href(&format!("{PATH}?unconfirmed#errors")));
        return Ok(());
    }
    let (community, person) = (visit.community_id(), visitor.person);
    let assurance = visitor.facts.assurance;
    let outcome = services
        .store
        .erase_person(community, person, assurance, visit.now)
        .await;
    match outcome {
        Ok(_) => {}
        // The page says so.
        Err(StoreError::Conflict(Conflict::HoldsRole)) => {
            see_other(&visit.href(&format!("{PATH}#erase")));
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    }
    set_cookie(&services, cookies::SESSION, "", 0);
    set_cookie(&services, cookies::BROWSER, "", 0);
    see_other(&visit.href(&format!("{PATH}?erased")));
    Ok(())
}
