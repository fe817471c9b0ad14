//! Starosta districts of communities and their settlements; and of an audience in what way people belong, instead of whether it must be
//! confirmed.

use crate::table::{drop_all, key, of_community, reference};
use sea_orm_migration::{
    prelude::*,
    schema::*,
    sea_orm::{ConnectionTrait, QueryResult},
};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Before and after, in the column of JSON.
const CONFIRMED: [&str; 2] = [
    r#""confirmed_residency":true"#,
    r#""residency":"confirmed""#,
];
const DECLARED: [&str; 2] = [
    r#""confirmed_residency":false"#,
    r#""residency":"declared""#,
];
/// What the older form cannot say; the nearest that it can.
const REGISTERED: [&str; 2] = [CONFIRMED[0], r#""residency":"registered""#];
const DISPLACED: [&str; 2] = [CONFIRMED[0], r#""residency":"displaced""#];

async fn replace(manager: &SchemaManager<'_>, from: &str, to: &str) -> Result<(), DbErr> {
    let audience =
        Func::cust("replace").args([Expr::col("audience"), Expr::val(from), Expr::val(to)]);
    let update = Query::update()
        .table("consultation")
        .value("audience", audience)
        .to_owned();
    manager.execute(update).await
}

/// A code of the right form that no settlement has: whoever is asked by it alone is nobody. Not of zeros, which stand for a whole.
const NOWHERE: &str = "UA99999999999999999";

/// Turns audiences of districts into audiences of their settlements, which the older form can say: of those that were published as they
/// were then, of drafts as they are now. Without its districts an audience would be everybody.
async fn settle(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let of_districts = Query::select()
        .columns(["community_id", "number", "state", "audience"])
        .from("consultation")
        .and_where(Expr::col("audience").like("%\"districts\"%"))
        .to_owned();
    let polls = db.query_all(&of_districts).await?;
    let members = Query::select()
        .columns(["community_id", "district_no", "settlement"])
        .from("district_settlement")
        .to_owned();
    let mut now: HashMap<(i64, i64), Vec<String>> = HashMap::new();
    for row in db.query_all(&members).await? {
        let no: i16 = row.try_get("", "district_no")?;
        let district = (row.try_get("", "community_id")?, i64::from(no));
        now.entry(district)
            .or_default()
            .push(row.try_get("", "settlement")?);
    }
    for poll in &polls {
        let community: i64 = poll.try_get("", "community_id")?;
        let number: i64 = poll.try_get("", "number")?;
        let audience = settled(poll, community, &now)?;
        let update = Query::update()
            .table("consultation")
            .value("audience", audience)
            .and_where(Expr::col("community_id").eq(community))
            .and_where(Expr::col("number").eq(number))
            .to_owned();
        manager.execute(update).await?;
    }
    Ok(())
}

/// The audience of one poll with settlements in place of its districts; `now` are those of each district by community and number.
fn settled(
    poll: &QueryResult,
    community: i64,
    now: &HashMap<(i64, i64), Vec<String>>,
) -> Result<String, DbErr> {
    let unreadable = |what: &str| DbErr::Migration(format!("an audience without {what}"));
    let text: String = poll.try_get("", "audience")?;
    let draft = poll.try_get::<String>("", "state")? == "draft";
    let mut audience: Value =
        serde_json::from_str(&text).map_err(|error| DbErr::Migration(error.to_string()))?;
    let fields = audience
        .as_object_mut()
        .ok_or_else(|| unreadable("fields"))?;
    let codes = |list: Option<&Value>| -> Vec<String> {
        let list = list.and_then(Value::as_array).into_iter().flatten();
        list.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let mut settlements: BTreeSet<String> = codes(fields.get("settlements")).into_iter().collect();
    let districts = fields.remove("districts");
    for district in districts
        .as_ref()
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let no = district.get("no").and_then(Value::as_i64);
        let drawn = no.and_then(|no| now.get(&(community, no)));
        match drawn.filter(|_| draft) {
            Some(drawn) => settlements.extend(drawn.iter().cloned()),
            // Published; or the district was removed.
            None => settlements.extend(codes(district.get("settlements"))),
        }
    }
    if settlements.is_empty() {
        settlements.insert(NOWHERE.to_owned());
    }
    fields.insert("settlements".to_owned(), json!(settlements));
    Ok(audience.to_string())
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for [before, after] in [CONFIRMED, DECLARED] {
            replace(manager, before, after).await?;
        }
        manager
            .create_table(
                Table::create()
                    .table("district")
                    .col(big_integer("community_id"))
                    .col(small_integer("no"))
                    .col(text("name_uk"))
                    .col(text("name_en"))
                    // A number is not given twice: a draft may still name it.
                    .col(big_integer_null("removed_at"))
                    .primary_key(&mut key(&["community_id", "no"]))
                    .foreign_key(&mut of_community("district"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("district_settlement")
                    .col(big_integer("community_id"))
                    .col(text("settlement"))
                    .col(small_integer("district_no"))
                    .primary_key(&mut key(&["community_id", "settlement"]))
                    .foreign_key(&mut reference(
                        "district_settlement",
                        &["community_id", "district_no"],
                        "district",
                        &["community_id", "no"],
                    ))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        settle(manager).await?;
        drop_all(manager, &["district", "district_settlement"]).await?;
        for [before, after] in [CONFIRMED, DECLARED, REGISTERED, DISPLACED] {
            replace(manager, after, before).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
