//! In what somebody took part, as the file of their data tells it; and their answers where the poll itself ties them to their name.

use super::every_page;
use crate::{
    context::{Services, Visit},
    failure::Failure,
    i18n::{Lang, my_data as words},
    pages::resident::option_label,
};
use domain::{
    ids::{OptionNo, PersonId, QuestionNo},
    poll::{Poll, Secrecy},
};
use serde_json::{Value, json};
use store::participations::{OwnAnswers, TookPart};

/// All of it, the poll that closes last first.
pub(super) async fn of(
    services: &Services,
    visit: &Visit,
    person: PersonId,
) -> Result<Vec<Value>, Failure> {
    let (store, community) = (&services.store, visit.community_id());
    let found = every_page(|page| store.participations_of(community, person, page)).await?;
    let mut all = Vec::new();
    for part in found {
        all.push(one(services, visit, person, part).await?);
    }
    Ok(all)
}

async fn one(
    services: &Services,
    visit: &Visit,
    person: PersonId,
    part: TookPart,
) -> Result<Value, Failure> {
    let poll = services.store.poll(visit.community_id(), part.poll).await?;
    let poll = poll.ok_or(Failure::Internal)?;
    let (answers, without) = match services.store.answers_of(person, &poll).await? {
        Some(OwnAnswers::Named(chosen)) => (answers(&poll, &chosen), None),
        Some(OwnAnswers::Sealed) => (Value::Null, Some(words::left_confidential(visit.lang))),
        None if poll.content.secrecy == Secrecy::Confidential => {
            (Value::Null, Some(words::left_link_destroyed(visit.lang)))
        }
        None => (Value::Null, Some(words::left_secret(visit.lang))),
    };
    Ok(json!({
        "poll": part.number.0,
        "title": part.title.uk,
        "code": part.receipt.to_string(),
        "secrecy": poll.content.secrecy.as_str(),
        "channel": part.channel.as_str(),
        "level": part.assurance.as_str(),
        "answers": answers,
        "why_no_answers": without,
    }))
}

/// What an open poll will publish under their name.
fn answers(poll: &Poll, chosen: &[(QuestionNo, OptionNo)]) -> Value {
    let questions = poll.content.questions.iter().map(|question| {
        let of = chosen.iter().filter(|(no, _)| *no == question.no);
        let options = of.map(|(_, option)| option_label(Lang::Uk, question, *option));
        json!({ "question": question.text.uk, "chosen": options.collect::<Vec<_>>() })
    });
    questions.collect()
}
