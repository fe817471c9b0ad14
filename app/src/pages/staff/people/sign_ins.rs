//! Ending somebody's sign-ins, for whoever stands at the desk and has lost their phone. Those of the team are ended on its own page, by whoever
//! gives roles.

use super::{by, record_path, residence::open_record};
use crate::{
    components::see_other,
    context::{Services, Visit, services, visit},
    failure::Failure,
    i18n::{staff_people as words, staff_team},
};
use domain::{ids::PersonId, role::Right};
use leptos::prelude::*;

/// Whether the sign-ins of `person` are ended here: they hold no role.
///
/// # Errors
/// When the database does not answer.
pub async fn are_ended_here(
    services: &Services,
    visit: &Visit,
    person: PersonId,
) -> Result<bool, Failure> {
    let roles = services
        .store
        .roles_of(visit.community_id(), person, visit.now)
        .await?;
    Ok(roles.is_empty())
}

/// The panel on the person's record.
#[component]
pub fn SignInsPanel(visit: Visit, person: PersonId) -> impl IntoView {
    let lang = visit.lang;
    view! {
        <section class="panel" aria-labelledby="sign-ins">
            <h2 id="sign-ins">{words::sign_ins_title(lang)}</h2>
            <p>{words::sign_ins_text(lang)}</p>
            <form method="post" action=visit.href("/do/staff/end-resident-sessions")>
                <input type="hidden" name="person" value=person.to_string() />
                <button class="btn btn--2">{staff_team::end_sessions(lang)}</button>
            </form>
        </section>
    }
}

/// Ends all sign-ins of `person` (an id), who holds no role, and deletes their passkeys.
///
/// # Errors
/// [`Failure::NotFound`] for what is no person of this community; [`Failure::Forbidden`] for whoever holds a role.
#[server(prefix = "/do", endpoint = "staff/end-resident-sessions")]
pub async fn end_resident_sessions(#[server(default)] person: String) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let handler = visit.require(Right::HandlePeople)?.clone();
    let person: PersonId = person.parse().map_err(|_| Failure::NotFound)?;
    if !open_record(&services, &visit, &handler, person).await? {
        return Ok(());
    }
    if !are_ended_here(&services, &visit, person).await? {
        return Err(Failure::Forbidden);
    }
    let (community, by) = (visit.community_id(), by(&visit, handler.person));
    services
        .store
        .sign_out_everywhere(community, person, by)
        .await?;
    see_other(&visit.href(&format!("{}?signed-out", record_path(person))));
    Ok(())
}
