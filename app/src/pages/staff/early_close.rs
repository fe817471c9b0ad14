//! Closing an open poll before its term is over: the form on the poll's desk, and the act. Everybody reads the reason.

use super::{
    field::{Pair, Takes, Wrong, error_line, id, name},
    keep::{self, DeskForm},
    staff_poll,
};
use crate::{
    components::see_other,
    context::{Services, Visit, Visitor, services, visit},
    failure::Failure,
    i18n::{Lang, staff, staff_correction, staff_early_close, staff_editor},
    islands::staff::SendForm,
};
use domain::{
    correction::{CorrectionField, CorrectionProblem, check_reason},
    lang::Bilingual,
    lifecycle::may_close_early,
    poll::Poll,
    role::Right,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::{Actor, By, Conflict, StoreError, change_log::CLOSED_EARLY};

/// The keys of the inputs. The correction's form stands on the same page.
const REASON: &str = "close_reason";
const CONFIRM: &str = "close_confirm";

/// What somebody typed and could not be taken.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Untaken {
    reason: Bilingual,
    confirmed: bool,
    why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Why {
    /// Something is wrong with it.
    Wrong,
    /// The poll was changed meanwhile.
    Changed,
    /// Whoever sent it had no right to, most often because their sign-in had ended.
    Denied,
}

/// The form as it is shown.
#[derive(Clone, Debug)]
pub struct EarlyCloseForm {
    reason: Bilingual,
    confirmed: bool,
    why: Option<Why>,
    mark: String,
}

impl EarlyCloseForm {
    /// The form for `editor`, with what they typed before and could not be taken; `None` when the poll is not open.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(
        services: &Services,
        visit: &Visit,
        poll: &Poll,
        editor: &Visitor,
    ) -> Result<Option<Self>, Failure> {
        if !is_open(visit, poll) {
            return Ok(None);
        }
        let form = DeskForm::EarlyClose(poll.number);
        let kept: Option<Untaken> = keep::kept(services, visit, form, editor.person).await?;
        let mark = keep::mark(services, visit, form, editor.person).await?;
        let why = kept.as_ref().map(|kept| kept.why);
        let (reason, confirmed) = kept
            .map(|kept| (kept.reason, kept.confirmed))
            .unwrap_or_default();
        Ok(Some(Self {
            reason,
            confirmed,
            why,
            mark,
        }))
    }

    /// What is wrong with what was sent.
    fn wrong(&self, lang: Lang) -> Wrong {
        if self.why != Some(Why::Wrong) {
            return Wrong::default();
        }
        let problems = check_reason(&self.reason).err().unwrap_or_default();
        let mut wrong: Vec<_> = problems
            .into_iter()
            .map(|(written_in, problem)| {
                let words = match problem {
                    CorrectionProblem::Missing => {
                        staff_early_close::reason_missing(lang).to_owned()
                    }
                    problem => staff_correction::problem(
                        lang,
                        CorrectionField::Reason(written_in),
                        problem,
                    ),
                };
                let words = staff_editor::problem_at(lang, staff_early_close::reason(lang), &words);
                (format!("{REASON}_{}", written_in.tag()), words)
            })
            .collect();
        if !self.confirmed {
            let words = staff_early_close::confirm_missing(lang).to_owned();
            wrong.push((CONFIRM.to_owned(), words));
        }
        Wrong::of(wrong)
    }
}

/// Whether the poll's term runs.
fn is_open(visit: &Visit, poll: &Poll) -> bool {
    let term = poll.content.term();
    term.is_some_and(|term| may_close_early(poll.state, term, visit.now).is_ok())
}

/// The panel on the poll's desk, folded away until it is needed.
#[component]
pub fn EarlyClosePanel(visit: Visit, poll: Poll, form: EarlyCloseForm) -> impl IntoView {
    let lang = visit.lang;
    let wrong = form.wrong(lang);
    let note = match form.why {
        Some(Why::Changed) => Some(staff::conflict_note(lang)),
        Some(Why::Denied) => Some(staff_editor::unsaved_denied(lang)),
        Some(Why::Wrong) | None => None,
    };
    let note = note.map(|words| {
        view! {
            <div class="callout callout--warn" role="status">
                <p>{words}</p>
            </div>
        }
    });
    let reason = Pair {
        key: REASON,
        label: staff_early_close::reason(lang),
        plain: staff_early_close::reason(lang),
        hint: Some(staff_early_close::reason_hint(lang)),
        value: &form.reason,
        takes: Takes::Passage(3),
    }
    .view(lang, &wrong);
    let unconfirmed = wrong.at(CONFIRM);
    let invalid = unconfirmed.is_some();
    view! {
        <section class="panel" aria-labelledby="early-close">
            <h2 id="early-close">{staff_early_close::title(lang)}</h2>
            {wrong.summary(lang)}
            {note}
            <details class="disclosure" open=form.why.is_some()>
                <summary>{staff_early_close::open(lang)}</summary>
                <p class="small">{staff_early_close::lead(lang)}</p>
                <form
                    method="post"
                    action=visit.href("/do/staff/close-early")
                    class="flow"
                    novalidate
                >
                    <input type="hidden" name="poll" value=poll.number.to_string() />
                    <input type="hidden" name="version" value=poll.version.to_string() />
                    <input type="hidden" name="mark" value=form.mark.clone() />
                    {reason}
                    <div class=if invalid { "field is-invalid" } else { "field" }>
                        {unconfirmed.map(|words| error_line(lang, CONFIRM, &words))}
                        <div class="check">
                            <input
                                type="checkbox"
                                id=id(CONFIRM)
                                name=name(CONFIRM)
                                value="on"
                                checked=form.confirmed
                                aria-invalid=invalid.then_some("true")
                                aria-describedby=invalid.then(|| format!("{}-error", id(CONFIRM)))
                            />
                            <label for=id(CONFIRM)>{staff_early_close::confirm(lang)}</label>
                        </div>
                    </div>
                    <button class="btn btn--bad">{staff_early_close::submit(lang)}</button>
                    <SendForm lang />
                </form>
            </details>
        </section>
    }
}

/// Closes the open `poll` (its number) if it still has the `version` that was looked at. `mark` says to whom the form was shown; `f`
/// holds the reason, `close_reason_uk` and `close_reason_en`, and `close_confirm`.
///
/// # Errors
/// [`Failure::NotFound`] for what is no poll of this community, [`Failure::BadRequest`] for what is no version;
/// [`Failure::SignInNeeded`] and [`Failure::Forbidden`] where the mark does not say whose text it is. What is wrong with the
/// reason is shown with the form.
#[server(prefix = "/do", endpoint = "staff/close-early")]
pub async fn close_early(
    #[server(default)] poll: String,
    #[server(default)] version: String,
    #[server(default)] mark: String,
    #[server(default)] f: HashMap<String, String>,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let text = |lang: Lang| {
        let text = f.get(&format!("{REASON}_{}", lang.tag()));
        text.cloned().unwrap_or_default()
    };
    let mut typed = Untaken {
        reason: Bilingual::new(text(Lang::Uk), text(Lang::En)),
        confirmed: f.contains_key(CONFIRM),
        why: Why::Denied,
    };
    let editor = match visit.require(Right::PublishPolls) {
        Ok(editor) => editor,
        Err(failure) => {
            let form = DeskForm::EarlyClose(poll.parse().map_err(|()| failure)?);
            let kept = Some(&typed);
            return keep::keep_for_its_person(&services, &visit, form, &mark, failure, kept).await;
        }
    };
    let poll = staff_poll(&services, &visit, &poll).await?;
    let version: i64 = version.parse().map_err(|_| Failure::BadRequest)?;
    let form = DeskForm::EarlyClose(poll.number);
    let go = |place: &str| {
        see_other(&visit.href(&format!("/staff/polls/{}{place}", poll.number)));
    };
    if !is_open(&visit, &poll) {
        // Pressed twice: it is done.
        let told = services
            .store
            .change_log(visit.community_id(), poll.id)
            .await?;
        let done = told.iter().any(|change| change.kind == CLOSED_EARLY);
        go(if done { "?closed" } else { "?not-open" });
        return Ok(());
    }
    let why = match check_reason(&typed.reason) {
        Ok(reason) if typed.confirmed => {
            let by = By {
                actor: Actor::Person(editor.person),
                at: visit.now,
            };
            let (community, store) = (visit.community_id(), &services.store);
            let closed = store.close_poll_early(community, poll.id, version, &reason, by);
            match closed.await {
                Ok(_) => {
                    keep::forget(&services, &visit, form, editor.person).await?;
                    go("?closed");
                    return Ok(());
                }
                Err(StoreError::Conflict(Conflict::ChangedMeanwhile)) => Why::Changed,
                Err(StoreError::Conflict(Conflict::Refused(_))) => {
                    go("?not-open");
                    return Ok(());
                }
                Err(error) => return Err(error.into()),
            }
        }
        _ => Why::Wrong,
    };
    typed.why = why;
    keep::keep(&services, &visit, form, editor.person, &typed).await?;
    go("?kept#early-close");
    Ok(())
}
