//! What a poll's page says first to whoever was led there: that the draft is put aside or cleared, that answers came too late.

use super::around::Around;
use crate::{
    components::phase::Phase,
    context::Visit,
    i18n::{dates, polls, vote},
};
use domain::poll::Poll;
use leptos::prelude::*;

/// A notice: how it looks, what it says, whether it leads on.
struct Notice {
    class: &'static str,
    title: &'static str,
    text: Option<String>,
    go_on: bool,
}

const WARNS: &str = "callout callout--warn";

/// The notice that the address asks for, if it is true of the poll and the person. `said` tells whether a word is in the
/// address: `late` after answers that came too early or too late, `cleared` after the draft was, `saved` after it was put aside.
pub(super) fn of(
    visit: &Visit,
    poll: &Poll,
    around: &Around,
    said: impl Fn(&str) -> bool,
) -> Option<AnyView> {
    let lang = visit.lang;
    let Notice {
        class,
        title,
        text,
        go_on,
    } = if said("late") {
        late(visit, poll)?
    } else if said("cleared") {
        Notice {
            class: "callout",
            title: polls::draft_cleared(lang),
            text: None,
            go_on: false,
        }
    } else if said("saved") {
        put_aside(visit, poll, around)?
    } else {
        return None;
    };
    let go_on = go_on.then(|| {
        view! {
            <p>
                <a class="btn btn--2" href=visit.href(&format!("/polls/{}/vote", poll.number))>
                    {polls::go_on(lang)}
                </a>
            </p>
        }
    });
    let notice = view! {
        <div class=class role="status">
            <p>
                <strong>{title}</strong>
            </p>
            {text.map(|text| view! { <p>{text}</p> })}
            {go_on}
        </div>
    };
    Some(notice.into_any())
}

/// Why answers that were sent were not taken, by what the poll is now; nothing while it is open.
fn late(visit: &Visit, poll: &Poll) -> Option<Notice> {
    let lang = visit.lang;
    let (title, text) = match Phase::of_poll(poll, visit.now) {
        Phase::Draft | Phase::Open => return None,
        Phase::Scheduled => {
            let opens = poll.content.opens_at?;
            let opens = dates::moment_this_year(lang, opens, visit.now);
            (
                vote::cast_not_open_title(lang),
                vote::cast_not_open_text(lang, &opens),
            )
        }
        Phase::Counting | Phase::Closed => (
            vote::cast_closed_title(lang),
            vote::cast_closed_text(lang).to_owned(),
        ),
    };
    Some(Notice {
        class: WARNS,
        title,
        text: Some(text),
        go_on: false,
    })
}

/// That the answers are kept and nothing is counted yet, while the draft is there and can be gone on with.
fn put_aside(visit: &Visit, poll: &Poll, around: &Around) -> Option<Notice> {
    let lang = visit.lang;
    let open = Phase::of_poll(poll, visit.now) == Phase::Open;
    let kept = around
        .draft_until
        .filter(|_| open && around.receipt.is_none())?;
    // After the close nobody can go on with it.
    let closes = poll.content.closes_at;
    let until = closes.map_or(kept, |closes| kept.min(closes));
    let until = dates::moment_this_year(lang, until, visit.now);
    let may = around
        .verdict
        .as_ref()
        .is_none_or(|verdict| verdict.reasons.is_empty());
    Some(Notice {
        class: WARNS,
        title: vote::draft_put_aside_title(lang),
        text: Some(vote::draft_put_aside_text(lang, &until)),
        go_on: may,
    })
}
