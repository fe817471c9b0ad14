//! Taking what somebody typed of a paper form: first, a second time, or anew.

use super::{
    Batch, batch_path, does,
    entry::{TypedPaper, Untaken, Why, page_of},
    form_path,
};
use crate::{
    components::see_other,
    context::{
        Services, Visit, Visitor,
        paper::{open_entry, seal_entry},
        people::{facts_in_person, reasons},
        services, visit,
    },
    failure::Failure,
    keys::RandomBytes,
    pages::staff::{
        form_size::CHARACTER_BYTES,
        keep::{self, DeskForm},
        people::{Unfound, begin_record},
    },
};
use domain::{
    answer::{Answers, LONG_TEXT, check_answers},
    ids::{PersonId, SubmissionId},
    paper::{BatchNo, Entry, Form, FormNo, FormState, agree},
    policy::{MOST_QUESTIONS, Policy},
    role::Right,
};
use leptos::prelude::*;
use std::collections::HashMap;
use store::{
    Conflict, StoreError,
    paper::{EnteredAgain, NewForm, PaperForm},
};

/// Bytes of a question beside its longest text: its marks.
const QUESTION_BYTES: usize = 4 * 1024;
/// Bytes of the other fields.
const OTHER_BYTES: usize = 4 * 1024;

/// The longest body of the form under this regulation, in bytes.
pub fn most_paper_bytes(policy: &Policy) -> usize {
    let questions = policy.most_questions.min(MOST_QUESTIONS);
    questions * (LONG_TEXT * CHARACTER_BYTES + QUESTION_BYTES) + OTHER_BYTES
}

/// Enters a form of the `batch` of this number: the `form` of this number again, or a new one where it is empty. `mark` says to whom
/// the page was shown; `f` holds the document and the answers.
///
/// # Errors
/// [`Failure::NotFound`] for what is no batch or form of this community; [`Failure::SignInNeeded`] and [`Failure::Forbidden`] where the
/// mark does not say whose text it is. Whatever else stands against it is told with the form, which keeps what was typed.
#[server(prefix = "/do", endpoint = "staff/enter-paper")]
pub async fn enter_paper(
    #[server(default)] batch: String,
    #[server(default)] form: String,
    #[server(default)] mark: String,
    #[server(default)] f: HashMap<String, String>,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let no: Option<FormNo> = match form.as_str() {
        "" => None,
        no => Some(no.parse().map_err(|()| Failure::NotFound)?),
    };
    let operator = match visit.require(Right::RecordPaper) {
        Ok(operator) => operator,
        Err(denied) => {
            let number: BatchNo = batch.parse().map_err(|()| denied)?;
            // Which poll it is tells how to read it; where there is none, nothing is kept.
            let batch = Batch::of(&services, &visit, &batch)
                .await
                .map_err(|_| denied)?;
            let untaken = Untaken {
                typed: TypedPaper::read(&f, &batch.poll.content.questions),
                why: Why::Denied,
            };
            let (form, kept) = (DeskForm::Paper(number, no), Some(&untaken));
            return keep::keep_for_its_person(&services, &visit, form, &mark, denied, kept).await;
        }
    };
    let batch = Batch::of(&services, &visit, &batch).await?;
    let known = match no {
        Some(_) => Some(batch.form(&form)?.clone()),
        None => None,
    };
    let typed = TypedPaper::read(&f, &batch.poll.content.questions);
    let desk_form = DeskForm::Paper(batch.no(), no);
    let taken = take(&services, &visit, operator, &batch, known.as_ref(), &typed).await?;
    let to = match taken {
        Ok(taken) => {
            keep::forget(&services, &visit, desk_form, operator.person).await?;
            match taken {
                Taken {
                    no,
                    state: FormState::Entered,
                } => {
                    format!("{}?entered={no}", batch_path(batch.no()))
                }
                Taken {
                    state: FormState::Agreed,
                    ..
                } => {
                    format!("{}?agreed", batch_path(batch.no()))
                }
                Taken { no, .. } => form_path(batch.no(), Some(no)),
            }
        }
        Err(why) => {
            let typed = match why.can_be_mended() {
                true => typed,
                false => TypedPaper::default(),
            };
            let untaken = Untaken { typed, why };
            keep::keep(&services, &visit, desk_form, operator.person, &untaken).await?;
            page_of(batch.no(), no)
        }
    };
    see_other(&visit.href(&to));
    Ok(())
}

/// A form that was entered.
struct Taken {
    no: FormNo,
    state: FormState,
}

/// Enters what was typed, or says why not.
async fn take(
    services: &Services,
    visit: &Visit,
    operator: &Visitor,
    batch: &Batch,
    known: Option<&PaperForm>,
    typed: &TypedPaper,
) -> Result<Result<Taken, Why>, Failure> {
    let answers = check_answers(&batch.poll.content.questions, &typed.given);
    let (Ok(answers), Ok(_)) = (answers, typed.document.check()) else {
        return Ok(Err(Why::Wrong));
    };
    let person = match typed.document.owner(services, visit, operator).await? {
        Ok(person) => person,
        Err(Unfound::Wrong) => return Ok(Err(Why::Wrong)),
        Err(Unfound::Nobody) => {
            begin_record(services, visit, operator.person, &typed.document).await?;
            return Ok(Err(Why::Nobody));
        }
    };
    let outcome = match known {
        None => {
            if let Some(why) = against(services, visit, operator, batch, person).await? {
                return Ok(Err(why));
            }
            first(services, visit, operator, batch, person, typed).await?
        }
        Some(form) => {
            if form.form.person != person {
                return Ok(Err(Why::OtherPerson));
            }
            again(services, visit, operator, batch, form, (typed, &answers)).await?
        }
    };
    match outcome {
        Ok(taken) => Ok(Ok(taken)),
        Err(StoreError::Conflict(conflict)) => Ok(Err(match conflict {
            Conflict::NoEntry(no) => no.into(),
            Conflict::AlreadyThere => Why::HasForm,
            Conflict::NotOpen => Why::NotOpen,
            Conflict::BatchFull => Why::Full,
            Conflict::ChangedMeanwhile => Why::Changed,
            other => return Err(StoreError::Conflict(other).into()),
        })),
        Err(StoreError::NotFound) => Ok(Err(Why::Gone)),
        Err(error) => Err(error.into()),
    }
}

/// What stands against a first form of this person.
async fn against(
    services: &Services,
    visit: &Visit,
    operator: &Visitor,
    batch: &Batch,
    person: PersonId,
) -> Result<Option<Why>, Failure> {
    let (community, poll) = (visit.community_id(), &batch.poll);
    if let Err(no) = Form::begun(person, operator.person) {
        return Ok(Some(no.into()));
    }
    let taken = services.store.participation(community, poll.id, person);
    if let Some(taken) = taken.await? {
        return Ok(Some(Why::TookPart(taken.channel)));
    }
    let Some(facts) = facts_in_person(services, community, person).await? else {
        return Ok(Some(Why::Gone));
    };
    let reasons = reasons(visit, &facts, poll);
    Ok((!reasons.is_empty()).then_some(Why::MayNot(reasons)))
}

async fn first(
    services: &Services,
    visit: &Visit,
    operator: &Visitor,
    batch: &Batch,
    person: PersonId,
    typed: &TypedPaper,
) -> Result<Result<Taken, StoreError>, Failure> {
    let community = visit.community_id();
    let submission = SubmissionId::from_random(services.random.bytes());
    let place = (Entry::First, submission);
    let sealed = seal_entry(services, community, place, &typed.given).await?;
    let new = NewForm {
        person,
        submission,
        sealed: &sealed,
    };
    let by = does(visit, operator);
    let entered = services
        .store
        .enter_paper_form(community, batch.no(), new, by)
        .await;
    Ok(entered.map(|no| Taken {
        no,
        state: FormState::Entered,
    }))
}

async fn again(
    services: &Services,
    visit: &Visit,
    operator: &Visitor,
    batch: &Batch,
    form: &PaperForm,
    (typed, answers): (&TypedPaper, &Answers),
) -> Result<Result<Taken, StoreError>, Failure> {
    let community = visit.community_id();
    let entry = match form.form.entry_by(operator.person) {
        Ok(entry) => entry,
        Err(no) => return Ok(Err(no.into())),
    };
    let other = match entry {
        Entry::First => Entry::Second,
        Entry::Second => Entry::First,
    };
    let there = entered(services, visit, batch, form, other).await?;
    let agrees = there.is_some_and(|there| agree(&there, answers));
    let place = (entry, form.submission);
    let sealed = seal_entry(services, community, place, &typed.given).await?;
    let again = EnteredAgain {
        batch: batch.no(),
        no: form.no,
        version: form.version,
        agrees,
        sealed: &sealed,
    };
    let by = does(visit, operator);
    let state = services
        .store
        .enter_paper_form_again(community, again, by)
        .await;
    Ok(state.map(|state| Taken { no: form.no, state }))
}

/// What stands in one of a form's entries, opened to be compared; nothing where nobody has made it.
///
/// # Errors
/// When the database does not answer, or what was typed does not open or read.
async fn entered(
    services: &Services,
    visit: &Visit,
    batch: &Batch,
    form: &PaperForm,
    entry: Entry,
) -> Result<Option<Answers>, Failure> {
    let community = visit.community_id();
    let typed = services
        .store
        .paper_entries(community, batch.no(), form.no)
        .await?;
    let sealed = match entry {
        Entry::First => typed.first,
        Entry::Second => typed.second,
    };
    let Some(sealed) = sealed else {
        return Ok(None);
    };
    let given = open_entry(services, community, (entry, form.submission), &sealed).await?;
    let answers = check_answers(&batch.poll.content.questions, &given);
    answers.map(Some).map_err(|_| Failure::Internal)
}
