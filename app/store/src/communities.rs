//! Communities and the host names that lead to them.

use crate::{
    By, Store, StoreError, audit, convert,
    entity::{community, community_host},
};
use domain::{
    brand::{Brand, Colour},
    community::Community,
    ids::CommunityId,
    poll::PictureFile,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use serde_json::json;

impl Store {
    /// Adds a community. Its id and slug are the caller's choice.
    ///
    /// # Errors
    /// `Conflict::AlreadyThere` when the id or the slug is taken.
    pub async fn create_community(&self, new: &Community, by: By) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            let row = community::Model {
                id: new.id.0,
                slug: new.slug.clone(),
                name_uk: new.name.uk.clone(),
                name_en: new.name.en.clone(),
                council_uk: new.council.uk.clone(),
                council_en: new.council.en.clone(),
                address_uk: new.address.uk.clone(),
                address_en: new.address.en.clone(),
                territory: new.territory.as_ref().map(|code| code.as_str().to_owned()),
                population: new.population,
                created_at: by.at.0,
                brand_action: new.brand.action.map(|colour| colour.to_string()),
                brand_now: new.brand.now.map(|colour| colour.to_string()),
                logo: new.brand.logo.map(|file| file.to_string()),
                version: new.version,
                two_confirm: false,
            };
            community::Entity::insert(row.into_active_model())
                .exec_without_returning(tx)
                .await?;
            audit::record(tx, new.id, by, "community.created", &new.slug, json!({})).await
        })
        .await
    }

    /// Lets a host name (lower case, without a port) lead to a community.
    ///
    /// # Errors
    /// `Conflict::AlreadyThere` when the host leads somewhere already.
    pub async fn add_host(
        &self,
        community: CommunityId,
        host: &str,
        by: By,
    ) -> Result<(), StoreError> {
        self.write(async |tx| insert_host(&*tx, community, host, by).await)
            .await
    }

    /// A community by its id.
    pub async fn community(&self, id: CommunityId) -> Result<Option<Community>, StoreError> {
        community::Entity::find_by_id(id.0)
            .one(self.reader())
            .await?
            .map(read)
            .transpose()
    }

    /// A community by its slug.
    pub async fn community_by_slug(&self, slug: &str) -> Result<Option<Community>, StoreError> {
        let row = community::Entity::find()
            .filter(community::Column::Slug.eq(slug))
            .one(self.reader())
            .await?;
        row.map(read).transpose()
    }

    /// The community to which a host name (lower case, without a port) leads.
    pub async fn community_by_host(&self, host: &str) -> Result<Option<Community>, StoreError> {
        match community_host::Entity::find_by_id(host.to_owned())
            .one(self.reader())
            .await?
        {
            Some(row) => self.community(CommunityId(row.community_id)).await,
            None => Ok(None),
        }
    }

    /// All communities by their ids; the platform's own row is the first.
    pub async fn communities(&self) -> Result<Vec<Community>, StoreError> {
        let rows = community::Entity::find()
            .order_by_asc(community::Column::Id)
            .all(self.reader())
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// The host names that lead to a community.
    pub async fn hosts(&self, community: CommunityId) -> Result<Vec<String>, StoreError> {
        let rows = community_host::Entity::find()
            .filter(community_host::Column::CommunityId.eq(community.0))
            .order_by_asc(community_host::Column::Host)
            .all(self.reader())
            .await?;
        Ok(rows.into_iter().map(|row| row.host).collect())
    }
}

/// Lets a host lead to a community, logged, in the caller's transaction.
pub(crate) async fn insert_host(
    db: &impl ConnectionTrait,
    community: CommunityId,
    host: &str,
    by: By,
) -> Result<(), StoreError> {
    let row = community_host::Model {
        host: host.to_owned(),
        community_id: community.0,
    };
    community_host::Entity::insert(row.into_active_model())
        .exec_without_returning(db)
        .await?;
    audit::record(db, community, by, "community.host_added", host, json!({})).await
}

/// How many could take part, as the community entered it; read in the caller's transaction.
pub(crate) async fn population(
    db: &impl ConnectionTrait,
    id: CommunityId,
) -> Result<Option<i64>, StoreError> {
    Ok(community::Entity::find_by_id(id.0)
        .one(db)
        .await?
        .and_then(|row| row.population))
}

pub(crate) fn read(row: community::Model) -> Result<Community, StoreError> {
    Ok(Community {
        id: CommunityId(row.id),
        slug: row.slug,
        name: convert::bilingual(row.name_uk, row.name_en),
        council: convert::bilingual(row.council_uk, row.council_en),
        address: convert::bilingual(row.address_uk, row.address_en),
        territory: row.territory.as_deref().map(convert::katottg).transpose()?,
        population: row.population,
        brand: Brand {
            action: row.brand_action.as_deref().map(colour).transpose()?,
            now: row.brand_now.as_deref().map(colour).transpose()?,
            logo: row.logo.as_deref().map(logo).transpose()?,
        },
        version: row.version,
    })
}

fn colour(text: &str) -> Result<Colour, StoreError> {
    text.parse().map_err(StoreError::internal)
}

fn logo(text: &str) -> Result<PictureFile, StoreError> {
    text.parse().map_err(StoreError::internal)
}
