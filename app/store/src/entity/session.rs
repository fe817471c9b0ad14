//! A signed-in browser; only the hash of its token is kept.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub community_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: Vec<u8>,
    pub person_id: Uuid,
    pub assurance: String,
    pub provider: String,
    pub created_at: i64,
    pub seen_at: i64,
    pub expires_at: i64,
    pub second_factor_at: Option<i64>,
    /// The organisation that the sign-in's signature named, sealed.
    pub signed_for: Option<Vec<u8>>,
    /// The number of the organisation for which its person acts now.
    pub acts_for: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
