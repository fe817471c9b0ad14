//! What somebody claims of an organisation that they want to act for.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation_request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub community_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    pub proof: String,
    pub kind: String,
    pub name_uk: String,
    pub name_en: String,
    pub edrpou: Option<String>,
    /// Their position, sealed.
    pub sealed: Vec<u8>,
    pub document_kind: Option<String>,
    pub document: Option<Vec<u8>>,
    pub sent_at: i64,
    pub refused_at: Option<i64>,
    pub reason: Option<Vec<u8>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
