//! `/privacy`: the notice on the processing of personal data, to which whoever signs in consents.

use crate::{
    components::{Frame, PageDescription, PageTitle, page},
    context::{Visit, visit},
    failure::Failure,
    i18n::{dates, privacy as words},
};
use domain::privacy_notice::{EDITION, in_force_from};
use leptos::prelude::*;

/// The page.
pub const PATH: &str = "/privacy";

/// `/privacy`.
#[component]
pub fn Privacy() -> impl IntoView {
    page(async move {
        let visit = visit()?;
        if visit.is_platform() {
            return Err(Failure::NotFound);
        }
        Ok(view! { <PrivacyView visit /> })
    })
}

#[component]
fn PrivacyView(visit: Visit) -> impl IntoView {
    let lang = visit.lang;
    let day = in_force_from(EDITION).and_then(dates::start_of_day);
    let edition = day.map(|day| {
        let words = words::edition(lang, EDITION.into(), &dates::date(lang, day));
        view! { <p class="muted">{words}</p> }
    });
    let council = visit.community.council.get(lang).to_owned();
    let who = match visit.community.address.get(lang) {
        "" => words::who_no_address(lang, &council),
        address => words::who(lang, &council, address),
    };
    let kept = [
        words::what_name(lang),
        words::what_number(lang),
        words::what_home(lang),
        words::what_document(lang),
        words::what_organisation(lang),
        words::what_paper(lang),
        words::what_mail(lang),
        words::what_part(lang),
        words::what_sign_ins(lang),
        words::what_answers(lang),
    ];
    let kept = kept.map(|what| view! { <li>{what}</li> });
    view! {
        <PageTitle text=words::title(lang) />
        <PageDescription text=words::lead(lang) />
        <Frame>
            <div class="flow prose">
                <h1>{words::title(lang)}</h1>
                {edition}
                <p class="lead">{words::lead(lang)}</p>
                <h2>{words::who_title(lang)}</h2>
                <p>{who}</p>
                <h2>{words::why_title(lang)}</h2>
                <p>{words::why(lang)}</p>
                <h2>{words::what_title(lang)}</h2>
                <ul class="list">{kept}</ul>
                <h2>{words::access_title(lang)}</h2>
                <p>{words::access(lang)}</p>
                <h2>{words::time_title(lang)}</h2>
                <p>{words::time(lang)}</p>
                <h2>{words::rights_title(lang)}</h2>
                <p>{words::rights(lang)}</p>
                <p>
                    <a href=visit.href("/me/data")>{words::rights_link(lang)}</a>
                </p>
                <p>{words::ombudsman(lang)}</p>
            </div>
        </Frame>
    }
}
