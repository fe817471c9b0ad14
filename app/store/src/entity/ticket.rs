//! The way from the platform's host back to the community's.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub community_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_hash: Vec<u8>,
    pub browser_hash: Vec<u8>,
    pub person_id: Uuid,
    pub assurance: String,
    pub provider: String,
    pub return_path: String,
    pub expires_at: i64,
    pub used_at: Option<i64>,
    /// The organisation that the sign-in's signature named, sealed.
    pub signed_for: Option<Vec<u8>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
