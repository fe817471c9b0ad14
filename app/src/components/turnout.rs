//! How many have taken part, as a figure, a sentence and a hundred stitches. Never how they answered.

use super::{chart::Stitches, phase::Phase};
use crate::{
    context::Visit,
    i18n::{Lang, OutOf, Percent, Shown, dates, format, polls, results},
};
use domain::{
    entitled::{CountedBy, Entitled},
    poll::Poll,
};
use leptos::prelude::*;
use std::sync::Arc;

/// The panel of a poll that is or was open. While it is open it also says that nobody sees how people answer.
#[component]
pub fn TurnoutPanel(
    visit: Visit,
    #[prop(into)] poll: Arc<Poll>,
    turnout: i64,
    entitled: Option<Entitled>,
) -> impl IntoView {
    let lang = visit.lang;
    let open = Phase::of_poll(&poll, visit.now) == Phase::Open;
    // What is over is told as over.
    let (title, sentence): (_, fn(Lang, i64, &str) -> String) = match open {
        true => (polls::turnout_title(lang), polls::turnout_sentence),
        false => (
            polls::turnout_title_over(lang),
            polls::turnout_sentence_over,
        ),
    };
    let body = match (turnout, entitled) {
        (0, _) if !open => view! { <p>{results::nobody_title(lang)} "."</p> }.into_any(),
        // Who works for the community is not asked to be the first.
        (0, _) if visit.is_staff_page() => {
            view! { <p>{polls::turnout_none_short(lang)} "."</p> }.into_any()
        }
        (0, _) => view! { <p>{polls::turnout_none(lang)}</p> }.into_any(),
        (n, None) => view! {
            <p>
                <span class="figure num">{format::number(lang, n)}</span>
            </p>
            <p class="hint">{polls::turnout_no_share(lang)}</p>
        }
        .into_any(),
        (n, Some(whole @ Entitled { people: all, by })) => view! {
            <p>
                <span class="figure num">{format::share(lang, n, all)}</span>
            </p>
            <p class="small">
                {sentence(lang, n, &out_of(lang, whole))} " "
                {polls::turnout_of_hundred(lang, &of_hundred_in_words(lang, n, all))}
            </p>
            <Stitches lang part=n whole=all />
            <p class="hint">{polls::counted_by(lang, by)}</p>
        }
        .into_any(),
    };
    view! {
        <section class="panel" aria-labelledby="turnout">
            <h2 id="turnout">{title}</h2>
            {body}
            {open
                .then(|| {
                    view! {
                        <p class="hint">
                            {polls::turnout_updated(
                                lang,
                                &dates::moment_or_today(lang, visit.now, visit.now),
                            )} " " {polls::turnout_sealed(lang)}
                        </p>
                    }
                })}
        </section>
    }
}

/// «з 58 240», as the register counts; «з приблизно 58 240» where the community says how many there are.
pub fn out_of(lang: Lang, all: Entitled) -> String {
    match all.by {
        CountedBy::Register => OutOf(all.people).shown(lang),
        CountedBy::Community => polls::out_of_about(lang, all.people),
    }
}

/// «Відповіли 4 126 з 58 240 (7,1 %)», or without a whole where none is known.
pub fn turnout_line(lang: Lang, turnout: i64, entitled: Option<Entitled>) -> String {
    match entitled.and_then(|all| Some((all, format::share(lang, turnout, all.people)?))) {
        _ if turnout == 0 => polls::turnout_none_short(lang).to_owned(),
        Some((all, share)) => polls::turnout_card(lang, turnout, &out_of(lang, all), &share),
        None => polls::turnout_card_plain(lang, turnout),
    }
}

/// «семеро зі ста». The stitches show at least one for anybody; the words do not make half a person out of nobody.
pub fn of_hundred_in_words(lang: Lang, part: i64, whole: i64) -> String {
    let under_half = Percent::of(part, whole).is_none_or(|share| share.0 < 5);
    let people = if under_half {
        0
    } else {
        format::of_hundred(part, whole)
    };
    format::people_of_hundred(lang, people)
}
