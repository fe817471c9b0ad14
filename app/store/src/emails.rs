//! Mailboxes: whose each is, and the links that are sent to them. Whoever opens a link has shown that they read the mailbox, and
//! nothing else; a mailbox is one person's of a community.

use crate::{
    Actor, By, Conflict, SecretHash, Store, StoreError, convert,
    entity::{email_link, person, person_email, person_key},
    identity_cases::merge,
    keys,
    persons::{self, again_when_overtaken},
    sessions::{self, NewSession, Shown},
};
use domain::{
    email::MOST_LINKS,
    identity::Assurance,
    ids::{CommunityId, PersonId},
    time::Millis,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter,
    sea_query::{Expr, Query},
};

/// A keyed hash of an address, and the key (the last of the chain) that made it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Mailbox {
    pub hash: [u8; 32],
    pub key_id: i64,
}

/// Hashes of addresses are personal data.
impl std::fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mailbox(…)")
    }
}

/// A link that is sent to a mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailLink {
    pub token: SecretHash,
    /// What only the browser that asked can name.
    pub browser: SecretHash,
    pub mailbox: Mailbox,
    /// The address, sealed under the community's key and bound to the mailbox's hash.
    pub sealed: Vec<u8>,
    /// Whose mailbox it is to become; `None` for a sign-in.
    pub person: Option<PersonId>,
    pub return_path: String,
    pub expires_at: Millis,
}

/// Whom a link signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    pub person: PersonId,
    pub return_path: String,
}

/// The record that a sign-in makes where the mailbox is nobody's yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecord {
    pub person: PersonId,
    /// Name and birth date, of which nothing is known, sealed for this person.
    pub sealed: Vec<u8>,
}

/// What came of taking a mailbox for one's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    Claimed,
    /// It is somebody else's, who has shown documents.
    SomebodyElses,
    /// The link is not good, or was sent for somebody else.
    NoLink,
}

/// Somebody's mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnMailbox {
    pub mailbox: Mailbox,
    pub sealed: Vec<u8>,
    pub confirmed_at: Millis,
}

impl Store {
    /// Notes that a link is being sent; `false`, and nothing is noted, when [`MOST_LINKS`] are on their way to the mailbox already.
    ///
    /// # Errors
    /// [`crate::Conflict::KeyRotation`].
    pub async fn begin_email_link(
        &self,
        community: CommunityId,
        new: &EmailLink,
        now: Millis,
    ) -> Result<bool, StoreError> {
        use email_link::Column as C;
        self.write(async |tx| {
            let tx = &*tx;
            keys::hold(tx, community, new.mailbox.key_id).await?;
            let under_way = email_link::Entity::find()
                .filter(C::CommunityId.eq(community.0))
                .filter(C::Hash.eq(new.mailbox.hash.to_vec()))
                .filter(C::ExpiresAt.gt(now.0))
                .count(tx)
                .await?;
            if under_way >= MOST_LINKS {
                return Ok(false);
            }
            let row = email_link::Model {
                community_id: community.0,
                token_hash: new.token.to_column(),
                browser_hash: new.browser.to_column(),
                hash: new.mailbox.hash.to_vec(),
                key_id: new.mailbox.key_id,
                sealed: new.sealed.clone(),
                person_id: new.person.map(|person| person.0),
                return_path: new.return_path.clone(),
                expires_at: new.expires_at.0,
                used_at: None,
            };
            email_link::Entity::insert(row.into_active_model())
                .exec_without_returning(tx)
                .await?;
            Ok(true)
        })
        .await
    }

    /// Forgets a link whose letter could not be sent.
    pub async fn drop_email_link(
        &self,
        community: CommunityId,
        token: SecretHash,
    ) -> Result<(), StoreError> {
        email_link::Entity::delete_by_id((community.0, token.to_column()))
            .exec(self.writer())
            .await?;
        Ok(())
    }

    /// The link of a token, if it is good still, whatever browser asked for it.
    pub async fn email_link(
        &self,
        community: CommunityId,
        token: SecretHash,
        now: Millis,
    ) -> Result<Option<EmailLink>, StoreError> {
        let row = email_link::Entity::find_by_id((community.0, token.to_column()))
            .filter(is_good(now))
            .one(self.reader())
            .await?;
        row.map(read).transpose()
    }

    /// Uses up the link of a sign-in, and begins the session of whose the mailbox is, `new` where it was nobody's; `provider` is what
    /// sessions call this way. `None` when the link is not good, or another browser asked for it, which cannot use it up either.
    ///
    /// # Errors
    /// [`crate::Conflict::KeyRotation`]: the link stays good.
    pub async fn enter_by_email(
        &self,
        community: CommunityId,
        link: (SecretHash, SecretHash),
        new: &NewRecord,
        provider: &str,
        session: &NewSession,
    ) -> Result<Option<Entered>, StoreError> {
        again_when_overtaken(|| {
            self.write(async |tx| enter(&*tx, community, link, new, provider, session).await)
        })
        .await
    }

    /// Uses up the link by which `person` takes a mailbox for their own, in place of the one before. A record that knows nothing but
    /// this mailbox becomes part of theirs: they have shown that both are them.
    ///
    /// # Errors
    /// [`crate::Conflict::KeyRotation`]: the link stays good.
    pub async fn claim_mailbox(
        &self,
        community: CommunityId,
        token: SecretHash,
        browser: SecretHash,
        person: PersonId,
        now: Millis,
    ) -> Result<Claim, StoreError> {
        let by = By {
            actor: Actor::Person(person),
            at: now,
        };
        again_when_overtaken(|| {
            self.write(async |tx| claim(&*tx, self, community, (token, browser), person, by).await)
        })
        .await
    }

    /// Somebody's mailbox; `None` also for whoever was forgotten, of whose mailbox there is nothing to read.
    pub async fn mailbox_of(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<Option<OwnMailbox>, StoreError> {
        let row = person_email::Entity::find()
            .filter(of(community, person))
            .one(self.reader())
            .await?;
        let readable = row.filter(|row| !row.sealed.is_empty());
        readable
            .map(|row| {
                Ok(OwnMailbox {
                    mailbox: Mailbox {
                        hash: convert::hash32(&row.hash)?,
                        key_id: row.key_id,
                    },
                    sealed: row.sealed,
                    confirmed_at: Millis(row.confirmed_at),
                })
            })
            .transpose()
    }

    /// Takes a person's mailbox off their record, and the links on their way to make one theirs.
    pub async fn forget_mailbox(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<(), StoreError> {
        self.write(async |tx| forget(&*tx, community, person).await)
            .await
    }

    /// Deletes the links that have expired; how many.
    pub async fn purge_email_links(&self, now: Millis) -> Result<u64, StoreError> {
        let done = email_link::Entity::delete_many()
            .filter(email_link::Column::ExpiresAt.lte(now.0))
            .exec(self.writer())
            .await?;
        Ok(done.rows_affected)
    }
}

/// The act of [`Store::forget_mailbox`] in the caller's transaction.
pub(crate) async fn forget(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
) -> Result<(), StoreError> {
    email_link::Entity::delete_many()
        .filter(email_link::Column::CommunityId.eq(community.0))
        .filter(email_link::Column::PersonId.eq(person.0))
        .exec(tx)
        .await?;
    person_email::Entity::delete_many()
        .filter(of(community, person))
        .exec(tx)
        .await?;
    Ok(())
}

/// Gives the mailbox of `gone` to `kept`, who keeps their own where they have one.
pub(crate) async fn move_mailbox(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    kept: PersonId,
    gone: PersonId,
) -> Result<(), StoreError> {
    let has = person_email::Entity::find()
        .filter(of(community, kept))
        .count(tx)
        .await?;
    if has > 0 {
        person_email::Entity::delete_many()
            .filter(of(community, gone))
            .exec(tx)
            .await?;
    } else {
        person_email::Entity::update_many()
            .col_expr(person_email::Column::PersonId, Expr::val(kept.0))
            .filter(of(community, gone))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Deletes the links, on their way to a person's mailbox, that would sign somebody in as them.
pub(crate) async fn drop_links_of_sign_in(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
) -> Result<(), StoreError> {
    use email_link::Column as C;
    let theirs = Query::select()
        .column(person_email::Column::Hash)
        .from(person_email::Entity)
        .cond_where(of(community, person))
        .to_owned();
    email_link::Entity::delete_many()
        .filter(C::CommunityId.eq(community.0))
        .filter(C::PersonId.is_null())
        // Used ones still count towards the letters that a mailbox gets.
        .filter(C::UsedAt.is_null())
        .filter(C::Hash.in_subquery(theirs))
        .exec(tx)
        .await?;
    Ok(())
}

/// The act of [`Store::enter_by_email`] in its transaction. `AlreadyThere` when the mailbox became somebody else's meanwhile.
async fn enter(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    (token, browser): (SecretHash, SecretHash),
    new: &NewRecord,
    provider: &str,
    session: &NewSession,
) -> Result<Option<Entered>, StoreError> {
    let now = session.created_at;
    let for_sign_in = || email_link::Column::PersonId.is_null();
    let row = email_link::Entity::find_by_id((community.0, token.to_column()))
        .filter(email_link::Column::BrowserHash.eq(browser.to_column()))
        .filter(is_good(now))
        .filter(for_sign_in())
        .one(tx)
        .await?;
    let Some(link) = row.map(read).transpose()? else {
        return Ok(None);
    };
    keys::hold(tx, community, link.mailbox.key_id).await?;
    let known = owner(tx, community, &link.mailbox).await?;
    if let Some(person) = known {
        // Whoever takes the mailbox off a record, or ends its sessions, holds it. The link comes after the lock, as it does there.
        let there = persons::lock(tx, community, &[person]).await? == 1;
        if !there || owner(tx, community, &link.mailbox).await? != known {
            return Err(Conflict::AlreadyThere.into());
        }
    }
    let Some(link) = take(tx, community, token, browser, for_sign_in(), now).await? else {
        return Ok(None);
    };
    let person = match known {
        Some(person) => {
            know_again(tx, community, &link, now).await?;
            person
        }
        None => create(tx, community, &link, new, now).await?,
    };
    let shown = Shown {
        person,
        assurance: Assurance::Email,
        provider: provider.to_owned(),
        signed_for: None,
    };
    sessions::begin(tx, community, shown, session).await?;
    Ok(Some(Entered {
        person,
        return_path: link.return_path,
    }))
}

/// The act of [`Store::claim_mailbox`] in its transaction.
async fn claim(
    tx: &impl ConnectionTrait,
    store: &Store,
    community: CommunityId,
    (token, browser): (SecretHash, SecretHash),
    person: PersonId,
    by: By,
) -> Result<Claim, StoreError> {
    let for_them = email_link::Column::PersonId.eq(person.0);
    let Some(link) = take(tx, community, token, browser, for_them, by.at).await? else {
        return Ok(Claim::NoLink);
    };
    keys::hold(tx, community, link.mailbox.key_id).await?;
    let owner = owner(tx, community, &link.mailbox).await?;
    let other = owner.filter(|owner| *owner != person);
    // Nobody else may give either of them a document or a mailbox meanwhile.
    let both: Vec<PersonId> = other.into_iter().chain([person]).collect();
    if persons::lock(tx, community, &both).await? != both.len() {
        return Ok(Claim::NoLink);
    }
    if let Some(other) = other {
        let documents = person_key::Entity::find()
            .filter(person_key::Column::CommunityId.eq(community.0))
            .filter(person_key::Column::PersonId.eq(other.0))
            .count(tx)
            .await?;
        if documents > 0 {
            return Ok(Claim::SomebodyElses);
        }
    }
    person_email::Entity::delete_many()
        .filter(of(community, person))
        .exec(tx)
        .await?;
    match other {
        Some(other) => {
            merge::merge(tx, store, community, person, other, by).await?;
            know_again(tx, community, &link, by.at).await?;
        }
        None => insert(tx, community, &link, person, by.at).await?,
    }
    Ok(Claim::Claimed)
}

/// Uses up a good link of this browser.
async fn take(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    token: SecretHash,
    browser: SecretHash,
    purpose: impl sea_orm::sea_query::IntoCondition,
    now: Millis,
) -> Result<Option<EmailLink>, StoreError> {
    use email_link::Column as C;
    // Whoever changes the row has it; a check before would be a race.
    let done = email_link::Entity::update_many()
        .col_expr(C::UsedAt, Expr::val(now.0))
        .filter(C::CommunityId.eq(community.0))
        .filter(C::TokenHash.eq(token.to_column()))
        .filter(C::BrowserHash.eq(browser.to_column()))
        .filter(is_good(now))
        .filter(purpose.into_condition())
        .exec(tx)
        .await?;
    if done.rows_affected == 0 {
        return Ok(None);
    }
    let row = email_link::Entity::find_by_id((community.0, token.to_column()))
        .one(tx)
        .await?;
    row.map(read).transpose()
}

/// Whose a mailbox is.
async fn owner(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    mailbox: &Mailbox,
) -> Result<Option<PersonId>, StoreError> {
    let row = person_email::Entity::find_by_id((community.0, mailbox.hash.to_vec()))
        .one(tx)
        .await?;
    Ok(row.map(|row| PersonId(row.person_id)))
}

/// Keeps the address again of a mailbox whose owner was forgotten and has come back.
async fn know_again(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    link: &EmailLink,
    now: Millis,
) -> Result<(), StoreError> {
    use person_email::Column as C;
    person_email::Entity::update_many()
        .col_expr(C::Sealed, Expr::val(link.sealed.clone()))
        .col_expr(C::ConfirmedAt, Expr::val(now.0))
        .filter(C::CommunityId.eq(community.0))
        .filter(C::Hash.eq(link.mailbox.hash.to_vec()))
        .filter(C::Sealed.eq(Vec::<u8>::new()))
        .exec(tx)
        .await?;
    Ok(())
}

/// A record of which nothing is known but its mailbox.
async fn create(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    link: &EmailLink,
    new: &NewRecord,
    now: Millis,
) -> Result<PersonId, StoreError> {
    let row = person::Model {
        community_id: community.0,
        id: new.person.0,
        sealed: new.sealed.clone(),
        second_key_cleared_at: None,
        merged_into: None,
        created_at: now.0,
    };
    person::Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await?;
    insert(tx, community, link, new.person, now).await?;
    Ok(new.person)
}

/// `AlreadyThere` when somebody took the mailbox meanwhile.
async fn insert(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    link: &EmailLink,
    person: PersonId,
    now: Millis,
) -> Result<(), StoreError> {
    let row = person_email::Model {
        community_id: community.0,
        hash: link.mailbox.hash.to_vec(),
        key_id: link.mailbox.key_id,
        person_id: person.0,
        sealed: link.sealed.clone(),
        confirmed_at: now.0,
    };
    person_email::Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

fn of(community: CommunityId, person: PersonId) -> Condition {
    Condition::all()
        .add(person_email::Column::CommunityId.eq(community.0))
        .add(person_email::Column::PersonId.eq(person.0))
}

fn is_good(now: Millis) -> Condition {
    Condition::all()
        .add(email_link::Column::UsedAt.is_null())
        .add(email_link::Column::ExpiresAt.gt(now.0))
}

fn read(row: email_link::Model) -> Result<EmailLink, StoreError> {
    Ok(EmailLink {
        token: SecretHash(convert::hash32(&row.token_hash)?),
        browser: SecretHash(convert::hash32(&row.browser_hash)?),
        mailbox: Mailbox {
            hash: convert::hash32(&row.hash)?,
            key_id: row.key_id,
        },
        sealed: row.sealed,
        person: row.person_id.map(PersonId),
        return_path: row.return_path,
        expires_at: Millis(row.expires_at),
    })
}
