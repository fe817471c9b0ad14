//! A community's settings as one thing: read whole, and changed only by whoever saw what they are now.

use crate::{
    By, Conflict, Store, StoreError, audit, communities,
    entity::{community, community_host},
    pictures, roles, widget_origins,
};
use domain::{
    host::HostName, ids::CommunityId, poll::PictureFile, residency::may_ask_for_two, role::Right,
    settings::Settings,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait},
};
use serde_json::json;
use std::collections::BTreeSet;

impl Store {
    /// The settings of a community, their version, and its logo.
    ///
    /// # Errors
    /// `NotFound`; or when the database does not answer, or holds what is no setting.
    pub async fn settings(
        &self,
        community: CommunityId,
    ) -> Result<(Settings, i64, Option<PictureFile>), StoreError> {
        read(self.reader(), community).await
    }

    /// Stores changed settings if they are still those of `version`, and logs what was changed: the names of the fields, the hosts,
    /// the sites. Gives the new version. Where nothing is
    /// changed, whatever the version, that is the present one, and nothing is logged.
    ///
    /// # Errors
    /// `NotFound`; `Conflict::ChangedMeanwhile`; `Conflict::AlreadyThere` when one of the hosts leads to another community;
    /// `Conflict::SecondPersonNeeded` when two are to confirm a residence and there are not two who may.
    pub async fn save_settings(
        &self,
        community: CommunityId,
        version: i64,
        wanted: &Settings,
        by: By,
    ) -> Result<i64, StoreError> {
        use community::Column as C;
        self.write(async |tx| {
            let tx = &*tx;
            let now = next_version(tx, community).await?;
            let (before, _, _) = read(tx, community).await?;
            if before == *wanted {
                return uncounted(tx, community, now).await;
            }
            if now != version + 1 {
                return Err(Conflict::ChangedMeanwhile.into());
            }
            let changed = changed_fields(&before, wanted);
            if !changed.is_empty() {
                let colour = |colour: Option<domain::brand::Colour>| colour.map(|c| c.to_string());
                community::Entity::update_many()
                    .col_expr(C::NameUk, Expr::val(&wanted.name.uk))
                    .col_expr(C::NameEn, Expr::val(&wanted.name.en))
                    .col_expr(C::CouncilUk, Expr::val(&wanted.council.uk))
                    .col_expr(C::CouncilEn, Expr::val(&wanted.council.en))
                    .col_expr(C::AddressUk, Expr::val(&wanted.address.uk))
                    .col_expr(C::AddressEn, Expr::val(&wanted.address.en))
                    .col_expr(C::Population, Expr::val(wanted.population))
                    .col_expr(C::BrandAction, Expr::val(colour(wanted.action)))
                    .col_expr(C::BrandNow, Expr::val(colour(wanted.now)))
                    .filter(C::Id.eq(community.0))
                    .exec(tx)
                    .await?;
                let (act, detail) = ("community.changed", json!({ "fields": changed }));
                audit::record(tx, community, by, act, &community.0.to_string(), detail).await?;
            }
            if before.two_confirm != wanted.two_confirm {
                if wanted.two_confirm {
                    let right = Right::HandlePeople;
                    let able = roles::how_many_may(tx, community, right, by.at).await?;
                    if !may_ask_for_two(able) {
                        return Err(Conflict::SecondPersonNeeded.into());
                    }
                }
                let act = match wanted.two_confirm {
                    true => "community.two_confirm_on",
                    false => "community.two_confirm_off",
                };
                community::Entity::update_many()
                    .col_expr(C::TwoConfirm, Expr::val(wanted.two_confirm))
                    .filter(C::Id.eq(community.0))
                    .exec(tx)
                    .await?;
                audit::record(tx, community, by, act, &community.0.to_string(), json!({})).await?;
            }
            change_hosts(tx, community, &before.hosts, &wanted.hosts, by).await?;
            if before.widget != wanted.widget {
                widget_origins::replace(tx, community, &wanted.widget, by).await?;
            }
            Ok(now)
        })
        .await
    }

    /// Gives the community a logo, or takes it away, if its settings are still those of `version`. Gives the new version.
    ///
    /// # Errors
    /// `NotFound`; `Conflict::ChangedMeanwhile`; `Conflict::UnknownPicture` for a picture that the community does not have.
    pub async fn set_logo(
        &self,
        community: CommunityId,
        version: i64,
        logo: Option<PictureFile>,
        by: By,
    ) -> Result<i64, StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            let now = next_version(tx, community).await?;
            let (_, _, before) = read(tx, community).await?;
            if before == logo {
                return uncounted(tx, community, now).await;
            }
            if now != version + 1 {
                return Err(Conflict::ChangedMeanwhile.into());
            }
            if let Some(file) = logo {
                let hash = file.hash.0.to_vec();
                let known = pictures::files(tx, community, BTreeSet::from([hash.clone()])).await?;
                if known.get(&hash) != Some(&file) {
                    return Err(Conflict::UnknownPicture.into());
                }
            }
            let name = logo.map(|file| file.to_string());
            community::Entity::update_many()
                .col_expr(community::Column::Logo, Expr::val(name))
                .filter(community::Column::Id.eq(community.0))
                .exec(tx)
                .await?;
            let (act, detail) = match logo {
                Some(file) => ("community.logo_set", json!({ "picture": file.hash })),
                None => ("community.logo_removed", json!({})),
            };
            audit::record(tx, community, by, act, &community.0.to_string(), detail).await?;
            Ok(now)
        })
        .await
    }
}

/// Counts a change to the settings in the caller's transaction, before anything is read: whoever comes second waits here. Gives the
/// new version.
pub(crate) async fn next_version(
    db: &impl ConnectionTrait,
    id: CommunityId,
) -> Result<i64, StoreError> {
    use community::Column as C;
    community::Entity::update_many()
        .col_expr(C::Version, Expr::col(C::Version).add(1))
        .filter(C::Id.eq(id.0))
        .exec(db)
        .await?;
    let row = community::Entity::find_by_id(id.0).one(db).await?;
    Ok(row.ok_or(StoreError::NotFound)?.version)
}

/// Takes back the count `now` of a change that changes nothing, most often a button pressed twice. Gives the version before it.
async fn uncounted(
    db: &impl ConnectionTrait,
    id: CommunityId,
    now: i64,
) -> Result<i64, StoreError> {
    community::Entity::update_many()
        .col_expr(community::Column::Version, Expr::val(now - 1))
        .filter(community::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(now - 1)
}

async fn read(
    db: &impl ConnectionTrait,
    id: CommunityId,
) -> Result<(Settings, i64, Option<PictureFile>), StoreError> {
    let row = community::Entity::find_by_id(id.0).one(db).await?;
    let row = row.ok_or(StoreError::NotFound)?;
    let two_confirm = row.two_confirm;
    let community = communities::read(row)?;
    let hosts = community_host::Entity::find()
        .filter(community_host::Column::CommunityId.eq(id.0))
        .order_by_asc(community_host::Column::Host)
        .all(db)
        .await?;
    let host = |row: community_host::Model| {
        HostName::parse(&row.host)
            .map_err(|problem| StoreError::internal(format_args!("a stored host: {problem:?}")))
    };
    let settings = Settings {
        name: community.name,
        council: community.council,
        address: community.address,
        population: community.population,
        action: community.brand.action,
        now: community.brand.now,
        two_confirm,
        hosts: hosts.into_iter().map(host).collect::<Result<_, _>>()?,
        widget: widget_origins::read(db, id).await?,
    };
    Ok((settings, community.version, community.brand.logo))
}

/// Whether the community asks that two confirm a residence, in the caller's transaction.
pub(crate) async fn takes_two_to_confirm(
    db: &impl ConnectionTrait,
    id: CommunityId,
) -> Result<bool, StoreError> {
    let row = community::Entity::find_by_id(id.0).one(db).await?;
    Ok(row.ok_or(StoreError::NotFound)?.two_confirm)
}

/// The names of the fields of the community's own row that are different.
fn changed_fields(before: &Settings, wanted: &Settings) -> Vec<&'static str> {
    [
        ("name", before.name != wanted.name),
        ("council", before.council != wanted.council),
        ("address", before.address != wanted.address),
        ("population", before.population != wanted.population),
        (
            "colours",
            (before.action, before.now) != (wanted.action, wanted.now),
        ),
    ]
    .into_iter()
    .filter(|(_, changed)| *changed)
    .map(|(name, _)| name)
    .collect()
}

async fn change_hosts(
    db: &impl ConnectionTrait,
    community: CommunityId,
    before: &BTreeSet<HostName>,
    wanted: &BTreeSet<HostName>,
    by: By,
) -> Result<(), StoreError> {
    use community_host::Column as C;
    for host in before.difference(wanted) {
        community_host::Entity::delete_many()
            .filter(C::CommunityId.eq(community.0))
            .filter(C::Host.eq(host.as_str()))
            .exec(db)
            .await?;
        let act = "community.host_removed";
        audit::record(db, community, by, act, host.as_str(), json!({})).await?;
    }
    for host in wanted.difference(before) {
        communities::insert_host(db, community, host.as_str(), by).await?;
    }
    Ok(())
}
