//! A long form of the desk that its page sends by itself, so that what somebody typed outlives a cut line and a server that says
//! to come again. It stands inside the form, beside its buttons, and says there what becomes of a press. The form is the same plain
//! one: without a script the browser sends it, and keeps its fields for whoever goes back.

use crate::{
    i18n::{Lang, staff_sending},
    islands::again::Obstacle,
};
use leptos::{html, prelude::*};

/// Whether what the form holds has left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "staff-islands"),
    expect(dead_code, reason = "only a browser sends")
)]
enum Sending {
    NotPressed,
    UnderWay,
    /// It did not get through: tried again by itself.
    Waiting(Obstacle),
    /// The server does not take it as it is.
    Refused(Reason),
}

/// What somebody must do before it is sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "staff-islands"),
    expect(dead_code, reason = "only a browser sends")
)]
enum Reason {
    TooLarge,
    NoAccess,
    Other,
}

/// Sends the form in which it stands, and says what becomes of it.
#[island]
pub fn SendForm(lang: Lang) -> impl IntoView {
    let sending = RwSignal::new(Sending::NotPressed);
    let place = NodeRef::<html::P>::new();
    attend(place, sending);
    let words = move || match sending.get() {
        Sending::NotPressed => "",
        Sending::UnderWay => staff_sending::saving(lang),
        Sending::Waiting(Obstacle::NoAnswer) => staff_sending::no_network(lang),
        Sending::Waiting(Obstacle::TooMany) => staff_sending::too_many(lang),
        Sending::Waiting(Obstacle::Busy) => staff_sending::busy(lang),
        Sending::Refused(Reason::TooLarge) => staff_sending::too_large(lang),
        Sending::Refused(Reason::NoAccess) => staff_sending::no_access(lang),
        Sending::Refused(Reason::Other) => staff_sending::refused(lang),
    };
    let class = move || match sending.get() {
        Sending::NotPressed | Sending::UnderWay => "status",
        Sending::Waiting(_) | Sending::Refused(_) => "status is-bad",
    };
    view! {
        <p class=class role="status" node_ref=place>
            {words}
        </p>
    }
}

/// Takes over the form round `place`.
#[cfg(feature = "staff-islands")]
fn attend(place: NodeRef<html::P>, sending: RwSignal<Sending>) {
    use leptos::wasm_bindgen::JsCast;

    Effect::new(move |_| {
        let form = place
            .get()
            .and_then(|place| place.closest("form").ok().flatten())
            .and_then(|form| form.dyn_into().ok());
        if let Some(form) = form {
            browser::Sender::attend(form, sending);
        }
    });
}

/// On the server nobody sends.
#[cfg(not(feature = "staff-islands"))]
fn attend(_: NodeRef<html::P>, _: RwSignal<Sending>) {}

#[cfg(feature = "staff-islands")]
mod browser {
    use super::{Obstacle, Reason, Sending};
    use crate::islands::{
        again::{AGAIN_AFTER_S, again},
        staff::requests::ask,
    };
    use leptos::{
        ev,
        leptos_dom::helpers::location,
        prelude::*,
        wasm_bindgen::{JsCast, JsValue, closure::Closure},
    };
    use std::{
        cell::{Cell, RefCell},
        rc::Rc,
        time::Duration,
    };
    use web_sys::{Event, FormData, HtmlFormElement, RequestInit, SubmitEvent, UrlSearchParams};

    /// What became of a request.
    enum Outcome {
        /// Done: the form's page leads here.
        LedTo(String),
        Refused(Reason),
        /// To be sent again after this many seconds.
        Again(Obstacle, u64),
    }

    /// One form, for as long as its page is open.
    pub struct Sender {
        form: HtmlFormElement,
        sending: RwSignal<Sending>,
        /// The button that was pressed last: its name and value.
        pressed: RefCell<Option<(String, String)>>,
        /// Something was typed since the form was sent.
        is_changed: Cell<bool>,
        is_under_way: Cell<bool>,
        /// How often it was sent: a timer of an earlier time is none any more.
        attempts: Cell<u32>,
    }

    impl Sender {
        pub fn attend(form: HtmlFormElement, sending: RwSignal<Sending>) {
            let sender = Rc::new(Self {
                form,
                sending,
                pressed: RefCell::new(None),
                is_changed: Cell::new(false),
                is_under_way: Cell::new(false),
                attempts: Cell::new(0),
            });
            let own = sender.clone();
            let on_submit = Closure::<dyn Fn(SubmitEvent)>::new(move |event: SubmitEvent| {
                event.prevent_default();
                let pressed = event.submitter().and_then(|button| {
                    Some((
                        button.get_attribute("name")?,
                        button.get_attribute("value")?,
                    ))
                });
                *own.pressed.borrow_mut() = pressed;
                if !own.is_under_way.get() {
                    own.sending.set(Sending::UnderWay);
                }
                own.send();
            });
            let own = sender.clone();
            let on_input = Closure::<dyn Fn(Event)>::new(move |_: Event| own.is_changed.set(true));
            sender
                .form
                .set_onsubmit(Some(on_submit.as_ref().unchecked_ref()));
            sender
                .form
                .set_oninput(Some(on_input.as_ref().unchecked_ref()));
            // They live as long as the page.
            on_submit.forget();
            on_input.forget();
            let own = sender.clone();
            window_event_listener(ev::online, move |_| own.send_again());
            // Whoever leaves now leaves something unsaved: the browser asks whether they mean it.
            window_event_listener(ev::beforeunload, move |event| {
                if sender.is_changed.get() || sender.is_under_way.get() || sender.is_waiting() {
                    event.prevent_default();
                }
            });
        }

        fn is_waiting(&self) -> bool {
            matches!(self.sending.get_untracked(), Sending::Waiting(_))
        }

        fn send_again(self: &Rc<Self>) {
            if self.is_waiting() {
                self.send();
            }
        }

        /// Once at a time. While it is tried again the words stay as they are: a status that changes is spoken each time.
        fn send(self: &Rc<Self>) {
            if self.is_under_way.replace(true) {
                return;
            }
            self.is_changed.set(false);
            self.attempts.set(self.attempts.get().wrapping_add(1));
            let sender = self.clone();
            leptos::task::spawn_local(async move {
                let outcome = sender.post().await;
                sender.is_under_way.set(false);
                match outcome {
                    Outcome::LedTo(place) => {
                        sender.sending.set(Sending::NotPressed);
                        go_to(&place);
                    }
                    Outcome::Refused(reason) => {
                        sender.is_changed.set(true);
                        sender.sending.set(Sending::Refused(reason));
                    }
                    Outcome::Again(obstacle, seconds) => sender.wait(obstacle, seconds),
                }
            });
        }

        fn wait(self: &Rc<Self>, obstacle: Obstacle, seconds: u64) {
            self.sending.set(Sending::Waiting(obstacle));
            let (sender, attempt) = (self.clone(), self.attempts.get());
            set_timeout(
                move || {
                    if sender.attempts.get() == attempt {
                        sender.send_again();
                    }
                },
                Duration::from_secs(seconds),
            );
        }

        async fn post(&self) -> Outcome {
            let answer = match self.request() {
                Ok((address, request)) => ask(&address, &request).await,
                Err(_) => return Outcome::Refused(Reason::Other),
            };
            // No answer, or somebody else's page in place of ours: a network that wants a sign-in of its own.
            let nothing = Outcome::Again(Obstacle::NoAnswer, AGAIN_AFTER_S);
            let Some(answer) = answer else {
                return nothing;
            };
            let header = |name| answer.headers().get(name).ok().flatten();
            let status = answer.status();
            if status == 200 {
                return header("location").map_or(nothing, Outcome::LedTo);
            }
            let said = header("retry-after").and_then(|said| said.parse().ok());
            match (again(Some(status), said), status) {
                (Some((obstacle, seconds)), _) => Outcome::Again(obstacle, seconds),
                (None, 413) => Outcome::Refused(Reason::TooLarge),
                (None, 401 | 403) => Outcome::Refused(Reason::NoAccess),
                (None, _) => Outcome::Refused(Reason::Other),
            }
        }

        /// The form as the browser itself would send it, with what it holds at this moment.
        fn request(&self) -> Result<(String, RequestInit), JsValue> {
            let fields = FormData::new_with_form(&self.form)?;
            if let Some((name, value)) = &*self.pressed.borrow() {
                fields.append_with_str(name, value)?;
            }
            let body = UrlSearchParams::new_with_str_sequence_sequence(&fields)?;
            let request = RequestInit::new();
            request.set_method("POST");
            request.set_body(&body);
            // Not the property: a field with the id `action` would stand in its place.
            let address = self.form.get_attribute("action").unwrap_or_default();
            Ok((address, request))
        }
    }

    /// Opens a page of ours. An address that differs from this page's by its fragment alone would only scroll, and the page
    /// would stay what it was before the form was sent.
    fn go_to(place: &str) {
        let (page, fragment) = place.split_once('#').unwrap_or((place, ""));
        let here = location().href().unwrap_or_default();
        let is_here = here
            .split('#')
            .next()
            .is_some_and(|here| here.strip_suffix(page).is_some_and(is_origin));
        let again = match (is_here, page.contains('?')) {
            (false, _) => "",
            (true, true) => "&",
            (true, false) => "?",
        };
        let mark = if fragment.is_empty() { "" } else { "#" };
        _ = location().assign(&format!("{page}{again}{mark}{fragment}"));
    }

    /// Whether this is all that stands before a path.
    fn is_origin(before: &str) -> bool {
        location().origin().is_ok_and(|origin| origin == before)
    }
}
