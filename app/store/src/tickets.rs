//! Tickets: the way from the platform's host, where the provider called back, to the community's. Each is good once, for
//! the browser that asked.

use crate::{
    Conflict, SecretHash, Store, StoreError, convert,
    entity::ticket,
    keys,
    persons::{self, PersonKey},
    sessions::{self, NewSession, Shown},
};
use domain::{
    identity::Assurance,
    ids::{CommunityId, PersonId},
    time::Millis,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};

/// What a ticket stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    pub ticket: SecretHash,
    /// The cookie of the browser that asked for the sign-in.
    pub browser: SecretHash,
    pub person: PersonId,
    pub assurance: Assurance,
    pub provider: String,
    pub return_path: String,
    pub expires_at: Millis,
    /// The organisation that the signature named, sealed under the community's key.
    pub signed_for: Option<Vec<u8>>,
}

impl Store {
    /// Issues a ticket to whom these keys led.
    ///
    /// # Errors
    /// [`Conflict::ChangedMeanwhile`] when one of them leads there no longer, as staff took it out of the record, or when the record became
    /// part of another; [`Conflict::KeyRotation`].
    pub async fn issue_ticket(
        &self,
        community: CommunityId,
        new: &Ticket,
        by: &[PersonKey],
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            for key in by {
                keys::hold(tx, community, key.key_id).await?;
            }
            // Whoever ends this person's sessions comes before this, and may have taken the keys away; or after, and takes the ticket.
            if persons::lock(tx, community, &[new.person]).await? != 1
                || !persons::has_all(tx, community, new.person, by).await?
            {
                return Err(Conflict::ChangedMeanwhile.into());
            }
            let row = ticket::Model {
                community_id: community.0,
                ticket_hash: new.ticket.to_column(),
                browser_hash: new.browser.to_column(),
                person_id: new.person.0,
                assurance: new.assurance.as_str().to_owned(),
                provider: new.provider.clone(),
                return_path: new.return_path.clone(),
                expires_at: new.expires_at.0,
                used_at: None,
                signed_for: new.signed_for.clone(),
            };
            ticket::Entity::insert(row.into_active_model())
                .exec_without_returning(tx)
                .await?;
            Ok(())
        })
        .await
    }

    /// Begins the session that a ticket stands for, once: `None` when there is no such ticket, it expired, it was used before, its person
    /// was signed out everywhere meanwhile, or another browser holds it (who cannot use it up either).
    pub async fn enter_by_ticket(
        &self,
        community: CommunityId,
        (ticket, browser): (SecretHash, SecretHash),
        new: &NewSession,
    ) -> Result<Option<Ticket>, StoreError> {
        let now = new.created_at;
        let good = || {
            Condition::all()
                .add(ticket::Column::CommunityId.eq(community.0))
                .add(ticket::Column::TicketHash.eq(ticket.to_column()))
                .add(ticket::Column::BrowserHash.eq(browser.to_column()))
                .add(ticket::Column::UsedAt.is_null())
                .add(ticket::Column::ExpiresAt.gt(now.0))
        };
        self.write(async |tx| {
            let tx = &*tx;
            let row = ticket::Entity::find().filter(good()).one(tx).await?;
            let Some(ticket) = row.map(read).transpose()? else {
                return Ok(None);
            };
            if persons::lock(tx, community, &[ticket.person]).await? != 1 {
                return Ok(None);
            }
            // Whoever changes the row has it; the look before only said whom to lock.
            let done = ticket::Entity::update_many()
                .col_expr(ticket::Column::UsedAt, Expr::val(now.0))
                .filter(good())
                .exec(tx)
                .await?;
            if done.rows_affected == 0 {
                return Ok(None);
            }
            let shown = Shown {
                person: ticket.person,
                assurance: ticket.assurance,
                provider: ticket.provider.clone(),
                signed_for: ticket.signed_for.clone(),
            };
            sessions::begin(tx, community, shown, new).await?;
            Ok(Some(ticket))
        })
        .await
    }

    /// Deletes what expired; how many.
    pub async fn purge_tickets(&self, now: Millis) -> Result<u64, StoreError> {
        let done = ticket::Entity::delete_many()
            .filter(ticket::Column::ExpiresAt.lte(now.0))
            .exec(self.writer())
            .await?;
        Ok(done.rows_affected)
    }
}

fn read(row: ticket::Model) -> Result<Ticket, StoreError> {
    Ok(Ticket {
        ticket: SecretHash(convert::hash32(&row.ticket_hash)?),
        browser: SecretHash(convert::hash32(&row.browser_hash)?),
        person: PersonId(row.person_id),
        assurance: convert::named(&row.assurance)?,
        provider: row.provider,
        return_path: row.return_path,
        expires_at: Millis(row.expires_at),
        signed_for: row.signed_for,
    })
}
