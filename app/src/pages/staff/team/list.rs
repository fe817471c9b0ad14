//! `/staff/team`: who has access, who was invited, who waits for a second person.

use super::{
    PATH,
    act::AGREES,
    invite::{InviteForm, InvitePanel, MadePanel},
};
use crate::{
    components::{
        Boot, DeskFrame, PageTitle,
        lines::{Column, Lines},
        page,
    },
    context::{Services, Visit, Visitor, invitations, people::name_of, services, visit},
    failure::Failure,
    i18n::{Lang, common, dates, staff, staff_people, staff_team},
    pages::staff::editor::kept_for_another,
};
use domain::{
    ids::PersonId,
    role::Right,
    team::{InvitationState, REVIEW_EVERY_MS, is_second, review_due, somebody_could_agree},
    time::Millis,
};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use std::collections::{HashMap, HashSet};
use store::{invitations::Invitation, roles::Grant};

/// What the page shows beside the visit.
#[derive(Clone)]
struct Shown {
    me: PersonId,
    grants: Vec<Grant>,
    last_acts: HashMap<PersonId, Millis>,
    names: HashMap<PersonId, String>,
    invitations: Vec<(Invitation, String)>,
    form: InviteForm,
}

/// Those who give roles.
fn givers(grants: &[Grant]) -> impl Iterator<Item = PersonId> {
    let givers = grants.iter().filter(|grant| grant.role.gives_roles());
    givers.map(|grant| grant.person)
}

impl Shown {
    async fn of(
        services: &Services,
        visit: &Visit,
        visitor: &Visitor,
        made: bool,
    ) -> Result<Self, Failure> {
        let (community, store) = (visit.community_id(), &services.store);
        let grants = store.team(community, visit.now).await?;
        let keys = services.community_keys(community).await?;
        let mut waiting = Vec::new();
        for invitation in store.waiting_invitations(community, visit.now).await? {
            let label = invitations::label(&invitation, &keys).map_err(|_| Failure::Internal)?;
            waiting.push((invitation, label));
        }
        let holders: HashSet<PersonId> = grants.iter().map(|grant| grant.person).collect();
        let holders: Vec<PersonId> = holders.into_iter().collect();
        let mut named: HashSet<PersonId> = holders.iter().copied().collect();
        named.extend(grants.iter().filter_map(|grant| grant.granted_by));
        for (invitation, _) in &waiting {
            named.extend(invitation.invited_by);
            named.extend(invitation.accepted_by);
        }
        let mut names = HashMap::new();
        for person in named {
            names.insert(
                person,
                name_of(services, visit.community_id(), person).await?,
            );
        }
        let second = somebody_could_agree(givers(&grants), Some(visitor.person), None);
        Ok(Self {
            me: visitor.person,
            last_acts: store.last_acts(community, &holders).await?,
            grants,
            names,
            invitations: waiting,
            form: InviteForm::of(services, visit, visitor, second, made).await?,
        })
    }

    fn name(&self, lang: Lang, person: PersonId) -> String {
        match self.names.get(&person).map(String::as_str) {
            None | Some("") => staff_people::nameless(lang).to_owned(),
            Some(name) => name.to_owned(),
        }
    }

    /// Who did it; nobody is whoever has access to the server.
    fn hand(&self, lang: Lang, person: Option<PersonId>) -> String {
        match person {
            Some(person) => self.name(lang, person),
            None => staff_team::by_server(lang).to_owned(),
        }
    }

    /// The invitations in this state.
    fn in_state(&self, state: InvitationState) -> Vec<(Invitation, String)> {
        let all = self.invitations.iter();
        all.filter(|(one, _)| one.state == state).cloned().collect()
    }

    /// Whether one of those who give roles may agree to an accepted invitation.
    fn anybody_could_agree(&self, invitation: &Invitation) -> bool {
        let (invited, accepted) = (invitation.invited_by, invitation.accepted_by);
        somebody_could_agree(givers(&self.grants), invited, accepted)
    }

    /// Whether nobody but this person gives roles.
    fn is_last(&self, grant: &Grant) -> bool {
        let same = self.grants.iter().filter(|one| one.role == grant.role);
        grant.role.gives_roles() && same.count() == 1
    }
}

/// `/staff/team`; `?made` after an invitation, `?kept` after a form that could not be taken, and a word after each act.
#[component]
pub fn Team() -> impl IntoView {
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let visitor = match visit.require(Right::ManageTeam) {
            Ok(visitor) => visitor.clone(),
            Err(Failure::Forbidden) if query.get("kept").is_some() => {
                return Ok(kept_for_another(visit.lang));
            }
            Err(failure) => return Err(failure),
        };
        let made = query.get("made").is_some();
        let shown = Shown::of(&services, &visit, &visitor, made).await?;
        let said = said(visit.lang, &query);
        Ok(view! { <TeamView visit shown said /> }.into_any())
    })
}

/// What became of the act that led here: a class and the words.
fn said(lang: Lang, query: &ParamsMap) -> Option<(&'static str, &'static str)> {
    const OK: &str = "callout callout--ok";
    const WARN: &str = "callout callout--warn";
    [
        ("revoked", OK, staff_team::revoked(lang)),
        ("reviewed", OK, staff_team::reviewed(lang)),
        ("withdrawn", OK, staff_team::withdrawn(lang)),
        ("agreed", OK, staff_team::agreed(lang)),
        ("refused", OK, staff_team::refused(lang)),
        ("reset", OK, staff_team::reset_done(lang)),
        ("ended", OK, staff_team::sessions_ended(lang)),
        ("late", WARN, staff_team::late(lang)),
        ("last", WARN, staff_team::last_of_role(lang)),
        ("own", WARN, staff_team::own_role(lang)),
    ]
    .into_iter()
    .find(|(word, ..)| query.get(word).is_some())
    .map(|(_, class, words)| (class, words))
}

#[component]
fn TeamView(
    visit: Visit,
    shown: Shown,
    said: Option<(&'static str, &'static str)>,
) -> impl IntoView {
    let lang = visit.lang;
    let title = staff_team::nav(lang);
    let wrong = shown.form.wrong().clone();
    let window = match wrong.is_empty() {
        true => title.to_owned(),
        false => common::page_title_error(lang, title),
    };
    let said = said.map(|(class, words)| {
        view! {
            <div class=class role="status">
                <p>{words}</p>
            </div>
        }
    });
    view! {
        <PageTitle text=window />
        <DeskFrame current=PATH>
            {wrong.summary(lang)}
            <div class="desk__head">
                <div>
                    <h1>{title}</h1>
                    <p class="muted">{staff_team::lead(lang)}</p>
                </div>
            </div>
            <div class="flow">
                {said}
                <MadePanel visit=visit.clone() form=shown.form.clone() />
                {second(&visit, &shown)}
                <section class="panel" aria-labelledby="members">
                    <h2 id="members">{staff_team::members_title(lang)}</h2>
                    {members(&visit, &shown)}
                </section>
                <section class="panel" aria-labelledby="open">
                    <h2 id="open">{staff_team::open_title(lang)}</h2>
                    {open(&visit, &shown)}
                </section>
                <InvitePanel visit=visit.clone() form=shown.form.clone() />
            </div>
            <Boot />
        </DeskFrame>
    }
}

/// Who holds what.
fn members(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let lang = visit.lang;
    let rows = shown
        .grants
        .iter()
        .map(|grant| {
            let name = shown.name(lang, grant.person);
            let role = staff::role(lang, grant.role);
            let mine = grant.person == shown.me;
            let by = shown.hand(lang, grant.granted_by);
            let granted = dates::short_date(lang, grant.granted_at, visit.now);
            let last = shown.last_acts.get(&grant.person);
            let last = last.map_or_else(
                || staff_team::never_acted(lang).to_owned(),
                |at| dates::moment_or_today(lang, *at, visit.now),
            );
            let until = grant.expires_at.map_or_else(
                || staff_team::no_end(lang).to_owned(),
                |until| last_day(lang, until),
            );
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader">
                        {name.clone()}
                        {mine.then(|| format!(" ({})", staff_team::you(lang)))}
                    </th>
                    <td role="cell" data-label=staff_team::column_role(lang)>
                        {role}
                    </td>
                    <td role="cell" data-label=staff_team::column_granted(lang)>
                        {staff_team::granted_by(lang, &granted, &by)}
                    </td>
                    <td role="cell" data-label=staff_team::column_until(lang)>
                        {until}
                    </td>
                    <td role="cell" data-label=staff_team::column_last(lang)>
                        {last}
                    </td>
                    <td role="cell" data-label=staff_team::column_needed(lang)>
                        {needed(visit, grant, &name, mine)}
                    </td>
                    <td role="cell">
                        <div class="row">
                            {revoke(visit, shown, grant, &name)}
                            {(!mine).then(|| about_person(visit, grant.person, &name))}
                        </div>
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Lines
            id="members-caption"
            caption=staff_team::members_caption(lang)
            columns=[
                Column::text(staff_team::column_person(lang)),
                Column::text(staff_team::column_role(lang)),
                Column::text(staff_team::column_granted(lang)),
                Column::text(staff_team::column_until(lang)),
                Column::text(staff_team::column_last(lang)),
                Column::text(staff_team::column_needed(lang)),
                Column::text(staff_team::column_acts(lang)),
            ]
        >
            {rows}
        </Lines>
    }
}

/// The last day of a role that ends at `until`.
fn last_day(lang: Lang, until: Millis) -> String {
    dates::date(lang, until.plus(-1))
}

/// Whether somebody has said lately that the role is needed, and the button to say so.
fn needed(visit: &Visit, grant: &Grant, name: &str, mine: bool) -> AnyView {
    let lang = visit.lang;
    let due = review_due(grant.confirmed_at(), visit.now);
    let state = match (due, grant.reviewed) {
        (true, _) => staff_team::review_due(lang).to_owned(),
        (false, Some((at, _))) => {
            let at = dates::short_date(lang, at, visit.now);
            staff_team::confirmed(lang, &at)
        }
        (false, None) => {
            let at = grant.granted_at.plus(REVIEW_EVERY_MS);
            staff_team::check_by(lang, &dates::short_date(lang, at, visit.now))
        }
    };
    let button = (due && !mine).then(|| {
        view! {
            <form method="post" action=visit.href("/do/staff/review-role")>
                {whose(grant)}
                <button class="btn btn--2 btn--small">
                    {staff_team::review(lang)} <span class="vh">{about(lang, grant, name)}</span>
                </button>
            </form>
        }
    });
    let note = (due && mine).then(|| view! { <p class="hint">{staff_team::own_role(lang)}</p> });
    view! {
        {state}
        {button}
        {note}
    }
    .into_any()
}

fn revoke(visit: &Visit, shown: &Shown, grant: &Grant, name: &str) -> AnyView {
    let lang = visit.lang;
    if shown.is_last(grant) {
        return view! { <p class="hint">{staff_team::last_of_role(lang)}</p> }.into_any();
    }
    view! {
        <form method="post" action=visit.href("/do/staff/revoke-role")>
            {whose(grant)}
            <button class="btn btn--2 btn--small">
                {staff_team::revoke(lang)} <span class="vh">{about(lang, grant, name)}</span>
            </button>
        </form>
    }
    .into_any()
}

/// The buttons about somebody else: for whoever has lost phone and recovery codes, and for a browser that they left behind.
fn about_person(visit: &Visit, person: PersonId, name: &str) -> impl IntoView + use<> {
    let lang = visit.lang;
    [
        ("/do/staff/reset-second-factor", staff_team::reset(lang)),
        ("/do/staff/end-sessions", staff_team::end_sessions(lang)),
    ]
    .into_iter()
    .map(|(action, label)| {
        let heard = format!(": {name}");
        view! {
            <form method="post" action=visit.href(action)>
                <input type="hidden" name="person" value=person.to_string() />
                <button class="btn btn--2 btn--small">
                    {label}
                    <span class="vh">{heard}</span>
                </button>
            </form>
        }
    })
    .collect_view()
}

/// The hidden fields of a form about a role.
fn whose(grant: &Grant) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="person" value=grant.person.to_string() />
        <input type="hidden" name="role" value=grant.role.as_str() />
    }
}

/// «: Олена Ткачук, модератор», heard and not seen.
fn about(lang: Lang, grant: &Grant, name: &str) -> String {
    let role = staff::role(lang, grant.role).to_lowercase();
    format!(": {name}, {role}")
}

/// Those who accepted a role that takes two; nothing where there are none.
fn second(visit: &Visit, shown: &Shown) -> Option<AnyView> {
    let lang = visit.lang;
    let waiting = shown.in_state(InvitationState::AwaitsSecond);
    if waiting.is_empty() {
        return None;
    }
    let rows = waiting
        .into_iter()
        .map(|(invitation, label)| {
            let accepted = invitation.accepted_by;
            let name = shown.hand(lang, accepted);
            let may = is_second(shown.me, invitation.invited_by, accepted);
            let acts = match may {
                true => consent(visit, &invitation, &name),
                false => {
                    let why = match shown.anybody_could_agree(&invitation) {
                        true => staff_team::not_second(lang),
                        false => staff_team::second_nobody(lang),
                    };
                    view! { <p class="hint">{why}</p> }.into_any()
                }
            };
            let until = dates::moment_or_today(lang, invitation.expires_at, visit.now);
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader">
                        {name.clone()}
                    </th>
                    <td role="cell" data-label=staff_team::column_for(lang)>
                        {label}
                    </td>
                    <td role="cell" data-label=staff_team::column_role(lang)>
                        {staff::role(lang, invitation.role)}
                    </td>
                    <td role="cell" data-label=staff_team::column_invited(lang)>
                        {shown.hand(lang, invitation.invited_by)}
                    </td>
                    <td role="cell" data-label=staff_team::column_second_until(lang)>
                        {until}
                    </td>
                    <td role="cell">{acts} {withdraw(visit, &invitation, &name)}</td>
                </tr>
            }
        })
        .collect_view();
    Some(
        view! {
            <section class="panel" aria-labelledby="second">
                <h2 id="second">{staff_team::second_title(lang)}</h2>
                <p class="small">{staff_team::second_lead(lang)}</p>
                <Lines
                    id="second-caption"
                    caption=staff_team::second_caption(lang)
                    columns=[
                        Column::text(staff_team::column_accepted(lang)),
                        Column::text(staff_team::column_for(lang)),
                        Column::text(staff_team::column_role(lang)),
                        Column::text(staff_team::column_invited(lang)),
                        Column::text(staff_team::column_second_until(lang)),
                        Column::text(staff_team::agree(lang)),
                    ]
                >
                    {rows}
                </Lines>
            </section>
        }
        .into_any(),
    )
}

fn consent(visit: &Visit, invitation: &Invitation, name: &str) -> AnyView {
    let lang = visit.lang;
    let heard = format!(": {name}");
    view! {
        <form method="post" action=visit.href("/do/staff/second-invitation") class="row">
            <input type="hidden" name="invitation" value=invitation.id.to_string() />
            <button class="btn btn--small" name="agrees" value=AGREES>
                {staff_team::agree(lang)}
                <span class="vh">{heard.clone()}</span>
            </button>
            " "
            <button class="btn btn--2 btn--small" name="agrees" value="no">
                {staff_team::refuse(lang)}
                <span class="vh">{heard}</span>
            </button>
        </form>
    }
    .into_any()
}

/// The button that takes an invitation back, accepted or not; `whom` is heard.
fn withdraw(visit: &Visit, invitation: &Invitation, whom: &str) -> impl IntoView + use<> {
    let heard = format!(": {whom}");
    view! {
        <form method="post" action=visit.href("/do/staff/withdraw-invitation")>
            <input type="hidden" name="invitation" value=invitation.id.to_string() />
            <button class="btn btn--2 btn--small">
                {staff_team::withdraw(visit.lang)} <span class="vh">{heard}</span>
            </button>
        </form>
    }
}

/// The invitations that can still be accepted, or that there are none.
fn open(visit: &Visit, shown: &Shown) -> AnyView {
    let lang = visit.lang;
    let open = shown.in_state(InvitationState::Open);
    if open.is_empty() {
        return view! { <p>{staff_team::open_none(lang)}</p> }.into_any();
    }
    let rows = open
        .into_iter()
        .map(|(invitation, label)| {
            let until = dates::moment_or_today(lang, invitation.expires_at, visit.now);
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader">
                        {label.clone()}
                    </th>
                    <td role="cell" data-label=staff_team::column_role(lang)>
                        {staff::role(lang, invitation.role)}
                    </td>
                    <td role="cell" data-label=staff_team::column_invited(lang)>
                        {shown.hand(lang, invitation.invited_by)}
                    </td>
                    <td role="cell" data-label=staff_team::column_open_until(lang)>
                        {until}
                    </td>
                    <td role="cell">
                        {withdraw(visit, &invitation, &label)}
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Lines
            id="open-caption"
            caption=staff_team::open_caption(lang)
            columns=[
                Column::text(staff_team::column_for(lang)),
                Column::text(staff_team::column_role(lang)),
                Column::text(staff_team::column_invited(lang)),
                Column::text(staff_team::column_open_until(lang)),
                Column::text(staff_team::withdraw(lang)),
            ]
        >
            {rows}
        </Lines>
    }
    .into_any()
}
