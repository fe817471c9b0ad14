//! What polls and discussions share.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consultation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub community_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub number: i64,
    pub title_uk: String,
    pub title_en: String,
    pub summary_uk: String,
    pub summary_en: String,
    pub description_uk: String,
    pub description_en: String,
    pub decision_uk: String,
    pub decision_en: String,
    pub initiator_kind: String,
    pub initiator_uk: String,
    pub initiator_en: String,
    /// The organisation that is the initiator, where the community knows it.
    pub organisation_no: Option<i64>,
    pub author: Option<Uuid>,
    pub audience: String,
    pub opens_at: Option<i64>,
    pub closes_at: Option<i64>,
    pub state: String,
    pub policy_version: i64,
    pub version: i64,
    pub created_at: i64,
    pub published_at: Option<i64>,
    pub closed_at: Option<i64>,
    /// What is searched, folded; none where the schema is newer than the row (`polls::search`).
    pub search: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::poll::Entity",
        from = "(Column::CommunityId, Column::Id)",
        to = "(super::poll::Column::CommunityId, super::poll::Column::Id)"
    )]
    Poll,
}

impl Related<super::poll::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Poll.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
