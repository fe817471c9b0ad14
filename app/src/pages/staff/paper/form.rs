//! `/staff/paper/{n}/enter`, where a new form is entered, and `/staff/paper/{n}/{m}`, where one that is there is entered again, gets its
//! scan, or is taken out.

use super::{
    Batch, PATH, batch_path, done,
    entry::{EntryPanel, PaperEntry},
    operator,
    scan::{ScanForm, ScanPanel},
    warned,
};
use crate::{
    components::{DeskFrame, PageTitle, page, phase::Phase, see_other},
    context::{Visit, Visitor, services, visit},
    i18n::{Lang, common, staff_paper as words},
    pages::staff::{field::Wrong, title_of},
};
use domain::paper::FormState;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use store::paper::PaperForm;

/// `/staff/paper/{n}/enter`; `?kept` after a form that could not be taken.
#[component]
pub fn EnterPaperPage() -> impl IntoView {
    let (params, query) = (
        use_params_map().get_untracked(),
        use_query_map().get_untracked(),
    );
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let operator = match operator(&visit, query.get("kept").is_some())? {
            Ok(operator) => operator,
            Err(instead) => return Ok(instead),
        };
        let no = params.get("batch").unwrap_or_default();
        let batch = Batch::of(&services, &visit, &no).await?;
        if !takes_entries(&visit, &batch) {
            see_other(&visit.href(&format!("{}?late", batch_path(batch.no()))));
            return Ok(().into_any());
        }
        let form = (batch.no(), None);
        let entry = PaperEntry::of(&services, &visit, &operator, form, &batch.poll).await?;
        Ok(view! { <EnterView visit batch entry /> }.into_any())
    })
}

fn takes_entries(visit: &Visit, batch: &Batch) -> bool {
    Phase::of_poll(&batch.poll, visit.now) == Phase::Open && batch.state().takes_entries()
}

#[component]
fn EnterView(visit: Visit, batch: Batch, entry: PaperEntry) -> impl IntoView {
    let lang = visit.lang;
    let wrong = entry.wrong(lang);
    view! {
        <Framed
            visit=visit.clone()
            batch
            title=words::enter_title(lang).to_owned()
            lead=words::enter_lead(lang)
            wrong
        >
            <EntryPanel visit entry />
        </Framed>
    }
}

/// The head of either page.
#[component]
fn Framed(
    visit: Visit,
    batch: Batch,
    title: String,
    lead: &'static str,
    wrong: Wrong,
    children: Children,
) -> impl IntoView {
    let lang = visit.lang;
    let window = match wrong.is_empty() {
        true => title.clone(),
        false => common::page_title_error(lang, &title),
    };
    let poll = title_of(lang, &batch.poll.content.title);
    view! {
        <PageTitle text=window />
        <DeskFrame current=PATH>
            {wrong.summary(lang)}
            <p>
                <a href=visit.href(&batch_path(batch.no()))>{words::batch(lang, batch.no())}</a>
            </p>
            <div class="desk__head">
                <div>
                    <h1>{title}</h1>
                    <p class="muted">{words::batch_of(lang, poll.get(lang))}</p>
                    {(!lead.is_empty()).then(|| view! { <p class="muted">{lead}</p> })}
                </div>
            </div>
            {children()}
        </DeskFrame>
    }
}

/// What the page of a form shows beside visit and batch.
#[derive(Clone)]
struct Shown {
    form: PaperForm,
    standing: &'static str,
    /// Where whoever looks may enter it.
    entry: Option<PaperEntry>,
    /// Why what they sent was not taken, where they may not enter it.
    refusal: Option<String>,
    scan: ScanForm,
    may_be_taken_out: bool,
    scanned: bool,
    /// Whoever looks entered it alone so far: the words for a second time are not for them.
    only_theirs: bool,
}

/// `/staff/paper/{n}/{m}`; `?kept` after a form that could not be taken, `?scan` after a scan was attached.
#[component]
pub fn PaperFormPage() -> impl IntoView {
    let (params, query) = (
        use_params_map().get_untracked(),
        use_query_map().get_untracked(),
    );
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let operator = match operator(&visit, query.get("kept").is_some())? {
            Ok(operator) => operator,
            Err(instead) => return Ok(instead),
        };
        let part = |name| params.get(name).unwrap_or_default();
        let batch = Batch::of(&services, &visit, &part("batch")).await?;
        let form = batch.form(&part("form"))?.clone();
        let may_enter =
            form.form.entry_by(operator.person).is_ok() && takes_entries(&visit, &batch);
        let which = (batch.no(), Some(form.no));
        let entry = PaperEntry::of(&services, &visit, &operator, which, &batch.poll).await?;
        let refusal = entry
            .refusal(visit.lang)
            .filter(|_| !may_enter && query.get("kept").is_some());
        let shown = Shown {
            standing: standing(visit.lang, &operator, &form),
            scan: ScanForm::of(&services, &visit, &operator, &batch, &form).await?,
            may_be_taken_out: form.form.may_be_taken_out(batch.batch.begun_at.is_some()),
            scanned: query.get("scan").is_some() && form.scan.is_some(),
            only_theirs: form.form.state == FormState::Entered
                && form.form.first_by == operator.person,
            entry: may_enter.then_some(entry),
            refusal,
            form,
        };
        Ok(view! { <FormView visit batch shown /> }.into_any())
    })
}

/// How the form stands, in words. In which questions two entries differ is told to nobody: to a question of yes or no it would be the
/// answer.
fn standing(lang: Lang, operator: &Visitor, form: &PaperForm) -> &'static str {
    match form.form.state {
        FormState::Entered if form.form.first_by == operator.person => {
            words::form_entered_own(lang)
        }
        FormState::Entered => words::form_entered(lang),
        FormState::Differs => words::form_differs(lang),
        FormState::Anew => words::form_anew(lang),
        FormState::Agreed => words::form_agreed(lang),
        FormState::Cast => words::form_cast(lang),
        FormState::Refused => refused(lang, form),
    }
}

fn refused(lang: Lang, form: &PaperForm) -> &'static str {
    form.refused
        .map_or(words::state_refused(lang), |why| words::refused(lang, why))
}

#[component]
fn FormView(visit: Visit, batch: Batch, shown: Shown) -> impl IntoView {
    let lang = visit.lang;
    let wrong = shown.entry.as_ref().map(|entry| entry.wrong(lang));
    let wrong = wrong.unwrap_or_default().and(shown.scan.wrong(lang));
    let state = shown.form.form.state;
    let standing = match state {
        FormState::Agreed | FormState::Cast => done(shown.standing),
        _ => warned(shown.standing),
    };
    let (no, batch_no) = (shown.form.no, batch.no());
    let lead = match shown.entry.is_some() && !shown.only_theirs {
        true if state == FormState::Anew => words::enter_lead(lang),
        true => words::enter_again_lead(lang),
        false => "",
    };
    let out = shown.may_be_taken_out.then(|| {
        view! {
            <section class="panel prose" aria-labelledby="out">
                <h2 id="out">{words::out_title(lang)}</h2>
                <p>{words::out_lead(lang)}</p>
                <form method="post" action=visit.href("/do/staff/take-out-paper")>
                    <input type="hidden" name="batch" value=batch_no.to_string() />
                    <input type="hidden" name="form" value=no.to_string() />
                    <button class="btn btn--2">{words::out_submit(lang)}</button>
                </form>
            </section>
        }
    });
    view! {
        <Framed
            visit=visit.clone()
            batch
            title=words::form_in_batch(lang, no, batch_no)
            lead
            wrong
        >
            <div class="flow">
                {shown.scanned.then(|| done(words::said_scan(lang)))} {shown.refusal.map(warned)}
                {standing}
                {shown.entry.map(|entry| view! { <EntryPanel visit=visit.clone() entry /> })}
                <ScanPanel visit=visit.clone() form=shown.scan /> {out}
            </div>
        </Framed>
    }
}
