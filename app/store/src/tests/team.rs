//! Who works for a community: roles with an end and a review, invitations that are good once, the second person.

use super::town::*;
use crate::{
    Actor, By, Conflict, Page, SecretHash, Store, StoreError,
    invitations::{Invitation, NewInvitation},
    sessions::Renewal,
};
use domain::{
    identity::Assurance,
    ids::{InvitationId, PersonId},
    role::Role,
    team::{InvitationState, SECOND_LIFE_MS},
    time::Millis,
};

const SOON: Millis = Millis(1_000);

fn hand(person: PersonId, at: i64) -> By {
    By {
        actor: Actor::Person(person),
        at: Millis(at),
    }
}

fn invitation(token: u8, role: Role) -> NewInvitation {
    NewInvitation {
        id: InvitationId::from_random([token; 16]),
        token: SecretHash([token; 32]),
        role,
        sealed: vec![token],
        expires_at: SOON,
        role_until: None,
    }
}

async fn roles(store: &Store, person: PersonId, at: i64) -> Vec<Role> {
    store.roles_of(KOROSTEN, person, Millis(at)).await.unwrap()
}

/// Accepts an invitation in the session [`OLD`], if there is one.
async fn accept(store: &Store, token: u8, by: By) -> Result<InvitationState, StoreError> {
    let renewal = Renewal { old: OLD, new: NEW };
    let accepted = store
        .accept_invitation(KOROSTEN, SecretHash([token; 32]), renewal, by)
        .await?;
    Ok(accepted.state)
}

/// The token of a session, and the one that it gets as its person's rights grow.
const OLD: SecretHash = SecretHash([101; 32]);
const NEW: SecretHash = SecretHash([102; 32]);
/// The same person's session on another device.
const ELSEWHERE: SecretHash = SecretHash([103; 32]);

async fn sign_in(store: &Store, person: PersonId, tokens: &[SecretHash]) {
    for token in tokens {
        let session = TestSession {
            token: *token,
            person,
            assurance: Assurance::BankId,
            provider: "sandbox".into(),
            created_at: Millis(1),
            expires_at: SOON,
            consent: None,
            signed_for: None,
        };
        store.create_session(KOROSTEN, &session).await.unwrap();
    }
}

/// People who give roles.
async fn administrators(store: &Store, people: &[PersonId]) {
    for person in people {
        let granted = store.grant_role(KOROSTEN, *person, Role::Administrator, by(Millis(1)));
        granted.await.unwrap();
    }
}

async fn is_good(store: &Store, token: SecretHash) -> bool {
    let found = store.find_session(KOROSTEN, token, Millis(9)).await;
    found.unwrap().is_some()
}

async fn waiting(store: &Store, at: i64) -> Vec<Invitation> {
    store
        .waiting_invitations(KOROSTEN, Millis(at))
        .await
        .unwrap()
}

async fn acts(store: &Store) -> Vec<String> {
    let log = store.audit_log(KOROSTEN, Page::first(50)).await.unwrap();
    let acts = log.items.into_iter().map(|entry| entry.act);
    acts.filter(|act| act.starts_with("role.") || act.starts_with("invitation."))
        .collect()
}

on_both_databases! {
    async fn a_role_ends_by_itself_also_for_who_is_signed_in(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        store.grant_role_until(KOROSTEN, person, Role::Editor, Some(Millis(500)), by(Millis(1))).await.unwrap();
        let token = SecretHash([7; 32]);
        let session = TestSession {
            token,
            person,
            assurance: domain::identity::Assurance::BankId,
            provider: "sandbox".into(),
            created_at: Millis(1),
            expires_at: SOON,
            consent: None,
            signed_for: None,
        };
        store.create_session(KOROSTEN, &session).await.unwrap();
        for (at, held) in [(499, vec![Role::Editor]), (500, vec![])] {
            assert_eq!(roles(&store, person, at).await, held);
            let seen = store.find_session(KOROSTEN, token, Millis(at)).await.unwrap().unwrap();
            assert_eq!(seen.roles, held);
            let team = store.team(KOROSTEN, Millis(at)).await.unwrap();
            assert_eq!(team.len(), held.len());
        }
        // What has ended cannot be taken away or confirmed any more.
        let other = settle(&store, KOROSTEN, 1).await[0];
        for refused in [
            store.revoke_role(KOROSTEN, person, Role::Editor, by(Millis(600))).await,
            store.review_role(KOROSTEN, person, Role::Editor, hand(other, 600)).await,
        ] {
            assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
        }
    }

    async fn a_role_is_granted_where_it_exists(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        let refused = store.grant_role(KOROSTEN, person, Role::PlatformOperator, by(Millis(1))).await;
        assert!(matches!(refused, Err(StoreError::Conflict(Conflict::RoleElsewhere))), "{refused:?}");
        let refused = store.invite(KOROSTEN, &invitation(1, Role::PlatformOperator), by(Millis(1))).await;
        assert!(matches!(refused, Err(StoreError::Conflict(Conflict::RoleElsewhere))), "{refused:?}");
        assert_eq!(acts(&store).await, Vec::<String>::new());
    }

    async fn the_last_administrator_stays_and_two_cannot_remove_each_other(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [one, two] = settle(&store, KOROSTEN, 2).await[..] else { panic!() };
        for person in [one, two] {
            store.grant_role(KOROSTEN, person, Role::Administrator, by(Millis(1))).await.unwrap();
        }
        let outcomes = db.at_once(move |store, n| async move {
            let (who, whom) = if n % 2 == 0 { (one, two) } else { (two, one) };
            store.revoke_role(KOROSTEN, whom, Role::Administrator, hand(who, 2)).await.is_ok()
        }).await;
        assert_eq!(outcomes.into_iter().filter(|done| *done).count(), 1);
        let left = store.team(KOROSTEN, Millis(3)).await.unwrap();
        assert_eq!(left.len(), 1);
        let last = left[0].person;
        let refused = store.revoke_role(KOROSTEN, last, Role::Administrator, hand(last, 3)).await;
        assert!(matches!(refused, Err(StoreError::Conflict(Conflict::LastOfRole))), "{refused:?}");
        // Another role of theirs is no matter, and the server's keeper may do anything.
        store.grant_role(KOROSTEN, last, Role::Auditor, by(Millis(3))).await.unwrap();
        store.revoke_role(KOROSTEN, last, Role::Auditor, hand(last, 4)).await.unwrap();
        let server = By { actor: Actor::CommandLine, at: Millis(5) };
        store.revoke_role(KOROSTEN, last, Role::Administrator, server).await.unwrap();
    }

    /// An administrator whose own role has ended does not count as one who is left.
    async fn somebody_whose_role_has_ended_is_not_left(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [one, two] = settle(&store, KOROSTEN, 2).await[..] else { panic!() };
        store.grant_role(KOROSTEN, one, Role::Administrator, by(Millis(1))).await.unwrap();
        store.grant_role_until(KOROSTEN, two, Role::Administrator, Some(Millis(10)), by(Millis(1))).await.unwrap();
        let refused = store.revoke_role(KOROSTEN, one, Role::Administrator, hand(one, 11)).await;
        assert!(matches!(refused, Err(StoreError::Conflict(Conflict::LastOfRole))), "{refused:?}");
    }

    async fn a_role_is_confirmed_by_somebody_else_and_a_new_grant_begins_anew(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [one, two] = settle(&store, KOROSTEN, 2).await[..] else { panic!() };
        store.grant_role(KOROSTEN, one, Role::Editor, by(Millis(1))).await.unwrap();
        let own = store.review_role(KOROSTEN, one, Role::Editor, hand(one, 2)).await;
        assert!(matches!(own, Err(StoreError::Conflict(Conflict::OwnRecord))), "{own:?}");
        store.review_role(KOROSTEN, one, Role::Editor, hand(two, 2)).await.unwrap();
        let grant = store.team(KOROSTEN, Millis(3)).await.unwrap()[0];
        assert_eq!((grant.reviewed, grant.confirmed_at()), (Some((Millis(2), two)), Millis(2)));
        store.revoke_role(KOROSTEN, one, Role::Editor, hand(two, 3)).await.unwrap();
        store.grant_role(KOROSTEN, one, Role::Editor, by(Millis(4))).await.unwrap();
        let grant = store.team(KOROSTEN, Millis(5)).await.unwrap()[0];
        assert_eq!((grant.reviewed, grant.confirmed_at()), (None, Millis(4)));
        assert_eq!(acts(&store).await, ["role.granted", "role.revoked", "role.reviewed", "role.granted"]);
        let last = store.last_acts(KOROSTEN, &[one, two]).await.unwrap();
        assert_eq!((last.get(&one), last.get(&two)), (None, Some(&Millis(3))));
    }

    async fn an_invitation_is_accepted_once_however_many_try_at_once(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let persons = settle(&store, KOROSTEN, 9).await;
        administrators(&store, &persons[8..]).await;
        let new = NewInvitation { role_until: Some(Millis(5_000)), ..invitation(1, Role::Editor) };
        store.invite(KOROSTEN, &new, hand(persons[8], 1)).await.unwrap();
        let all = persons.clone();
        let outcomes = db.at_once(move |store, n| {
            let person = all[n % 8];
            async move { accept(&store, 1, hand(person, 2)).await.ok() }
        }).await;
        let done: Vec<_> = outcomes.into_iter().flatten().collect();
        assert_eq!(done, [InvitationState::Granted]);
        let team = store.team(KOROSTEN, Millis(3)).await.unwrap();
        let editors: Vec<_> = team.iter().filter(|grant| grant.role == Role::Editor).collect();
        assert_eq!((team.len(), editors.len()), (2, 1));
        assert_eq!((editors[0].granted_by, editors[0].expires_at), (Some(persons[8]), Some(Millis(5_000))));
        let kept = store.invitation_by_token(KOROSTEN, new.token, Millis(3)).await.unwrap().unwrap();
        assert_eq!((kept.state, kept.accepted_by), (InvitationState::Granted, Some(editors[0].person)));
        assert!(kept.sealed.is_empty(), "for whom it was is of no use any more");
        assert_eq!(waiting(&store, 3).await, []);
    }

    async fn an_invitation_that_expired_or_was_taken_back_gives_nothing(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let [one, two] = settle(&store, KOROSTEN, 2).await[..] else { panic!() };
        administrators(&store, &[two]).await;
        for token in [1, 2] {
            store.invite(KOROSTEN, &invitation(token, Role::Editor), hand(two, 1)).await.unwrap();
        }
        assert_eq!(waiting(&store, 999).await.len(), 2);
        assert_eq!(waiting(&store, 1_000).await.len(), 0);
        let late = accept(&store, 1, hand(one, 1_000)).await;
        assert!(matches!(late, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{late:?}");
        let id = invitation(2, Role::Editor).id;
        assert!(matches!(store.withdraw_invitation(ZVIAHEL, id, hand(two, 2)).await, Err(StoreError::NotFound)));
        store.withdraw_invitation(KOROSTEN, id, hand(two, 2)).await.unwrap();
        let again = store.withdraw_invitation(KOROSTEN, id, hand(two, 3)).await;
        assert!(matches!(again, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{again:?}");
        let gone = accept(&store, 2, hand(one, 3)).await;
        assert!(matches!(gone, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{gone:?}");
        let unknown = accept(&store, 9, hand(one, 3)).await;
        assert!(matches!(unknown, Err(StoreError::NotFound)), "{unknown:?}");
        // What nobody accepted in time goes; what was decided stays, without for whom it was.
        assert_eq!(store.purge_invitations(Millis(999)).await.unwrap(), 0);
        assert_eq!(store.purge_invitations(Millis(1_000)).await.unwrap(), 1);
        assert_eq!(store.invitation_by_token(KOROSTEN, SecretHash([1; 32]), Millis(3)).await.unwrap(), None);
        let withdrawn = store.invitation_by_token(KOROSTEN, SecretHash([2; 32]), Millis(3)).await.unwrap().unwrap();
        assert!(withdrawn.sealed.is_empty());
        // Another community's link opens nothing here.
        assert_eq!(store.invitation_by_token(ZVIAHEL, SecretHash([1; 32]), Millis(3)).await.unwrap(), None);
        assert_eq!(roles(&store, one, 3).await, []);
        assert_eq!(acts(&store).await, ["invitation.withdrawn", "invitation.sent", "invitation.sent", "role.granted"]);
    }

    async fn a_third_person_agrees_to_an_administrator_and_nobody_else(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [inviter, invited, third] = settle(&store, KOROSTEN, 3).await[..] else { panic!() };
        administrators(&store, &[inviter]).await;
        store.invite(KOROSTEN, &invitation(1, Role::Administrator), hand(inviter, 1)).await.unwrap();
        let id = invitation(1, Role::Administrator).id;
        let early = store.second_invitation(KOROSTEN, id, true, hand(third, 2)).await;
        assert!(matches!(early, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{early:?}");
        assert_eq!(accept(&store, 1, hand(invited, 3)).await.unwrap(), InvitationState::AwaitsSecond);
        assert_eq!(roles(&store, invited, 4).await, []);
        // It waits, also when the link itself would have expired.
        assert_eq!(waiting(&store, 5_000).await[0].sealed, [1], "the third person sees for whom it was");
        for own in [inviter, invited] {
            let refused = store.second_invitation(KOROSTEN, id, true, hand(own, 4)).await;
            assert!(matches!(refused, Err(StoreError::Conflict(Conflict::OwnRecord))), "{refused:?}");
        }
        store.second_invitation(KOROSTEN, id, true, hand(third, 5)).await.unwrap();
        assert_eq!(roles(&store, invited, 6).await, [Role::Administrator]);
        let again = store.second_invitation(KOROSTEN, id, false, hand(third, 7)).await;
        assert!(matches!(again, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{again:?}");
        assert_eq!(acts(&store).await, ["role.granted", "invitation.accepted", "invitation.sent", "role.granted"]);

        store.invite(KOROSTEN, &invitation(2, Role::Administrator), hand(inviter, 8)).await.unwrap();
        accept(&store, 2, hand(invited, 9)).await.unwrap();
        let id = invitation(2, Role::Administrator).id;
        store.second_invitation(KOROSTEN, id, false, hand(third, 10)).await.unwrap();
        assert_eq!(waiting(&store, 11).await, []);
        assert_eq!(acts(&store).await[0], "invitation.refused");
    }

    async fn what_waits_for_a_second_person_is_taken_back_or_ends_by_itself(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [inviter, invited, third] = settle(&store, KOROSTEN, 3).await[..] else { panic!() };
        administrators(&store, &[inviter]).await;
        for token in [1, 2] {
            store.invite(KOROSTEN, &invitation(token, Role::Administrator), hand(inviter, 1)).await.unwrap();
            assert_eq!(accept(&store, token, hand(invited, 3)).await.unwrap(), InvitationState::AwaitsSecond);
        }
        let late = |outcome: Result<(), StoreError>| {
            assert!(matches!(outcome, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{outcome:?}");
        };
        let id = invitation(1, Role::Administrator).id;
        store.withdraw_invitation(KOROSTEN, id, hand(inviter, 4)).await.unwrap();
        late(store.second_invitation(KOROSTEN, id, true, hand(third, 5)).await);
        late(store.withdraw_invitation(KOROSTEN, id, hand(inviter, 5)).await);
        assert_eq!(acts(&store).await[0], "invitation.withdrawn");

        // The other waits its time, counted from when it was accepted, and is gone then.
        let id = invitation(2, Role::Administrator).id;
        let ends = 3 + SECOND_LIFE_MS;
        assert_eq!(waiting(&store, ends - 1).await.len(), 1);
        assert_eq!(waiting(&store, ends).await, []);
        late(store.second_invitation(KOROSTEN, id, true, hand(third, ends)).await);
        assert_eq!(roles(&store, invited, ends).await, []);
        assert_eq!(store.purge_invitations(Millis(ends - 1)).await.unwrap(), 0);
        assert_eq!(store.purge_invitations(Millis(ends)).await.unwrap(), 1);
    }

    async fn what_a_removed_administrator_offered_gives_nothing_any_more(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [removed, other, invited] = settle(&store, KOROSTEN, 3).await[..] else { panic!() };
        for person in [removed, other] {
            store.grant_role(KOROSTEN, person, Role::Administrator, by(Millis(1))).await.unwrap();
        }
        store.invite(KOROSTEN, &invitation(1, Role::Editor), hand(removed, 2)).await.unwrap();
        store.invite(KOROSTEN, &invitation(2, Role::Administrator), hand(removed, 2)).await.unwrap();
        store.invite(KOROSTEN, &invitation(3, Role::Editor), hand(other, 2)).await.unwrap();
        accept(&store, 2, hand(invited, 3)).await.unwrap();
        store.revoke_role(KOROSTEN, removed, Role::Administrator, hand(other, 4)).await.unwrap();
        let late = accept(&store, 1, hand(invited, 5)).await;
        assert!(matches!(late, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{late:?}");
        let id = invitation(2, Role::Administrator).id;
        let late = store.second_invitation(KOROSTEN, id, true, hand(other, 5)).await;
        assert!(matches!(late, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{late:?}");
        assert_eq!(roles(&store, invited, 6).await, []);
        assert_eq!(accept(&store, 3, hand(invited, 6)).await.unwrap(), InvitationState::Granted);
    }

    /// Nobody takes back what somebody offered whose role ends by itself: it gives nothing from that moment.
    async fn what_somebody_offered_whose_role_has_ended_by_itself_gives_nothing_any_more(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [inviter, other, invited] = settle(&store, KOROSTEN, 3).await[..] else { panic!() };
        administrators(&store, &[other]).await;
        store.grant_role_until(KOROSTEN, inviter, Role::Administrator, Some(Millis(10)), by(Millis(1))).await.unwrap();
        // Another role of theirs goes on, and gives no roles.
        store.grant_role(KOROSTEN, inviter, Role::Moderator, by(Millis(1))).await.unwrap();
        for (token, role) in [(1, Role::Editor), (2, Role::Administrator), (3, Role::Auditor)] {
            store.invite(KOROSTEN, &invitation(token, role), hand(inviter, 2)).await.unwrap();
        }
        store.invite(KOROSTEN, &invitation(4, Role::Auditor), by(Millis(2))).await.unwrap();
        assert_eq!(accept(&store, 2, hand(invited, 3)).await.unwrap(), InvitationState::AwaitsSecond);
        let state = async |token: u8, at| {
            let found = store.invitation_by_token(KOROSTEN, SecretHash([token; 32]), Millis(at)).await;
            found.unwrap().unwrap().state
        };
        assert_eq!((waiting(&store, 9).await.len(), state(1, 9).await), (4, InvitationState::Open));
        // To the last moment it is good.
        assert_eq!(accept(&store, 3, hand(invited, 9)).await.unwrap(), InvitationState::Granted);

        assert_eq!((state(1, 10).await, state(2, 10).await), (InvitationState::Withdrawn, InvitationState::Withdrawn));
        assert_eq!((state(3, 10).await, state(4, 10).await), (InvitationState::Granted, InvitationState::Open));
        let offered: Vec<_> = waiting(&store, 10).await.into_iter().map(|one| one.id).collect();
        assert_eq!(offered, [invitation(4, Role::Auditor).id]);
        let late = accept(&store, 1, hand(invited, 10)).await;
        assert!(matches!(late, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{late:?}");
        for agrees in [true, false] {
            let late = store.second_invitation(KOROSTEN, invitation(2, Role::Administrator).id, agrees, hand(other, 10)).await;
            assert!(matches!(late, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{late:?}");
        }
        assert_eq!(roles(&store, invited, 11).await, [Role::Auditor]);
        // Whoever is given the role anew stands by what they offered.
        store.grant_role(KOROSTEN, inviter, Role::Administrator, by(Millis(12))).await.unwrap();
        assert_eq!(accept(&store, 1, hand(invited, 13)).await.unwrap(), InvitationState::Granted);
    }

    async fn whom_the_server_invites_needs_no_second(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        let server = By { actor: Actor::CommandLine, at: Millis(1) };
        store.invite(KOROSTEN, &invitation(1, Role::Administrator), server).await.unwrap();
        assert_eq!(accept(&store, 1, hand(person, 2)).await.unwrap(), InvitationState::Granted);
        assert_eq!(roles(&store, person, 3).await, [Role::Administrator]);
    }

    async fn who_accepts_goes_on_under_a_new_token_and_every_other_opens_nothing(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [person, other] = settle(&store, KOROSTEN, 2).await[..] else { panic!() };
        sign_in(&store, person, &[OLD, ELSEWHERE]).await;
        let theirs = SecretHash([104; 32]);
        sign_in(&store, other, &[theirs]).await;
        store.invite(KOROSTEN, &invitation(1, Role::Editor), by(Millis(1))).await.unwrap();
        let renewal = Renewal { old: OLD, new: NEW };
        let token = SecretHash([1; 32]);
        let accepted = store.accept_invitation(KOROSTEN, token, renewal, hand(person, 2)).await.unwrap();
        assert_eq!((accepted.state, accepted.session_ends), (InvitationState::Granted, Some(SOON)));
        for (token, good) in [(OLD, false), (ELSEWHERE, false), (NEW, true), (theirs, true)] {
            assert_eq!(is_good(&store, token).await, good, "{token:?}");
        }
        let found = store.find_session(KOROSTEN, NEW, Millis(2)).await.unwrap().unwrap();
        assert_eq!((found.person.id, found.created_at), (person, Millis(1)));
        // Somebody else's session is not theirs to renew.
        store.invite(KOROSTEN, &invitation(2, Role::Auditor), by(Millis(3))).await.unwrap();
        let foreign = Renewal { old: theirs, new: ELSEWHERE };
        let accepted = store.accept_invitation(KOROSTEN, SecretHash([2; 32]), foreign, hand(person, 4)).await.unwrap();
        assert_eq!(accepted.session_ends, None);
        assert!(is_good(&store, theirs).await && !is_good(&store, ELSEWHERE).await);
    }

    async fn whoever_is_raised_by_somebody_else_signs_in_anew(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [inviter, invited, second] = settle(&store, KOROSTEN, 3).await[..] else { panic!() };
        administrators(&store, &[inviter]).await;
        sign_in(&store, invited, &[OLD, ELSEWHERE]).await;
        let offered = invitation(1, Role::Administrator);
        store.invite(KOROSTEN, &offered, hand(inviter, 1)).await.unwrap();
        // Nothing is given yet, and nothing ends.
        assert_eq!(accept(&store, 1, hand(invited, 2)).await.unwrap(), InvitationState::AwaitsSecond);
        assert!(is_good(&store, OLD).await && is_good(&store, ELSEWHERE).await && !is_good(&store, NEW).await);
        store.second_invitation(KOROSTEN, offered.id, true, hand(second, 3)).await.unwrap();
        assert!(!is_good(&store, OLD).await && !is_good(&store, ELSEWHERE).await);

        // By somebody at the server, and once more for what they have already: that raises nobody.
        sign_in(&store, invited, &[OLD]).await;
        let server = |at| By { actor: Actor::CommandLine, at: Millis(at) };
        store.grant_role(KOROSTEN, invited, Role::Administrator, server(4)).await.unwrap();
        store.grant_role_until(KOROSTEN, invited, Role::Administrator, Some(SOON), server(4)).await.unwrap();
        assert!(is_good(&store, OLD).await);
        store.grant_role(KOROSTEN, invited, Role::Moderator, server(5)).await.unwrap();
        assert!(!is_good(&store, OLD).await);
        // What ended and is given again is a rise.
        sign_in(&store, invited, &[NEW]).await;
        store.revoke_role(KOROSTEN, invited, Role::Moderator, server(6)).await.unwrap();
        assert!(is_good(&store, NEW).await);
        store.grant_role(KOROSTEN, invited, Role::Moderator, server(7)).await.unwrap();
        assert!(!is_good(&store, NEW).await);
    }
}
