//! «Що потребує уваги»: what `domain` finds among the polls, each with what to do and a link to where it is done.

use super::{desk::poll_title, organisations, paper, people, team::TeamWaits};
use crate::{
    context::{Services, Visit},
    failure::Failure,
    i18n::{
        Lang, dates, organisations as organisation_words, polls, staff, staff_desk, staff_paper,
        staff_people,
    },
};
use domain::{
    desk::{DeskPoll, Matter, attention},
    ids::PersonId,
    role::Right,
};
use leptos::prelude::*;
use store::{Page, polls::PollSummary};

/// What the desk's rules need to know of a poll.
pub fn desk_poll(poll: &PollSummary) -> DeskPoll {
    DeskPoll {
        state: poll.state,
        opens_at: poll.opens_at,
        closes_at: poll.closes_at,
        closed_at: poll.closed_at,
        author: poll.author,
    }
}

/// How many of something there are, in words.
type Words = fn(Lang, i64) -> String;

/// How much waits for those who hold a right to deal with it; nothing of what the visitor has no right to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    /// Sign-ins in doubt.
    pub cases: u64,
    /// Without a РНОКПП, and a second record not ruled out.
    pub second_keys: u64,
    /// Who ask from home that their residence be confirmed.
    pub requests: u64,
    /// Whose confirmed residence a second of the staff has to agree to.
    pub proposals: u64,
    /// Who claim to act for an organisation.
    pub claims: u64,
    /// Batches of paper forms that are not cast.
    pub batches: u64,
}

impl Waits {
    /// Counts it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(services: &Services, visit: &Visit) -> Result<Self, Failure> {
        let (community, store) = (visit.community_id(), &services.store);
        let none = Page::first(0);
        let mut waits = Self::default();
        if visit.may(Right::HandlePeople) {
            let requests = store.waiting_residence_requests(community, none).await?;
            waits.cases = store.open_cases(community, none).await?.total;
            waits.second_keys = store.second_keys_open(community, none).await?.total;
            waits.requests = requests.total;
            waits.proposals = store.residence_proposals(community, none).await?.total;
        }
        if visit.may(Right::HandleOrganisations) {
            let claims = store.waiting_organisation_requests(community, none).await?;
            waits.claims = claims.total;
        }
        if visit.may(Right::RecordPaper) {
            waits.batches = store.paper_batches_unfinished(community).await?;
        }
        Ok(waits)
    }

    fn items(self, visit: &Visit) -> Vec<AnyView> {
        let lang = visit.lang;
        let people = |part: &str| format!("{}#{part}", people::PATH);
        let organisations = organisations::path_of(None);
        let all: [(u64, Words, String); 6] = [
            (
                self.requests,
                staff_people::attention_requests,
                people("requests"),
            ),
            (
                self.proposals,
                staff_people::attention_proposals,
                people("proposals"),
            ),
            (self.cases, staff_people::attention_cases, people("cases")),
            (
                self.second_keys,
                staff_people::attention_second,
                people("second"),
            ),
            (self.claims, organisation_words::attention, organisations),
            (self.batches, staff_paper::attention, paper::PATH.to_owned()),
        ];
        let waiting = all.into_iter().filter(|(count, ..)| *count > 0);
        waiting
            .map(|(count, words, place)| {
                let words = words(lang, i64::try_from(count).unwrap_or(i64::MAX));
                view! {
                    <li>
                        <div>{words.clone()}</div>
                        <a class="btn btn--2 btn--small" href=visit.href(&place)>
                            {staff_people::look(lang)}
                            <span class="vh">": " {words}</span>
                        </a>
                    </li>
                }
                .into_any()
            })
            .collect()
    }
}

/// The panel.
#[component]
pub fn Attention(
    visit: Visit,
    polls: Vec<PollSummary>,
    waits: Waits,
    team: TeamWaits,
    me: PersonId,
) -> impl IntoView {
    let lang = visit.lang;
    let facts: Vec<DeskPoll> = polls.iter().map(desk_poll).collect();
    let mut waiting = waits.items(&visit);
    waiting.extend(team.items(&visit));
    let items: Vec<_> = attention(&facts, me, visit.now)
        .into_iter()
        .filter_map(|(at, matter)| Some(item(&visit, polls.get(at)?, matter)))
        .collect();
    let body = if items.is_empty() && waiting.is_empty() {
        view! { <p>{staff_desk::attention_none(lang)}</p> }.into_any()
    } else {
        view! { <ul class="todo">{waiting} {items}</ul> }.into_any()
    };
    view! {
        <section class="panel" aria-labelledby="attention">
            <h2 id="attention">{staff_desk::attention(lang)}</h2>
            {body}
        </section>
    }
}

fn item(visit: &Visit, poll: &PollSummary, matter: Matter) -> impl IntoView + use<> {
    let lang = visit.lang;
    let (words, place, act) = told(visit, poll, matter);
    view! {
        <li>
            <div>
                <a href=visit.href(&format!("/staff/polls/{}", poll.number))>
                    {poll_title(lang, poll)}
                </a>
                <p>{words}</p>
            </div>
            <a class="btn btn--2 btn--small" href=visit.href(&place)>
                {act}
                <span class="vh">": " {poll_title(lang, poll)}</span>
            </a>
        </li>
    }
}

/// What there is to do, where, and what the link to it is called.
fn told(visit: &Visit, poll: &PollSummary, matter: Matter) -> (String, String, &'static str) {
    let lang = visit.lang;
    let moment = |at| dates::moment_or_today(lang, at, visit.now);
    let desk = format!("/staff/polls/{}", poll.number);
    let public = format!("/polls/{}", poll.number);
    let edit = match visit.may(Right::WritePolls) {
        true => (format!("{desk}/edit"), staff::edit(lang)),
        false => (format!("{desk}/preview"), staff::preview(lang)),
    };
    let (words, (place, act)) = match matter {
        Matter::CountOverdue { closes } => (
            staff_desk::count_overdue(lang, &moment(closes)),
            (public, staff::open_public_page(lang)),
        ),
        Matter::TermOver { closes } => (staff_desk::term_over(lang, &moment(closes)), edit),
        Matter::DraftLate { opens } => (staff_desk::draft_late(lang, &moment(opens)), edit),
        Matter::DraftDue { opens } => (staff_desk::draft_due(lang, &moment(opens)), edit),
        Matter::ClosesToday { closes } => (
            staff_desk::closes_today(lang, &moment(closes)),
            (public, staff::open_public_page(lang)),
        ),
        Matter::OpensSoon { opens } => (
            staff_desk::opens_soon(lang, &moment(opens)),
            (format!("{desk}/preview"), staff::preview(lang)),
        ),
        Matter::ResultIsOut { closed } => (
            staff_desk::result_is_out(lang, &moment(closed)),
            (format!("{public}/results"), polls::see_results(lang)),
        ),
        Matter::OwnDraft => (staff_desk::own_draft(lang, &moment(poll.created_at)), edit),
    };
    (words, place, act)
}
