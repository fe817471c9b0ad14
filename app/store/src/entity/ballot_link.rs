//! The link of a confidential (sealed) or open (plain) poll.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ballot_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub community_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub poll_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    pub sealed: Option<Vec<u8>>,
    pub ballot_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::consultation::Entity",
        from = "(Column::CommunityId, Column::PollId)",
        to = "(super::consultation::Column::CommunityId, super::consultation::Column::Id)"
    )]
    Consultation,
}

impl ActiveModelBehavior for ActiveModel {}
