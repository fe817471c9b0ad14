//! The machine's protocol of a closed poll.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "result")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub community_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub poll_id: Uuid,
    pub tally: String,
    pub ballot_hash: Vec<u8>,
    pub entitled: Option<i64>,
    pub entitled_by: Option<String>,
    pub on_paper: Option<i64>,
    pub closed_at: i64,
    pub created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
