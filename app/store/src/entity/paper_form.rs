//! A paper form, and until it is cast or refused what two people typed of it, sealed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "paper_form")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub community_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub batch_no: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub no: i16,
    pub poll_id: Uuid,
    pub person_id: Uuid,
    pub submission_id: Uuid,
    pub first_by: Uuid,
    pub second_by: Option<Uuid>,
    pub state: String,
    pub refused: Option<String>,
    pub version: i64,
    pub differed: i16,
    pub first: Option<Vec<u8>>,
    pub second: Option<Vec<u8>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
