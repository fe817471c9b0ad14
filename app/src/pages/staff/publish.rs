//! Publishing: what it means said beforehand, what stands against it told with links, and the act itself.

use super::{
    Asked, asked_districts::AskedDistricts, draft_or_locked, field::Wrong, form::PollForm,
    rules::Rules, staff_poll,
};
use crate::{
    components::see_other,
    context::{Visit, services, visit},
    failure::Failure,
    i18n::{AskedPlaces, Lang, dates, eligibility, staff},
};
use domain::{
    lifecycle::Refusal,
    poll::{Poll, Problems, check_publishable},
    role::Right,
};
use leptos::prelude::*;
use store::{Actor, By, Conflict, StoreError};

/// The panel of a draft: the button with everything that follows from it, or what is still to be mended.
#[component]
pub fn PublishPanel(
    visit: Visit,
    poll: Poll,
    places: AskedPlaces,
    districts: AskedDistricts,
    problems: Problems,
    unsaved: bool,
) -> impl IntoView {
    let lang = visit.lang;
    let settlements = districts.view(lang);
    let edit = visit.href(&format!("/staff/polls/{}/edit", poll.number));
    let waiting = unsaved.then(|| {
        view! {
            <div class="callout callout--warn">
                <p>
                    {staff::publish_unsaved(lang)} " " <a href=edit.clone()>{staff::edit(lang)}</a>
                </p>
            </div>
        }
    });
    if !problems.is_empty() {
        let form = PollForm::from_content(&poll.content);
        let wrong = Wrong::new(lang, &form, &problems);
        return view! {
            <section class="panel panel--wait" aria-labelledby="publish">
                <h2 id="publish">{staff::publish_blocked_title(lang)}</h2>
                {waiting}
                <p>{staff::publish_blocked_text(lang)}</p>
                <ul class="list">{wrong.links(&format!("{edit}?check"))}</ul>
                {settlements}
            </section>
        }
        .into_any();
    }
    view! {
        <section class="panel panel--wait" aria-labelledby="publish">
            <h2 id="publish">{staff::publish_title(lang)}</h2>
            {waiting}
            <p>{staff::publish_lead(lang)}</p>
            <ul class="list">
                <li>{staff::publish_locked(lang)}</li>
                <li>{term(&visit, &poll)}</li>
                <li>{audience(lang, &poll, &places)}</li>
                <li>{staff::publish_sealed(lang)}</li>
                <li>{staff::publish_journal(lang)}</li>
            </ul>
            {settlements}
            <form method="post" action=visit.href("/do/staff/publish") class="actions">
                <input type="hidden" name="poll" value=poll.number.to_string() />
                <input type="hidden" name="version" value=poll.version.to_string() />
                <input type="hidden" name="districts" value=districts.seen() />
                <button class="btn">{staff::publish_confirm(lang)}</button>
                " "
                <a href=visit.href(&format!("/staff/polls/{}/preview", poll.number))>
                    {staff::preview(lang)}
                </a>
            </form>
        </section>
    }
    .into_any()
}

/// When it will open and close.
fn term(visit: &Visit, poll: &Poll) -> String {
    let (lang, now) = (visit.lang, visit.now);
    let moment = |at| dates::moment_this_year(lang, at, now);
    let closes = poll.content.closes_at.map(moment).unwrap_or_default();
    match poll.content.opens_at.filter(|opens| *opens > now) {
        Some(opens) => staff::publish_term(lang, &moment(opens), &closes),
        None => staff::publish_term_now(lang, &closes),
    }
}

/// Who will be able to answer: the rule as residents read it, as the end of a sentence in a list.
fn audience(lang: Lang, poll: &Poll, places: &AskedPlaces) -> String {
    let audience = eligibility::audience(lang, &poll.content.audience, places);
    staff::publish_audience(lang, &audience)
}

/// Publishes the draft `poll` (its number) if it still has the `version` that was looked through, and its districts are still what
/// they were on that page (`districts`, [`AskedDistricts::seen`]). From then on its content is locked; it opens at once when its term
/// has begun.
///
/// # Errors
/// [`Failure::NotFound`] for what is no poll of this community, [`Failure::BadRequest`] for what is no version. Whatever
/// stands against publishing is told on the poll's desk.
#[server(prefix = "/do", endpoint = "staff/publish")]
pub async fn publish(
    #[server(default)] poll: String,
    #[server(default)] version: String,
    #[server(default)] districts: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let editor = visit.require(Right::PublishPolls)?;
    let mut poll = staff_poll(&services, &visit, &poll).await?;
    let version: i64 = version.parse().map_err(|_| Failure::BadRequest)?;
    let desk = format!("/staff/polls/{}", poll.number);
    let go = |place: &str| see_other(&visit.href(&format!("{desk}{place}")));
    // Pressed twice: it is published.
    if poll.published_at.is_some() && poll.version == version.saturating_add(1) {
        go("?published");
        return Ok(());
    }
    if !draft_or_locked(&visit, &poll, Asked::Save) {
        return Ok(());
    }
    if poll.version != version {
        go("?changed#publish");
        return Ok(());
    }
    let rules = Rules::of(&services, &visit).await?;
    if AskedDistricts::redraw(&mut poll, &rules).seen() != districts {
        go("?redrawn#publish");
        return Ok(());
    }
    let Ok(checked) = check_publishable(&poll.content, rules.of_draft(), visit.now) else {
        go("#publish");
        return Ok(());
    };
    let by = By {
        actor: Actor::Person(editor.person),
        at: visit.now,
    };
    let published = services
        .store
        .publish_poll(
            visit.community_id(),
            poll.id,
            version,
            &checked,
            visit.policy_version,
            by,
        )
        .await;
    match published {
        Ok(_) => go("?published"),
        Err(StoreError::Conflict(conflict)) => match conflict {
            Conflict::ChangedMeanwhile => {
                // Between the look above and the writing: the draft, or else a district.
                let now = staff_poll(&services, &visit, &poll.number.to_string()).await?;
                go(match now.version == version {
                    true => "?redrawn#publish",
                    false => "?changed#publish",
                });
            }
            Conflict::NoLinkKeys => go("?keys#publish"),
            Conflict::Refused(Refusal::TermIsOver) => go("?over#publish"),
            Conflict::Refused(_) => go("?locked"),
            // Nothing a publication can run into.
            Conflict::AlreadyThere
            | Conflict::UnknownPicture
            | Conflict::KeyRotation
            | Conflict::Impossible(_)
            | Conflict::OwnRecord
            | Conflict::SecondPersonNeeded
            | Conflict::HoldsRole
            | Conflict::NotOpen
            | Conflict::NoEntry(_)
            | Conflict::BatchFull
            | Conflict::RoleElsewhere
            | Conflict::LastOfRole
            | Conflict::TooManyOffers
            | Conflict::OtherOrganisation
            | Conflict::TakenAway => return Err(Failure::Conflict),
        },
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
