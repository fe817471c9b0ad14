//! The live turnout: the board as the server wrote it, and, where the browser has woken it, the same board as it changes. Without
//! a script it says of when it is, and a link shows it anew.

use super::board::{Board, Boards, boards_view};
use crate::i18n::{Lang, common, staff_desk};
use leptos::prelude::*;

/// How the page hears of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "staff-islands"),
    expect(dead_code, reason = "only a browser listens")
)]
enum Line {
    /// Nobody listens: the page is as it was loaded.
    Plain,
    Live,
    Lost,
    /// There is nothing to hear any more: the sign-in has ended, or the role was revoked.
    Ended,
}

/// The board. `page` is the address that shows it anew, `events` where its changes come from.
#[island]
pub fn LiveTurnout(lang: Lang, board: Board, page: String, events: String) -> impl IntoView {
    let board: Boards = RwSignal::new(board);
    let line = RwSignal::new(Line::Plain);
    listen(events, board, line);
    // Only the state is spoken, and only when it changes: figures that announce themselves leave nobody in peace.
    let state = move || match line.get() {
        Line::Plain => staff_desk::as_of(lang, &board.with(|board| board.at.clone())),
        Line::Live => staff_desk::live(lang).to_owned(),
        Line::Lost => staff_desk::lost(lang, &board.with_untracked(|board| board.at.clone())),
        Line::Ended => staff_desk::ended(lang, &board.with_untracked(|board| board.at.clone())),
    };
    let link = move || match line.get() {
        Line::Ended => common::nav_sign_in(lang),
        Line::Plain | Line::Live | Line::Lost => staff_desk::refresh(lang),
    };
    view! {
        <div class="turnout__line small">
            <p role="status">{state}</p>
            <a href=page hidden=move || line.get() == Line::Live>
                {link}
            </a>
        </div>
        {boards_view(lang, board)}
    }
}

/// Opens the stream and keeps the board as the last event has it. The browser tries again by itself when the line is cut.
#[cfg(feature = "staff-islands")]
fn listen(address: String, board: Boards, line: RwSignal<Line>) {
    use leptos::wasm_bindgen::{JsCast, closure::Closure};
    use web_sys::{Event, EventSource, MessageEvent};

    Effect::new(move |_| {
        let Ok(source) = EventSource::new(&address) else {
            return;
        };
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            if let Ok(new) = serde_json::from_str::<Board>(&text) {
                board.set(new);
                if line.get_untracked() != Line::Live {
                    line.set(Line::Live);
                }
            }
        });
        let (asked, stream) = (address.clone(), source.clone());
        let lost = Closure::<dyn Fn(Event)>::new(move |_: Event| {
            if line.get_untracked() != Line::Lost {
                line.set(Line::Lost);
            }
            // The browser gives up where the server refused it, and does not say why: so the server is asked.
            if stream.ready_state() == EventSource::CLOSED {
                let asked = asked.clone();
                leptos::task::spawn_local(async move {
                    if is_refused(&asked).await {
                        line.set(Line::Ended);
                    }
                });
            }
        });
        source.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        source.set_onerror(Some(lost.as_ref().unchecked_ref()));
        // They live as long as the page.
        heard.forget();
        lost.forget();
    });
}

/// Whether whoever asks may not hear the stream (any more).
#[cfg(feature = "staff-islands")]
async fn is_refused(address: &str) -> bool {
    let request = web_sys::RequestInit::new();
    request.set_method("HEAD");
    let answer = super::requests::ask(address, &request).await;
    answer.is_some_and(|answer| matches!(answer.status(), 401 | 403))
}

/// On the server nobody listens.
#[cfg(not(feature = "staff-islands"))]
fn listen(_: String, _: Boards, _: RwSignal<Line>) {}
