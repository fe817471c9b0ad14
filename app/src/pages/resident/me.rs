//! A resident's own page: who they are here, what this browser has begun, in what they took part, where they are signed in.
//! What they chose is not on it: in a secret poll nothing joins the two, and elsewhere it is nobody's who looks over a shoulder.

mod drafts;
mod participations;
mod sessions;

pub use sessions::{EndOtherSessions, EndSession, end_other_sessions, end_session};

use super::unfinished;
use crate::{
    components::{Frame, PageTitle, Section, page, page::encoded, pager::page_number},
    context::{Services, Visit, Visitor, services, visit},
    failure::Failure,
    i18n::{common, dates, eligibility, me, polls},
};
use domain::eligibility::Ineligible;
use drafts::Drafts;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use participations::Participations;
use sessions::Sessions;

/// `/me?page=N`; `?cleared` after a draft was cleared, `?ended` and `?ended=others` after sessions were ended. A visitor finds
/// the drafts of this browser.
#[component]
pub fn MyPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let lang = visit.lang;
        let notice = match (query.get("cleared"), query.get("ended").as_deref()) {
            (Some(_), _) => Some(polls::draft_cleared(lang)),
            (_, Some("others")) => Some(me::sessions_ended(lang)),
            (_, Some(_)) => Some(me::session_ended(lang)),
            _ => None,
        };
        let notice = notice.map(|text| {
            view! {
                <div class="callout callout--ok" role="status">
                    <p>{text}</p>
                </div>
            }
        });
        let drafts = unfinished::begun(&services, &visit).await?;
        let body = match visit.visitor.clone() {
            None => view! {
                <p class="lead prose">{me::visitor_lead(lang)}</p>
                <p>
                    <a class="btn" href=sign_in(&visit)>
                        {common::nav_sign_in(lang)}
                    </a>
                </p>
                <Drafts visit=visit.clone() drafts />
            }
            .into_any(),
            Some(visitor) => {
                let number = page_number(query.get("page").as_deref());
                let took_part =
                    participations::of(&services, &visit, visitor.person, number).await?;
                let sessions = sessions::of(&services, &visit, &visitor).await?;
                let who = Who::of(&services, &visit, &visitor, sessions.through_here()).await?;
                view! {
                    <Participations visit=visit.clone() took_part number />
                    <Drafts visit=visit.clone() drafts />
                    <div class="split section">
                        <div class="flow">
                            <WhoIAm visit=visit.clone() who />
                        </div>
                        <div class="split__side">
                            <Leave visit=visit.clone() />
                        </div>
                    </div>
                    <Sessions visit=visit.clone() sessions />
                }
                .into_any()
            }
        };
        Ok(view! {
            <PageTitle text=me::title(lang) />
            <Frame section=Section::Me>
                <div class="flow">
                    {notice} <h1>{me::title(lang)}</h1> {body}
                </div>
            </Frame>
        })
    })
}

/// The sign-in page that leads back here.
fn sign_in(visit: &Visit) -> String {
    let back = encoded(&visit.href("/me"));
    format!("{}?return={back}", visit.href("/sign-in"))
}

/// What is known of the person, in words.
#[derive(Clone)]
struct Who {
    name: String,
    /// How this browser was signed in: «через id.gov.ua».
    identified: String,
    /// What counts, and what to do where it does not.
    residency: Vec<String>,
    second_key: Option<(String, String)>,
}

impl Who {
    async fn of(
        services: &Services,
        visit: &Visit,
        visitor: &Visitor,
        through: &str,
    ) -> Result<Self, Failure> {
        let (lang, facts) = (visit.lang, &visitor.facts);
        let today = dates::today(visit.now);
        let mut residency = match facts.residency_problem(today) {
            Some(reason) => vec![
                format!("{}.", eligibility::reason(lang, reason)),
                eligibility::way_out(lang, reason),
            ],
            None => eligibility::ok_residency(lang, facts.residency)
                .map(|words| format!("{words}."))
                .into_iter()
                .collect(),
        };
        let last = facts.residency_expires.filter(|last| *last >= today);
        if let Some(last) = last.and_then(dates::start_of_day) {
            // The date ends in a full stop of its own in Ukrainian: «2027 р.»
            let until = me::residency_until(lang, &dates::date(lang, last));
            residency.push(format!("{}.", until.trim_end_matches('.')));
        }
        if let Some(code) = &facts.settlement
            && let Some(unit) = services.store.unit(code).await?
        {
            residency.push(me::residency_settlement(lang, &unit.name));
        }
        let second_key = facts.second_key_open.then(|| {
            let reason = Ineligible::SecondKeyOpen;
            (
                eligibility::reason(lang, reason),
                eligibility::way_out(lang, reason),
            )
        });
        Ok(Self {
            name: visitor.short_name.clone(),
            identified: me::identified_through(lang, through),
            residency,
            second_key,
        })
    }
}

#[component]
fn WhoIAm(visit: Visit, who: Who) -> impl IntoView {
    let lang = visit.lang;
    let second_key = who.second_key.map(|(what, todo)| {
        view! {
            <div class="callout callout--warn">
                <p>
                    <strong>{what}</strong>
                </p>
                <p>{todo}</p>
            </div>
        }
    });
    view! {
        <h2>{me::who_title(lang)}</h2>
        <dl class="summary">
            <div>
                <dt>{me::name(lang)}</dt>
                <dd>{who.name}</dd>
            </div>
            <div>
                <dt>{me::identified(lang)}</dt>
                <dd>{who.identified}</dd>
            </div>
            <div>
                <dt>{me::residency(lang)}</dt>
                <dd>{who.residency.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}</dd>
            </div>
        </dl>
        {second_key}
    }
}

/// The way out, for devices that several people use.
#[component]
fn Leave(visit: Visit) -> impl IntoView {
    let lang = visit.lang;
    view! {
        <section class="panel" aria-labelledby="leave">
            <h2 id="leave">{me::leave_title(lang)}</h2>
            <p>{me::leave_text(lang)}</p>
            <form method="post" action=visit.href("/do/sign-out") class="row">
                <button class="btn btn--2">{common::nav_sign_out(lang)}</button>
                " "
                <button class="btn btn--2" name="drafts" value="clear">
                    {me::sign_out_and_clear(lang)}
                </button>
            </form>
        </section>
    }
}
