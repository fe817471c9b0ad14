//! `/staff/paper/{n}`: the forms of a batch by their short numbers, and what to do next.

use super::{Batch, PATH, done, form_path, operator, warned};
use crate::{
    components::{
        DeskFrame, PageTitle,
        lines::{Column, Lines},
        page,
        phase::Phase,
    },
    context::{Visit, services, visit},
    i18n::{dates, staff_paper as words},
    pages::staff::title_of,
};
use domain::{
    ids::PersonId,
    paper::{BatchState, Entry, FormState},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use store::paper::PaperForm;

/// `/staff/paper/{n}`; `?entered=` (a form's number), `?agreed`, `?cast`, `?unfinished`, `?late` and `?out` after an act.
#[component]
pub fn PaperBatchPage() -> impl IntoView {
    let (params, query) = (
        use_params_map().get_untracked(),
        use_query_map().get_untracked(),
    );
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let me = match operator(&visit, query.get("kept").is_some())? {
            Ok(operator) => operator.person,
            Err(instead) => return Ok(instead),
        };
        let no = params.get("batch").unwrap_or_default();
        let batch = Batch::of(&services, &visit, &no).await?;
        let lang = visit.lang;
        let entered = query.get("entered").and_then(|no| no.parse().ok());
        let said = match entered {
            Some(no) => Some(done(words::said_entered(lang, no))),
            None if query.get("agreed").is_some() => Some(done(words::said_agreed(lang))),
            None if query.get("cast").is_some() => Some(done(words::said_cast(lang))),
            None if query.get("out").is_some() => Some(done(words::said_taken_out(lang))),
            None if query.get("unfinished").is_some() => Some(warned(words::said_unfinished(lang))),
            None if query.get("late").is_some() => Some(warned(words::said_late(lang))),
            None => None,
        };
        Ok(view! { <BatchView visit batch me said /> }.into_any())
    })
}

#[component]
fn BatchView(visit: Visit, batch: Batch, me: PersonId, said: Option<AnyView>) -> impl IntoView {
    let lang = visit.lang;
    let title = words::batch(lang, batch.no());
    let poll = title_of(lang, &batch.poll.content.title);
    let open = Phase::of_poll(&batch.poll, visit.now) == Phase::Open;
    let closes = batch.poll.content.closes_at.filter(|_| open);
    let term = match closes {
        Some(closes) => words::closes(lang, &dates::moment_this_year(lang, closes, visit.now)),
        None if open => String::new(),
        None => words::poll_closed(lang).to_owned(),
    };
    view! {
        <PageTitle text=title.clone() />
        <DeskFrame current=PATH>
            <p>
                <a href=visit.href(PATH)>{words::back(lang)}</a>
            </p>
            <div class="desk__head">
                <div>
                    <h1>{title}</h1>
                    <p class="muted">{words::batch_of(lang, poll.get(lang))}</p>
                    <p class="muted">{term}</p>
                </div>
            </div>
            <div class="flow">
                {said} {next(&visit, &batch, open)}
                {(!batch.forms.is_empty()).then(|| forms(&visit, &batch, me))}
            </div>
        </DeskFrame>
    }
}

/// What there is to do now.
fn next(visit: &Visit, batch: &Batch, open: bool) -> AnyView {
    let (lang, state) = (visit.lang, batch.state());
    let enter = (open && state.takes_entries()).then(|| {
        view! {
            <a class="btn btn--2" href=visit.href(&form_path(batch.no(), None))>
                {words::enter_new(lang)}
            </a>
        }
    });
    let cast = state.may_be_cast().then(|| {
        view! {
            <form method="post" action=visit.href("/do/staff/cast-paper")>
                <input type="hidden" name="batch" value=batch.no().to_string() />
                <button class="btn">{words::cast_submit(lang)}</button>
            </form>
        }
    });
    let acts = cast.is_some() || enter.is_some();
    let words = match (batch.forms.is_empty(), state) {
        (true, BatchState::Entering) => words::forms_none(lang),
        _ => words::next(lang, state),
    };
    view! {
        <section class="panel prose">
            <p>{words}</p>
            {acts.then(|| view! { <div class="actions">{cast} " " {enter}</div> })}
        </section>
    }
    .into_any()
}

/// The forms of a batch that has some.
fn forms(visit: &Visit, batch: &Batch, me: PersonId) -> impl IntoView + use<> {
    let lang = visit.lang;
    let entering = batch.state().takes_entries();
    let rows = batch
        .forms
        .iter()
        .map(|form| {
            let name = words::form(lang, form.no);
            let href = visit.href(&form_path(batch.no(), Some(form.no)));
            let scan = match form.scan {
                Some(_) => words::scan_there(lang),
                None => words::scan_none(lang),
            };
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader">
                        {name.clone()}
                    </th>
                    <td role="cell" data-label=words::column_state(lang)>
                        {words::state(lang, form.form.state)}
                    </td>
                    <td role="cell" data-label=words::column_scan(lang)>
                        {scan}
                    </td>
                    <td role="cell">
                        <a class="btn btn--2 btn--small" href=href>
                            {act(visit, form, me, entering)}
                            <span class="vh">": " {name}</span>
                        </a>
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="panel" aria-labelledby="forms">
            <h2 id="forms">{words::forms_title(lang)}</h2>
            <Lines
                id="forms-caption"
                caption=words::forms_caption(lang)
                columns=[
                    Column::text(words::column_form(lang)),
                    Column::text(words::column_state(lang)),
                    Column::text(words::column_scan(lang)),
                    Column::text(words::column_next(lang)),
                ]
            >
                {rows}
            </Lines>
        </section>
    }
}

/// What whoever looks does with a form.
fn act(visit: &Visit, form: &PaperForm, me: PersonId, entering: bool) -> &'static str {
    let lang = visit.lang;
    match form.form.entry_by(me) {
        Ok(_) if entering && form.form.state == FormState::Anew => words::enter_anew(lang),
        Ok(Entry::Second) if entering && form.form.second_by.is_none() => words::enter_second(lang),
        Ok(_) if entering && form.form.second_by.is_some() => words::enter_anew(lang),
        _ if form.scan.is_none() && form.form.takes_scan(!entering) => words::scan_submit(lang),
        _ => words::look(lang),
    }
}
