//! The public log of what happened to a consultation after publication.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "change_log")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub community_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub consultation_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub at: i64,
    pub person_id: Option<Uuid>,
    pub kind: String,
    pub note_uk: String,
    pub note_en: String,
    /// What a correction changed; none where nothing was corrected.
    pub before_uk: Option<String>,
    pub before_en: Option<String>,
    pub after_uk: Option<String>,
    pub after_en: Option<String>,
    pub planned_end: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
