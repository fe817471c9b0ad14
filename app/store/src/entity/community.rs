//! A community (tenant); row 0 is the platform.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "community")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub slug: String,
    pub name_uk: String,
    pub name_en: String,
    pub council_uk: String,
    pub council_en: String,
    pub address_uk: String,
    pub address_en: String,
    pub territory: Option<String>,
    pub population: Option<i64>,
    pub created_at: i64,
    pub brand_action: Option<String>,
    pub brand_now: Option<String>,
    pub logo: Option<String>,
    pub version: i64,
    pub two_confirm: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
