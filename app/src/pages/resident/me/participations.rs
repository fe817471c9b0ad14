//! In which polls somebody took part: the poll, its term and the code of participation. No moment is shown, because none is kept.

use crate::{
    components::{pager::Pager, phase::Phase, said::said},
    context::{Services, Visit},
    failure::Failure,
    i18n::{common, dates, me, vote},
};
use domain::ids::PersonId;
use leptos::prelude::*;
use store::{Page, Paged, participations::TookPart};

/// Participations on one page of the list.
const PER_PAGE: u64 = 10;

/// A page of somebody's participations, from 1.
///
/// # Errors
/// Only when the database does not answer.
pub(super) async fn of(
    services: &Services,
    visit: &Visit,
    person: PersonId,
    number: u64,
) -> Result<Paged<TookPart>, Failure> {
    let part = Page {
        offset: (number - 1) * PER_PAGE,
        limit: PER_PAGE,
    };
    Ok(services
        .store
        .participations_of(visit.community_id(), person, part)
        .await?)
}

#[component]
pub(super) fn Participations(
    visit: Visit,
    took_part: Paged<TookPart>,
    number: u64,
) -> impl IntoView {
    let lang = visit.lang;
    let body = if took_part.total == 0 {
        view! {
            <p>
                {me::took_part_none(lang)} " "
                <a href=visit.href("/polls")>{vote::to_all_polls(lang)}</a>
            </p>
        }
        .into_any()
    } else {
        let rows = took_part
            .items
            .iter()
            .map(|part| row(&visit, part))
            .collect_view();
        let pages = took_part.total.div_ceil(PER_PAGE);
        view! {
            <p class="hint prose">{me::took_part_hint(lang)}</p>
            <dl class="summary">{rows}</dl>
            <Pager visit=visit.clone() path="/me" number pages />
        }
        .into_any()
    };
    view! {
        <h2>{me::took_part_title(lang)}</h2>
        {body}
    }
}

fn row(visit: &Visit, part: &TookPart) -> impl IntoView + use<> {
    let (lang, number) = (visit.lang, part.number);
    let title = part.title.get(lang).to_owned();
    let phase = Phase::of(part.state, part.closes_at, visit.now);
    let over = matches!(phase, Phase::Counting | Phase::Closed);
    let term = part.closes_at.map(|closes| {
        let moment = dates::moment_this_year(lang, closes, visit.now);
        if over {
            me::closed(lang, &moment)
        } else {
            me::closes(lang, &moment)
        }
    });
    let (page, act) = match phase {
        Phase::Closed => ("results", common::nav_results(lang)),
        _ => ("done", me::confirmation(lang)),
    };
    view! {
        <div>
            <dt>
                <a href=visit.href(&format!("/polls/{number}"))>{said(lang, &part.title)}</a>
            </dt>
            <dd>
                <p>{term}</p>
                <p>
                    {vote::your_code(lang)} ": "
                    <span class="nowrap">{part.receipt.as_str().to_owned()}</span>
                </p>
            </dd>
            <dd class="summary__act">
                <a href=visit.href(&format!("/polls/{number}/{page}"))>
                    {act} <span class="vh">": " {title}</span>
                </a>
            </dd>
        </div>
    }
}
