//! Tickets: the way from the platform's host, where the provider called back, to the community's. Each is good once, for
//! the browser that asked.

use crate::{SecretHash, Store, StoreError, convert, entity::ticket};
use domain::{
    identity::Assurance,
    ids::{CommunityId, PersonId},
    time::Millis,
};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};

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
    /// Issues a ticket.
    pub async fn issue_ticket(
        &self,
        community: CommunityId,
        new: &Ticket,
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
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

    /// Takes a ticket, once: `None` when there is none, it expired, it was taken before, or another browser holds it
    /// (who cannot use it up either).
    pub async fn take_ticket(
        &self,
        community: CommunityId,
        ticket: SecretHash,
        browser: SecretHash,
        now: Millis,
    ) -> Result<Option<Ticket>, StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            // Whoever changes the row has it; a check before would be a race.
            let done = ticket::Entity::update_many()
                .col_expr(ticket::Column::UsedAt, Expr::val(now.0))
                .filter(ticket::Column::CommunityId.eq(community.0))
                .filter(ticket::Column::TicketHash.eq(ticket.to_column()))
                .filter(ticket::Column::BrowserHash.eq(browser.to_column()))
                .filter(ticket::Column::UsedAt.is_null())
                .filter(ticket::Column::ExpiresAt.gt(now.0))
                .exec(tx)
                .await?;
            if done.rows_affected == 0 {
                return Ok(None);
            }
            let row = ticket::Entity::find_by_id((community.0, ticket.to_column()))
                .one(tx)
                .await?;
            row.map(read).transpose()
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
