//! An invitation to a role: a link that can be accepted once.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub community_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub token_hash: Vec<u8>,
    pub role: String,
    pub sealed: Vec<u8>,
    pub state: String,
    pub invited_by: Option<Uuid>,
    pub invited_at: i64,
    pub expires_at: i64,
    pub role_until: Option<i64>,
    pub accepted_by: Option<Uuid>,
    pub accepted_at: Option<i64>,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
