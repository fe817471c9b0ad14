//! A resident's own page: who they are here, what this browser has begun, in what they took part, where they are signed in.
//! What they chose is not on it: in a secret poll nothing joins the two, and elsewhere it is nobody's who looks over a shoulder.

mod data;
mod drafts;
mod email;
mod export;
mod hands;
mod participations;
mod residence;
mod residence_request;
mod sessions;
mod weak;

pub use data::{EraseMe, MyData, erase_me};
pub use email::{AskOwnEmail, ForgetEmail, ask_own_email, forget_email};
pub use export::my_data_file;
pub use residence::{DeclareResidence, declare_residence};
pub(super) use residence_request::UPLOAD;
pub use residence_request::{
    RequestResidence, ResidenceRequestPage, WithdrawResidenceRequest, may_send_residence_document,
    request_residence, withdraw_residence_request,
};
pub use sessions::{
    EndOtherSessions, EndSession, SignOutEverywhere, end_other_sessions, end_session,
    sign_out_everywhere,
};
pub(super) use weak::Weak;

use super::{
    passkeys::{OwnPasskeys, Passkeys},
    unfinished,
};
use crate::{
    components::{
        Frame, PageTitle, Section, page,
        page::{encoded, path_back},
        pager::page_number,
        wrong::Wrong,
    },
    context::{
        Services, Visit, Visitor,
        homes::{day, extract_behind, rests_on},
        services, visit,
    },
    failure::Failure,
    i18n::{
        Lang, common, dates, eligibility, email as email_words, me, my_data, organisations,
        passkey, polls,
    },
};
use domain::{audience::AskedResidency, eligibility::Ineligible};
use drafts::Drafts;
use email::Email;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use participations::Participations;
use residence::{MyResidence, OwnResidence};
use sessions::Sessions;

/// `/me?page=N`; `?cleared` after a draft was cleared, `?ended` and `?ended=others` after sessions were ended, `?email=WORD` after
/// what was done about the mailbox, `?passkey=WORD` about a passkey,
/// `?residence=WORD` about where they live; `?return=PATH` leads on from there. A visitor finds the drafts of this browser.
#[component]
pub fn MyPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let lang = visit.lang;
        let asked = query.get("email");
        let ended = query.get("ended");
        let notice = match (query.get("cleared"), ended.as_deref(), asked.as_deref()) {
            (Some(_), _, _) => Some((DONE, polls::draft_cleared(lang))),
            (_, Some("others"), _) => Some((DONE, me::sessions_ended(lang))),
            (_, Some(_), _) => Some((DONE, me::session_ended(lang))),
            (_, _, Some("confirmed")) => Some((DONE, email_words::own_confirmed(lang))),
            (_, _, Some("removed")) => Some((DONE, email_words::own_removed(lang))),
            (_, _, Some("taken")) => Some((NOT_DONE, email_words::own_taken(lang))),
            _ if query.get("residence").as_deref() == Some("saved") => {
                Some((DONE, me::residence_saved(lang)))
            }
            _ => passkey_notice(lang, query.get("passkey").as_deref()),
        };
        let notice = notice.map(|(class, text)| {
            view! {
                <div class=class role="status">
                    <p>{text}</p>
                </div>
            }
        });
        let mut wrong = Wrong::default();
        let drafts = unfinished::begun(&services, &visit).await?;
        let body = match visit.visitor.clone() {
            None => view! {
                <p class="lead prose">{me::visitor_lead(lang)}</p>
                <p>
                    <a class="btn" href=sign_in(&visit)>
                        {common::nav_sign_in(lang)}
                    </a>
                </p>
                <Drafts visit=visit.clone() drafts />
            }
            .into_any(),
            Some(visitor) => {
                let number = page_number(query.get("page").as_deref());
                let took_part =
                    participations::of(&services, &visit, visitor.person, number).await?;
                let sessions = sessions::of(&services, &visit, &visitor).await?;
                let who = Who::of(&services, &visit, &visitor, sessions.through_here()).await?;
                let typed = matches!(asked.as_deref(), Some("sent" | "asked"));
                let email = email::of(&services, &visit, &visitor, typed).await?;
                let (said, back) = (query.get("residence"), path_back(&visit));
                let residence =
                    MyResidence::of(&services, &visit, &visitor, said.as_deref(), back).await?;
                if let Some(own) = &residence {
                    wrong = own.wrong().clone();
                }
                let back = visit.href("/me#passkeys");
                let passkeys = OwnPasskeys::of(&services, &visit, &visitor, back).await?;
                if let Some(email) = &email
                    && wrong.is_empty()
                {
                    wrong = email.wrong(&visit);
                }
                view! {
                    <Participations visit=visit.clone() took_part number />
                    <Drafts visit=visit.clone() drafts />
                    <div class="split section">
                        <div class="flow">
                            <WhoIAm visit=visit.clone() who />
                        </div>
                        <div class="split__side">
                            <Leave visit=visit.clone() />
                        </div>
                    </div>
                    {residence.map(|own| view! { <OwnResidence visit=visit.clone() own /> })}
                    {email.map(|email| view! { <Email visit=visit.clone() email /> })}
                    {passkeys.map(|own| view! { <Passkeys visit=visit.clone() own /> })}
                    <Sessions visit=visit.clone() sessions />
                    <p>
                        <a href=visit.href("/me/organisations")>{organisations::mine_link(lang)}</a>
                    </p>
                    <p>
                        <a href=visit.href("/me/data")>{my_data::link(lang)}</a>
                    </p>
                }
                .into_any()
            }
        };
        let title = match wrong.is_empty() {
            true => me::title(lang).to_owned(),
            false => common::page_title_error(lang, me::title(lang)),
        };
        Ok(view! {
            <PageTitle text=title />
            <Frame section=Section::Me>
                <div class="flow">
                    {wrong.summary(lang)} {notice} <h1>{me::title(lang)}</h1> {body}
                </div>
            </Frame>
        })
    })
}

/// What became of a passkey.
fn passkey_notice(lang: Lang, word: Option<&str>) -> Option<(&'static str, &'static str)> {
    match word? {
        "added" => Some((DONE, passkey::done(lang))),
        "removed" => Some((DONE, passkey::removed(lang))),
        "refused" => Some((NOT_DONE, passkey::not_added(lang))),
        _ => None,
    }
}

const DONE: &str = "callout callout--ok";
const NOT_DONE: &str = "callout callout--warn";

/// The sign-in page that leads back here.
fn sign_in(visit: &Visit) -> String {
    let back = encoded(&visit.href("/me"));
    format!("{}?return={back}", visit.href("/sign-in"))
}

/// What is known of the person, in words.
#[derive(Clone)]
struct Who {
    name: String,
    /// How this browser was signed in: «через id.gov.ua»; nothing where that says nothing of who it was.
    identified: Option<String>,
    /// What counts, and what to do where it does not.
    residency: Vec<String>,
    /// Where what it rests on can be sent, or how that stands.
    request: Option<residence_request::Asking>,
    second_key: Option<(String, String)>,
}

impl Who {
    async fn of(
        services: &Services,
        visit: &Visit,
        visitor: &Visitor,
        through: &str,
    ) -> Result<Self, Failure> {
        let (lang, facts) = (visit.lang, &visitor.facts);
        let today = dates::today(visit.now);
        let is_identified = facts.assurance.is_identified();
        let mut residency = match facts.residency_problem(today) {
            // What nobody knows of whoever is not identified is no matter for the centre.
            Some(reason) if !is_identified && reason.is_open_until_identified() => {
                vec![email_words::residency_unknown(lang).to_owned()]
            }
            Some(reason) => vec![
                format!("{}.", eligibility::reason(lang, reason)),
                eligibility::way_out(lang, reason, AskedResidency::Confirmed),
            ],
            None => eligibility::ok_residency(lang, facts.residency)
                .map(|words| format!("{words}."))
                .into_iter()
                .collect(),
        };
        // Of whoever is not identified the record is not theirs to read.
        if is_identified
            && let Some(home) = services
                .store
                .residency(visit.community_id(), visitor.person)
                .await?
        {
            let extract = extract_behind(services, visit, &home).await?;
            residency.extend(rests_on(lang, &home, extract));
        }
        if let Some(last) = facts.residency_expires
            && let Some(start) = dates::start_of_day(last)
        {
            let until = match last < today {
                true => me::residency_was_until(lang, &day(lang, start)),
                false => me::residency_until(lang, &day(lang, start)),
            };
            residency.push(format!("{until}."));
        }
        if let Some(code) = &facts.settlement
            && let Some(unit) = services.store.unit(code).await?
        {
            residency.push(me::residency_settlement(lang, &unit.name));
        }
        // Of whoever is not identified the record is not theirs to read.
        if is_identified && waits_for_second(services, visit, visitor).await? {
            residency.push(me::residency_proposed(lang).to_owned());
        }
        let request = match is_identified {
            true => residence_request::standing(services, visit, visitor).await?,
            false => None,
        };
        let second_key = (facts.second_key_open && is_identified).then(|| {
            let reason = Ineligible::SecondKeyOpen;
            (
                eligibility::reason(lang, reason),
                eligibility::way_out(lang, reason, AskedResidency::Confirmed),
            )
        });
        Ok(Self {
            name: visitor.short_name.clone(),
            identified: is_identified.then(|| me::identified_through(lang, through)),
            residency,
            request,
            second_key,
        })
    }
}

/// Whether one of the staff has confirmed where this person lives, and another has to agree.
async fn waits_for_second(
    services: &Services,
    visit: &Visit,
    visitor: &Visitor,
) -> Result<bool, Failure> {
    let (community, today) = (visit.community_id(), dates::today(visit.now));
    let proposal = services
        .store
        .residence_proposal(community, visitor.person)
        .await?;
    Ok(proposal.is_some_and(|proposal| !proposal.has_lapsed(today)))
}

#[component]
fn WhoIAm(visit: Visit, who: Who) -> impl IntoView {
    let lang = visit.lang;
    let second_key = who.second_key.map(|(what, todo)| {
        view! {
            <div class="callout callout--warn">
                <p>
                    <strong>{what}</strong>
                </p>
                <p>{todo}</p>
            </div>
        }
    });
    let (label, identified) = match who.identified {
        Some(through) => (me::identified(lang), view! { <p>{through}</p> }.into_any()),
        None => (
            email_words::identity(lang),
            view! {
                <p>{email_words::not_identified(lang)}</p>
                <p>
                    <a href=sign_in(&visit)>{email_words::identify(lang)}</a>
                </p>
            }
            .into_any(),
        ),
    };
    let request = who.request.map(|asking| {
        view! {
            {asking.request.map(|words| view! { <p>{words}"."</p> })}
            <p>
                <a href=visit.href(residence_request::PATH)>{asking.link}</a>
            </p>
        }
    });
    view! {
        <h2>{me::who_title(lang)}</h2>
        <dl class="summary">
            <div>
                <dt>{me::name(lang)}</dt>
                <dd>{who.name}</dd>
            </div>
            <div>
                <dt>{label}</dt>
                <dd>{identified}</dd>
            </div>
            <div>
                <dt>{me::residency(lang)}</dt>
                <dd>
                    {who.residency.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
                    {request}
                </dd>
            </div>
        </dl>
        {second_key}
    }
}

/// The way out, for devices that several people use.
#[component]
fn Leave(visit: Visit) -> impl IntoView {
    let lang = visit.lang;
    view! {
        <section class="panel" aria-labelledby="leave">
            <h2 id="leave">{me::leave_title(lang)}</h2>
            <p>{me::leave_text(lang)}</p>
            <form method="post" action=visit.href("/do/sign-out") class="row">
                <button class="btn btn--2">{common::nav_sign_out(lang)}</button>
                " "
                <button class="btn btn--2" name="drafts" value="clear">
                    {me::sign_out_and_clear(lang)}
                </button>
            </form>
        </section>
    }
}
