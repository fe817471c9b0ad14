//! The column that searching looks through: a poll's title, summary, initiator, questions and options in both languages, folded.

use crate::{
    StoreError,
    entity::{consultation, poll_option, question},
};
use domain::{
    poll::PollContent,
    search::{self, Query},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, ExprTrait, LikeExpr},
};
use uuid::Uuid;

/// Rows that are folded with one read.
const BATCH: u64 = 500;

/// What is searched of this content.
pub(super) fn searched(content: &PollContent) -> String {
    let asked = content.questions.iter().flat_map(|question| {
        let labels = question.options.iter().map(|option| &option.label);
        std::iter::once(&question.text).chain(labels)
    });
    let texts = [&content.title, &content.summary, &content.initiator.name]
        .into_iter()
        .chain(asked)
        .flat_map(|text| [text.uk.as_str(), text.en.as_str()]);
    folded(&texts.collect::<Vec<_>>())
}

/// Texts as they are searched, the Ukrainian title first.
fn folded(texts: &[&str]) -> String {
    // A word of a query holds no white space, so none is found across two texts.
    search::fold(&texts.join("\n"))
}

/// That every word of the query is found; an empty one finds everything.
pub(super) fn finds(query: &Query) -> Condition {
    query
        .words()
        .iter()
        .fold(Condition::all(), |all, word| all.add(contains(word)))
}

/// That the column contains this very text, whatever signs are in it.
pub(crate) fn contains(text: &str) -> Expr {
    consultation::Column::Search
        .into_expr()
        .like(LikeExpr::new(pattern(text)).escape(ESCAPE))
}

/// Not the backslash: the two databases read it differently within quotes.
const ESCAPE: char = '!';

/// A text as a pattern that matches whatever contains it. A [`Query`] has no such signs; nothing here relies on that.
fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.chars() {
        if matches!(c, '%' | '_' | ESCAPE) {
            pattern.push(ESCAPE);
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[derive(FromQueryResult)]
struct Unfolded {
    community_id: i64,
    id: Uuid,
    title_uk: String,
    title_en: String,
    summary_uk: String,
    summary_en: String,
    initiator_uk: String,
    initiator_en: String,
}

/// Folds the rows that were written before the column was there.
pub(crate) async fn fold_what_is_not(tx: &impl ConnectionTrait) -> Result<(), StoreError> {
    use consultation::Column as C;
    loop {
        let rows = consultation::Entity::find()
            .filter(C::Search.is_null())
            .limit(BATCH)
            .into_model::<Unfolded>()
            .all(tx)
            .await?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in rows {
            let asked = asked(tx, row.community_id, row.id).await?;
            let mut texts = vec![
                row.title_uk.as_str(),
                &row.title_en,
                &row.summary_uk,
                &row.summary_en,
                &row.initiator_uk,
                &row.initiator_en,
            ];
            texts.extend(asked.iter().map(String::as_str));
            let text = folded(&texts);
            consultation::Entity::update_many()
                .col_expr(C::Search, Expr::val(text))
                .filter(C::CommunityId.eq(row.community_id))
                .filter(C::Id.eq(row.id))
                .exec(tx)
                .await?;
        }
    }
}

/// The texts of a poll's questions and the labels of their options, in both languages, each question before its options.
async fn asked(
    tx: &impl ConnectionTrait,
    community: i64,
    poll: Uuid,
) -> Result<Vec<String>, StoreError> {
    use {poll_option::Column as O, question::Column as Q};
    let questions = question::Entity::find()
        .filter(Q::CommunityId.eq(community))
        .filter(Q::PollId.eq(poll))
        .order_by_asc(Q::No)
        .select_only()
        .columns([Q::No])
        .columns([Q::TextUk, Q::TextEn])
        .into_tuple::<(i32, String, String)>()
        .all(tx)
        .await?;
    let options = poll_option::Entity::find()
        .filter(O::CommunityId.eq(community))
        .filter(O::PollId.eq(poll))
        .order_by_asc(O::QuestionNo)
        .order_by_asc(O::No)
        .select_only()
        .columns([O::QuestionNo])
        .columns([O::LabelUk, O::LabelEn])
        .into_tuple::<(i32, String, String)>()
        .all(tx)
        .await?;
    let mut texts = Vec::with_capacity(2 * (questions.len() + options.len()));
    for (no, uk, en) in questions {
        texts.extend([uk, en]);
        let own = options.iter().filter(|(question, ..)| *question == no);
        texts.extend(own.flat_map(|(_, uk, en)| [uk.clone(), en.clone()]));
    }
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_mean_something_to_the_database_are_taken_as_they_are() {
        assert_eq!(pattern("сквер"), "%сквер%");
        assert_eq!(pattern("100%_!\\"), "%100!%!_!!\\%");
    }
}
