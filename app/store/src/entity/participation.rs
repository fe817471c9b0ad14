//! Who took part; never what they chose.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "participation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub community_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub poll_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    pub submission_id: Uuid,
    pub receipt: String,
    pub channel: String,
    pub assurance: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::consultation::Entity",
        from = "(Column::CommunityId, Column::PollId)",
        to = "(super::consultation::Column::CommunityId, super::consultation::Column::Id)"
    )]
    Consultation,
    #[sea_orm(
        belongs_to = "super::residency::Entity",
        from = "(Column::CommunityId, Column::PersonId)",
        to = "(super::residency::Column::CommunityId, super::residency::Column::PersonId)"
    )]
    Residency,
}

impl ActiveModelBehavior for ActiveModel {}
