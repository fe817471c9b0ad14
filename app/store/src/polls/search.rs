//! The column that searching looks through: a poll's title, summary and initiator in both languages, folded.

use crate::{StoreError, convert, entity::consultation};
use domain::{
    lang::Bilingual,
    poll::PollContent,
    search::{self, Query},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter,
    QuerySelect,
    sea_query::{Expr, ExprTrait, LikeExpr},
};
use uuid::Uuid;

/// Rows that are folded with one read.
const BATCH: u64 = 500;

/// What is searched of this content.
pub(super) fn searched(content: &PollContent) -> String {
    folded(&content.title, &content.summary, &content.initiator.name)
}

fn folded(title: &Bilingual, summary: &Bilingual, initiator: &Bilingual) -> String {
    let texts = [title, summary, initiator]
        .into_iter()
        .flat_map(|text| [text.uk.as_str(), text.en.as_str()]);
    // A word of a query holds no white space, so none is found across two texts.
    search::fold(&texts.collect::<Vec<_>>().join("\n"))
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
            let text = folded(
                &convert::bilingual(row.title_uk, row.title_en),
                &convert::bilingual(row.summary_uk, row.summary_en),
                &convert::bilingual(row.initiator_uk, row.initiator_en),
            );
            consultation::Entity::update_many()
                .col_expr(C::Search, Expr::val(text))
                .filter(C::CommunityId.eq(row.community_id))
                .filter(C::Id.eq(row.id))
                .exec(tx)
                .await?;
        }
    }
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
