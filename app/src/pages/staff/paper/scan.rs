//! The scan of a paper form's identity part: attaching it, and looking at it, which is logged.

use super::{Batch, batch_path, does, form_path};
use crate::{
    components::{
        document_field::{DOCUMENT, document_field},
        see_other,
        wrong::Wrong,
    },
    context::{
        SentDocument, Services, Visit, Visitor,
        paper::{open_scan, seal_scan},
        services, visit,
    },
    failure::Failure,
    i18n::{Lang, staff_paper as words},
    pages::staff::keep::{self, DeskForm},
};
use domain::{
    document::{DocumentKind, FileProblem, check_file},
    paper::{BatchNo, FormNo},
    role::Right,
};
use leptos::prelude::*;
use store::{Conflict, StoreError, paper::PaperForm};
use zeroize::Zeroizing;

/// The address of the upload route, which takes the form with its file.
pub const UPLOAD: &str = "/do/staff/paper-scan";

/// The form as it is shown.
#[derive(Clone)]
pub struct ScanForm {
    place: (BatchNo, FormNo),
    /// What is there already.
    there: Option<DocumentKind>,
    /// One may be attached, or put in its place.
    takes: bool,
    problem: Option<FileProblem>,
}

impl ScanForm {
    /// The form for `operator`, with what was wrong with what they sent before.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(
        services: &Services,
        visit: &Visit,
        operator: &Visitor,
        batch: &Batch,
        form: &PaperForm,
    ) -> Result<Self, Failure> {
        let place = (batch.no(), form.no);
        let takes = batch.takes_scan(form);
        let problem = match takes {
            true => {
                let form = DeskForm::PaperScan(place.0, place.1);
                keep::kept(services, visit, form, operator.person).await?
            }
            false => None,
        };
        Ok(Self {
            place,
            there: form.scan,
            takes,
            problem,
        })
    }

    /// What is wrong with what was sent.
    pub fn wrong(&self, lang: Lang) -> Wrong {
        let wrong = self
            .problem
            .map(|problem| (DOCUMENT.to_owned(), words::file(lang, problem).to_owned()));
        Wrong::of(wrong.into_iter().collect())
    }
}

/// The panel; nothing where no scan is there and none may come.
#[component]
pub fn ScanPanel(visit: Visit, form: ScanForm) -> impl IntoView {
    let lang = visit.lang;
    if !form.takes && form.there.is_none() {
        return ().into_any();
    }
    let (batch, no) = form.place;
    let submit = match form.there.is_some() {
        true => words::scan_replace(lang),
        false => words::scan_submit(lang),
    };
    let open = form.there.map(|_| {
        let href = visit.href(&format!("{}/scan", form_path(batch, Some(no))));
        view! {
            <p>
                <a class="btn btn--2" href=href>
                    {words::scan_open(lang)}
                </a>
            </p>
            <p class="small">{words::scan_note(lang)}</p>
        }
    });
    let attach = form.takes.then(|| {
        view! {
            <form
                method="post"
                action=visit.href(UPLOAD)
                enctype="multipart/form-data"
                class="flow"
                novalidate
            >
                <input type="hidden" name="batch" value=batch.to_string() />
                <input type="hidden" name="form" value=no.to_string() />
                {document_field(lang, words::scan_file(lang), &form.wrong(lang))}
                <button class="btn btn--2">{submit}</button>
            </form>
        }
    });
    view! {
        <section class="panel prose" aria-labelledby="scan">
            <h2 id="scan">{words::scan_title(lang)}</h2>
            <p>{words::scan_lead(lang)}</p>
            {open}
            {attach}
        </section>
    }
    .into_any()
}

/// Who may attach a scan at all: of nobody else a file is read.
///
/// # Errors
/// [`Failure::SignInNeeded`] and [`Failure::Forbidden`] for whoever may not.
pub fn may_attach_scan(visit: &Visit) -> Result<&Visitor, Failure> {
    visit.require(Right::RecordPaper)
}

/// Attaches the scan that the upload route has read to the `form` of this number, of the `batch` of this number.
///
/// # Errors
/// As those of [`may_attach_scan`]; [`Failure::NotFound`] for what is no form of this community; [`Failure::BadRequest`] for a form that
/// did not come by that route. What is wrong with the file is told with the form, and that the form takes no scan any more on its batch's page.
#[server(prefix = "/do", endpoint = "staff/attach-paper-scan")]
pub async fn attach_paper_scan(
    #[server(default)] batch: String,
    #[server(default)] form: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let operator = may_attach_scan(&visit)?;
    let batch = Batch::of(&services, &visit, &batch).await?;
    let form = batch.form(&form)?;
    let sent = SentDocument::of_request()?;
    let (community, place) = (visit.community_id(), (batch.no(), form.no));
    let (desk_form, page) = (
        DeskForm::PaperScan(place.0, place.1),
        form_path(place.0, Some(place.1)),
    );
    let late = visit.href(&format!("{}?late", batch_path(place.0)));
    if !batch.takes_scan(form) {
        see_other(&late);
        return Ok(());
    }
    let kind = match check_file(sent.file()) {
        Ok(kind) => kind,
        Err(problem) => {
            keep::keep(&services, &visit, desk_form, operator.person, &problem).await?;
            see_other(&visit.href(&format!("{page}?kept#errors")));
            return Ok(());
        }
    };
    let sealed = seal_scan(&services, community, form.submission, sent.bytes()).await?;
    let by = does(&visit, operator);
    let attached = services
        .store
        .attach_paper_scan(community, place, (kind, &sealed), by)
        .await;
    match attached {
        // Settled between our look and the write.
        Err(StoreError::Conflict(Conflict::ChangedMeanwhile)) => {
            see_other(&late);
            return Ok(());
        }
        attached => attached?,
    }
    keep::forget(&services, &visit, desk_form, operator.person).await?;
    see_other(&visit.href(&format!("{page}?scan")));
    Ok(())
}

/// The scan of a form, opened: its kind and bytes. The look is logged.
///
/// # Errors
/// [`Failure::SignInNeeded`] and [`Failure::Forbidden`] for whoever may not; [`Failure::NotFound`] where there is none.
pub async fn paper_scan(
    services: &Services,
    visit: &Visit,
    (batch, form): (&str, &str),
) -> Result<(DocumentKind, Zeroizing<Vec<u8>>), Failure> {
    let operator = may_attach_scan(visit)?;
    let batch = Batch::of(services, visit, batch).await?;
    let form = batch.form(form)?;
    let community = visit.community_id();
    let by = does(visit, operator);
    let found = services
        .store
        .paper_scan(community, (batch.no(), form.no), by)
        .await;
    let (kind, sealed) = match found {
        Err(StoreError::NotFound) => return Err(Failure::NotFound),
        found => found?,
    };
    let opened = open_scan(services, community, form.submission, &sealed).await?;
    Ok((kind, opened))
}
