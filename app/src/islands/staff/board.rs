//! The live turnout of the open polls as the desk shows it: worded on the server, because a browser's clock and zone are its own.

use crate::i18n::{Lang, staff_desk};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What is shown at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// The time of day of the figures, «14:05».
    pub at: String,
    pub polls: Vec<PollTurnout>,
}

/// A poll's turnout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollTurnout {
    pub href: String,
    /// «№ 12»
    pub number: String,
    pub title: String,
    /// The title's language where it is not the page's.
    pub title_lang: Option<String>,
    /// «Відповіли 4 126 з 58 240 (7,1 %)»
    pub line: String,
    /// «Лишилося 3 дні»
    pub left: String,
    /// By settlement; empty while nobody has taken part.
    pub rows: Vec<TurnoutRow>,
    /// Who says how many may take part; empty where nobody does.
    pub counted_by: String,
    /// The sum of all rows, the held-back ones included.
    pub sum: String,
}

/// A settlement, or several that are held back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnoutRow {
    pub place: String,
    /// A figure, with how many may take part there where that is known; «< 10» or «сховано».
    pub figure: String,
    pub is_held: bool,
}

/// The board that is shown now.
pub type Boards = RwSignal<Board>;

/// The board as HTML. Each poll keeps its elements while its figures change, so that what somebody has unfolded, or stands on,
/// stays.
pub fn boards_view(lang: Lang, board: Boards) -> impl IntoView {
    let numbers = Memo::new(move |_| {
        board.with(|board| {
            let numbers = board.polls.iter().map(|poll| poll.number.clone());
            numbers.collect::<Vec<_>>()
        })
    });
    let none = move || {
        numbers
            .with(Vec::is_empty)
            .then(|| view! { <p>{staff_desk::none_open(lang)}</p> })
    };
    view! {
        {none}
        <ul class="todo">
            <For
                each=move || numbers.get()
                key=String::clone
                children=move |number| poll_view(lang, of_number(board, number))
            />
        </ul>
    }
}

/// The poll of this number as the board has it now.
fn of_number(board: Boards, number: String) -> Memo<Option<PollTurnout>> {
    Memo::new(move |_| {
        board.with(|board| {
            let found = board.polls.iter().find(|poll| poll.number == number);
            found.cloned()
        })
    })
}

/// A part of the poll's text; nothing once it is gone from the board.
fn text(
    poll: Memo<Option<PollTurnout>>,
    of: fn(&PollTurnout) -> &str,
) -> impl Fn() -> String + Send + Copy {
    move || {
        poll.with(|poll| {
            poll.as_ref()
                .map_or(String::new(), |poll| of(poll).to_owned())
        })
    }
}

fn poll_view(lang: Lang, poll: Memo<Option<PollTurnout>>) -> impl IntoView {
    let title_lang =
        move || poll.with(|poll| poll.as_ref().and_then(|poll| poll.title_lang.clone()));
    let has_rows = Memo::new(move |_| {
        poll.with(|poll| poll.as_ref().is_some_and(|poll| !poll.rows.is_empty()))
    });
    view! {
        <li>
            <div>
                <a href=text(poll, |poll| &poll.href)>
                    {text(poll, |poll| &poll.number)} ". "
                    <span lang=title_lang>{text(poll, |poll| &poll.title)}</span>
                </a>
                <p>{text(poll, |poll| &poll.line)}</p>
            </div>
            <span class="tag tag--now">{text(poll, |poll| &poll.left)}</span>
            {move || has_rows.get().then(|| table(lang, poll))}
        </li>
    }
}

fn table(lang: Lang, poll: Memo<Option<PollTurnout>>) -> impl IntoView {
    let rows = move || poll.with(|poll| poll.as_ref().map_or(Vec::new(), |poll| poll.rows.clone()));
    let row = |row: TurnoutRow| {
        view! {
            <tr>
                <th scope="row">{row.place}</th>
                <td class=if row.is_held { "n held" } else { "n" }>{row.figure}</td>
            </tr>
        }
    };
    let note = move || {
        let is_held = rows().iter().any(|row| row.is_held);
        is_held.then(|| view! { <p class="hint">{staff_desk::held_note(lang)}</p> })
    };
    view! {
        <details class="data">
            <summary>{staff_desk::by_settlement(lang)}</summary>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{staff_desk::settlement(lang)}</th>
                        <th scope="col" class="n">
                            {staff_desk::answered(lang)}
                        </th>
                    </tr>
                </thead>
                <tbody>{move || rows().into_iter().map(row).collect_view()}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{staff_desk::sum(lang)}</th>
                        <td class="n">{text(poll, |poll| &poll.sum)}</td>
                    </tr>
                </tfoot>
            </table>
            {note}
            <p class="hint">{text(poll, |poll| &poll.counted_by)}</p>
        </details>
    }
}
