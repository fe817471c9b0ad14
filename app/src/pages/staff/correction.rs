//! Correcting the description of a published poll: the form on the poll's desk, and the act. Everything else about the poll
//! stays as it was published (DESIGN §5.7).

use super::{
    field::error_line,
    keep::{self, DeskForm},
    staff_poll,
};
use crate::{
    components::{TextArea, see_other},
    context::{Services, Visit, Visitor, services, visit},
    failure::Failure,
    i18n::{Lang, staff, staff_correction, staff_editor},
    islands::staff::SendForm,
};
use domain::{
    correction::{CorrectionField, CorrectionProblem, LONGEST_REASON, check_correction},
    lang::Bilingual,
    lifecycle::may_correct_description,
    poll::{Poll, limits},
    role::Right,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use store::{Actor, By, Conflict, StoreError};

/// Bytes of one character of a form at most: four of UTF-8, each sent as `%XX`.
const CHARACTER_BYTES: usize = 12;
/// Bytes of the form beside its texts: names of fields, number, version, mark.
const OTHER_BYTES: usize = 2_048;

/// The largest form of a correction: both texts in both languages at their longest.
pub const fn most_correction_bytes() -> usize {
    2 * (limits::DESCRIPTION + LONGEST_REASON) * CHARACTER_BYTES + OTHER_BYTES
}

/// What somebody typed and could not be taken.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Untaken {
    description: Bilingual,
    reason: Bilingual,
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
pub struct CorrectionForm {
    description: Bilingual,
    reason: Bilingual,
    why: Option<Why>,
    problems: Vec<(CorrectionField, CorrectionProblem)>,
    mark: String,
}

impl CorrectionForm {
    /// The form for `editor`, with what they typed before and could not be taken; `None` when the poll takes no corrections.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(
        services: &Services,
        visit: &Visit,
        poll: &Poll,
        editor: &Visitor,
    ) -> Result<Option<Self>, Failure> {
        let Some(term) = poll.content.term() else {
            return Ok(None);
        };
        if may_correct_description(poll.state, term, visit.now).is_err() {
            return Ok(None);
        }
        let form = DeskForm::Correction(poll.number);
        let kept: Option<Untaken> = keep::kept(services, visit, form, editor.person).await?;
        let mark = keep::mark(services, visit, form, editor.person).await?;
        let current = &poll.content.description;
        Ok(Some(match kept {
            None => Self {
                description: current.clone(),
                reason: Bilingual::default(),
                why: None,
                problems: Vec::new(),
                mark,
            },
            Some(kept) => Self {
                problems: match kept.why {
                    Why::Wrong => check_correction(current, &kept.description, &kept.reason)
                        .err()
                        .unwrap_or_default(),
                    Why::Changed | Why::Denied => Vec::new(),
                },
                description: kept.description,
                reason: kept.reason,
                why: Some(kept.why),
                mark,
            },
        }))
    }
}

impl CorrectionForm {
    /// Whether it says what is wrong with it.
    pub fn is_wrong(&self) -> bool {
        !self.problems.is_empty()
    }
}

/// The name of a field, which is also its id.
fn name(field: CorrectionField) -> &'static str {
    match field {
        CorrectionField::Description(Lang::Uk) => "description_uk",
        CorrectionField::Description(Lang::En) => "description_en",
        CorrectionField::Reason(Lang::Uk) => "reason_uk",
        CorrectionField::Reason(Lang::En) => "reason_en",
    }
}

/// The panel on the poll's desk, folded away until it is needed.
#[component]
pub fn CorrectionPanel(visit: Visit, poll: Poll, form: CorrectionForm) -> impl IntoView {
    let lang = visit.lang;
    let is_open = form.why.is_some();
    let summary = (!form.problems.is_empty()).then(|| errors(lang, &form.problems));
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
    let area = |field, label: &str, hint: Option<&'static str>, value: &str, rows| {
        let found = form.problems.iter().find(|(wrong, _)| *wrong == field);
        Area {
            field,
            label: label.to_owned(),
            hint,
            value: value.to_owned(),
            rows,
            error: found.map(|(field, what)| staff_correction::problem(lang, *field, *what)),
        }
        .view(lang)
    };
    let pair = |field: fn(Lang) -> CorrectionField, label: &str, hint, value: &Bilingual, rows| {
        let english = staff_editor::label_english(lang, label);
        view! {
            <div class="fields fields--2">
                {area(field(Lang::Uk), label, hint, &value.uk, rows)}
                {area(field(Lang::En), &english, None, &value.en, rows)}
            </div>
        }
    };
    view! {
        <section class="panel" aria-labelledby="correction">
            <h2 id="correction">{staff_correction::title(lang)}</h2>
            {summary}
            {note}
            <details class="disclosure" open=is_open>
                <summary>{staff_correction::open(lang)}</summary>
                <p class="small">{staff_correction::lead(lang)}</p>
                <form method="post" action=visit.href("/do/staff/correct-description") class="flow">
                    <input type="hidden" name="poll" value=poll.number.to_string() />
                    <input type="hidden" name="version" value=poll.version.to_string() />
                    <input type="hidden" name="mark" value=form.mark.clone() />
                    {pair(
                        CorrectionField::Description,
                        staff_editor::field_description(lang),
                        Some(staff_editor::hint_description(lang)),
                        &form.description,
                        10,
                    )}
                    {pair(
                        CorrectionField::Reason,
                        staff_correction::reason(lang),
                        Some(staff_correction::reason_hint(lang)),
                        &form.reason,
                        3,
                    )}
                    <SendForm lang />
                    <button class="btn">{staff_correction::submit(lang)}</button>
                </form>
            </details>
        </section>
    }
}

fn errors(lang: Lang, problems: &[(CorrectionField, CorrectionProblem)]) -> impl IntoView + use<> {
    let links = problems
        .iter()
        .map(|(field, what)| {
            view! {
                <li>
                    <a href=format!("#{}", name(*field))>
                        {staff_correction::problem(lang, *field, *what)}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="errors" role="alert" tabindex="-1" aria-labelledby="correction-errors-title">
            <h3 id="correction-errors-title">{staff_correction::errors(lang)}</h3>
            <ul>{links}</ul>
        </div>
    }
}

/// A text with its label.
struct Area {
    field: CorrectionField,
    label: String,
    hint: Option<&'static str>,
    value: String,
    rows: i32,
    error: Option<String>,
}

impl Area {
    fn view(self, lang: Lang) -> impl IntoView + use<> {
        let id = name(self.field);
        let written_in = match self.field {
            CorrectionField::Description(lang) | CorrectionField::Reason(lang) => lang.tag(),
        };
        let invalid = self.error.is_some();
        let described_by = [(invalid, "error"), (self.hint.is_some(), "hint")]
            .iter()
            .filter(|(there, _)| *there)
            .map(|(_, what)| format!("{id}-{what}"))
            .collect::<Vec<_>>()
            .join(" ");
        let error = self.error.map(|words| error_line(lang, id, &words));
        let hint = self.hint.map(|words| {
            view! {
                <p class="hint" id=format!("{id}-hint")>
                    {words}
                </p>
            }
        });
        view! {
            <div class=if invalid { "field is-invalid" } else { "field" }>
                <label class="label" for=id>
                    {self.label}
                </label>
                {error}
                {hint}
                <TextArea
                    id=id
                    name=id
                    value=self.value
                    rows=self.rows
                    lang=written_in
                    invalid
                    described_by
                />
            </div>
        }
    }
}

/// Corrects the description of the published `poll` (its number) if it still has the `version` that was looked at. `mark` says
/// to whom the form was shown.
///
/// # Errors
/// [`Failure::NotFound`] for what is no poll of this community, [`Failure::BadRequest`] for what is no version;
/// [`Failure::SignInNeeded`] and [`Failure::Forbidden`] where the mark does not say whose text it is. What is wrong with the
/// texts is shown with the form.
#[server(prefix = "/do", endpoint = "staff/correct-description")]
pub async fn correct_description(
    #[server(default)] poll: String,
    #[server(default)] version: String,
    #[server(default)] mark: String,
    #[server(default)] description_uk: String,
    #[server(default)] description_en: String,
    #[server(default)] reason_uk: String,
    #[server(default)] reason_en: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let mut typed = Untaken {
        description: Bilingual::new(description_uk, description_en),
        reason: Bilingual::new(reason_uk, reason_en),
        why: Why::Denied,
    };
    let editor = match visit.require(Right::PublishPolls) {
        Ok(editor) => editor,
        Err(failure) => {
            let form = DeskForm::Correction(poll.parse().map_err(|()| failure)?);
            let kept = Some(&typed);
            return keep::keep_for_its_person(&services, &visit, form, &mark, failure, kept).await;
        }
    };
    let poll = staff_poll(&services, &visit, &poll).await?;
    let version: i64 = version.parse().map_err(|_| Failure::BadRequest)?;
    let form = DeskForm::Correction(poll.number);
    let go = |place: &str| {
        see_other(&visit.href(&format!("/staff/polls/{}{place}", poll.number)));
    };
    let by = By {
        actor: Actor::Person(editor.person),
        at: visit.now,
    };
    let may = poll
        .content
        .term()
        .map(|term| may_correct_description(poll.state, term, by.at));
    if !matches!(may, Some(Ok(()))) {
        go("?late");
        return Ok(());
    }
    let current = &poll.content.description;
    let correction = match check_correction(current, &typed.description, &typed.reason) {
        Ok(correction) => correction,
        // Pressed twice: it is done.
        Err(problems)
            if poll.version == version.saturating_add(1)
                && problems
                    .iter()
                    .all(|(_, what)| *what == CorrectionProblem::Unchanged) =>
        {
            go("?corrected");
            return Ok(());
        }
        Err(_) => {
            typed.why = Why::Wrong;
            keep::keep(&services, &visit, form, editor.person, &typed).await?;
            go("?kept#correction");
            return Ok(());
        }
    };
    let community = visit.community_id();
    let done = services
        .store
        .correct_description(community, poll.id, version, &correction, by)
        .await;
    match done {
        Ok(_) => {
            keep::forget(&services, &visit, form, editor.person).await?;
            go("?corrected");
        }
        Err(StoreError::Conflict(Conflict::ChangedMeanwhile)) => {
            typed.why = Why::Changed;
            keep::keep(&services, &visit, form, editor.person, &typed).await?;
            go("?kept#correction");
        }
        Err(StoreError::Conflict(Conflict::Refused(_))) => go("?late"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
