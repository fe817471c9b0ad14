//! An option of a question.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "poll_option")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub community_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub poll_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub question_no: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub no: i32,
    pub label_uk: String,
    pub label_en: String,
    pub hint_uk: String,
    pub hint_en: String,
    pub exclusive: bool,
    pub with_text: bool,
    pub picture_hash: Option<Vec<u8>>,
    pub picture_alt_uk: String,
    pub picture_alt_en: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
