//! `/staff/sign-ins`: what is unusual about the sign-ins of the last day, for whoever runs the community.

use crate::{
    components::{
        DeskFrame, PageTitle,
        lines::{Column, Lines},
        page,
    },
    context::{Visit, services, visit},
    i18n::{dates, format::number, staff_sign_ins as words},
};
use domain::{
    role::Right,
    sign_in_watch::{Burst, Crowd, Unusual},
    time::Millis,
};
use leptos::prelude::*;

const PATH: &str = "/staff/sign-ins";

/// `/staff/sign-ins`.
#[component]
pub fn SignIns() -> impl IntoView {
    page(async move {
        let (visit, services) = (visit()?, services()?);
        visit.require(Right::WatchSignIns)?;
        let watches = &services.sign_in_watches;
        let unusual = watches.unusual(visit.community_id(), visit.now);
        let since = watches.since();
        Ok(view! { <SignInsView visit unusual since /> })
    })
}

#[component]
fn SignInsView(visit: Visit, unusual: Unusual, since: Millis) -> impl IntoView {
    let lang = visit.lang;
    let body = match unusual.crowds.is_empty() && unusual.bursts.is_empty() {
        true => view! {
            <section class="panel" aria-labelledby="nothing">
                <h2 id="nothing">{words::nothing_title(lang)}</h2>
                <p>{words::nothing_text(lang)}</p>
            </section>
        }
        .into_any(),
        false => view! {
            <p>{words::meaning(lang)}</p>
            {crowds(&visit, &unusual.crowds)}
            {bursts(&visit, &unusual.bursts)}
        }
        .into_any(),
    };
    view! {
        <PageTitle text=words::title(lang) />
        <DeskFrame current=PATH>
            <div class="desk__head">
                <div>
                    <h1>{words::title(lang)}</h1>
                    <p class="muted">{words::lead(lang)}</p>
                </div>
            </div>
            <div class="flow">
                {body} <p class="hint">{words::since(lang, &dates::moment(lang, since))}</p>
            </div>
        </DeskFrame>
    }
}

fn crowds(visit: &Visit, crowds: &[Crowd]) -> Option<AnyView> {
    let lang = visit.lang;
    let rows = crowds
        .iter()
        .map(|crowd| {
            let people = i64::try_from(crowd.people).unwrap_or(i64::MAX);
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader">
                        <code>{crowd.block.to_string()}</code>
                    </th>
                    <td role="cell" class="n" data-label=words::column_people(lang)>
                        {number(lang, people)}
                    </td>
                    <td role="cell" data-label=words::column_last(lang)>
                        {dates::short_moment(lang, crowd.last, visit.now)}
                    </td>
                </tr>
            }
        })
        .collect_view();
    (!crowds.is_empty()).then(|| {
        view! {
            <section class="panel" aria-labelledby="crowds">
                <h2 id="crowds">{words::crowds_title(lang)}</h2>
                <Lines
                    id="crowds-caption"
                    caption=words::crowds_caption(lang)
                    columns=[
                        Column::text(words::column_block(lang)),
                        Column::number(words::column_people(lang)),
                        Column::text(words::column_last(lang)),
                    ]
                >
                    {rows}
                </Lines>
            </section>
        }
        .into_any()
    })
}

fn bursts(visit: &Visit, bursts: &[Burst]) -> Option<AnyView> {
    let lang = visit.lang;
    let rows = bursts
        .iter()
        .map(|burst| {
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader">
                        {dates::short_moment(lang, burst.from, visit.now)}
                    </th>
                    <td role="cell" class="n" data-label=words::column_sign_ins(lang)>
                        {number(lang, burst.sign_ins.into())}
                    </td>
                    <td role="cell" class="n" data-label=words::column_usual(lang)>
                        {number(lang, burst.usual.into())}
                    </td>
                </tr>
            }
        })
        .collect_view();
    (!bursts.is_empty()).then(|| {
        view! {
            <section class="panel" aria-labelledby="bursts">
                <h2 id="bursts">{words::bursts_title(lang)}</h2>
                <Lines
                    id="bursts-caption"
                    caption=words::bursts_caption(lang)
                    columns=[
                        Column::text(words::column_from(lang)),
                        Column::number(words::column_sign_ins(lang)),
                        Column::number(words::column_usual(lang)),
                    ]
                >
                    {rows}
                </Lines>
            </section>
        }
        .into_any()
    })
}
