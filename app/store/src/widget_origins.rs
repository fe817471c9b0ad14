//! On which websites a community allows its polls to be shown.

use crate::{By, Store, StoreError, audit, entity::widget_origin, settings::next_version};
use domain::{
    ids::CommunityId,
    widget::{Origin, WidgetOrigins},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;

/// The row that stands for any website.
const ANYWHERE: &str = "*";

impl Store {
    /// The websites that a community allows; none for one that never said any.
    ///
    /// # Errors
    /// When the database does not answer, or holds what is no origin.
    pub async fn widget_origins(
        &self,
        community: CommunityId,
    ) -> Result<WidgetOrigins, StoreError> {
        read(self.reader(), community).await
    }

    /// Keeps `allowed` in place of what the community allowed before, and logs it. How many there may be is the caller's to check
    /// ([`domain::widget::MOST_ORIGINS`]).
    ///
    /// # Errors
    /// When there is no such community, or the database does not answer.
    pub async fn set_widget_origins(
        &self,
        community: CommunityId,
        allowed: &WidgetOrigins,
        by: By,
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            next_version(&*tx, community).await?;
            replace(&*tx, community, allowed, by).await
        })
        .await
    }
}

/// The websites in place of those before, logged, in the caller's transaction.
pub(crate) async fn replace(
    db: &impl ConnectionTrait,
    community: CommunityId,
    allowed: &WidgetOrigins,
    by: By,
) -> Result<(), StoreError> {
    widget_origin::Entity::delete_many()
        .filter(widget_origin::Column::CommunityId.eq(community.0))
        .exec(db)
        .await?;
    let origins: Vec<&str> = allowed.sources().collect();
    if !origins.is_empty() {
        let rows = origins.iter().map(|origin| {
            widget_origin::Model {
                community_id: community.0,
                origin: (*origin).to_owned(),
            }
            .into_active_model()
        });
        widget_origin::Entity::insert_many(rows)
            .exec_without_returning(db)
            .await?;
    }
    let detail = json!({ "origins": origins });
    let act = "community.widget_origins_set";
    audit::record(db, community, by, act, &community.0.to_string(), detail).await
}

/// The community's websites, read in the caller's transaction.
pub(crate) async fn read(
    db: &impl ConnectionTrait,
    community: CommunityId,
) -> Result<WidgetOrigins, StoreError> {
    let rows = widget_origin::Entity::find()
        .filter(widget_origin::Column::CommunityId.eq(community.0))
        .all(db)
        .await?;
    let mut allowed = WidgetOrigins::default();
    for row in rows {
        if row.origin == ANYWHERE {
            allowed.anywhere = true;
            continue;
        }
        let origin = Origin::parse(&row.origin).map_err(|problem| {
            StoreError::internal(format_args!("a stored origin of the widget: {problem}"))
        })?;
        allowed.named.insert(origin);
    }
    Ok(allowed)
}
