//! Failures as responses: a page in the visitor's language for browsers, a stable code for everybody else.

use crate::site::Site;
use app::{
    context::{Visit, VisitParts},
    failure::Failure,
    i18n::{Lang, errors},
};
use axum::{
    body::Body,
    extract::Request,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};

/// A failure on its way out of a handler; the front turns it into a page where a person is looking.
#[derive(Clone, Copy, Debug)]
pub struct Failed(pub Failure);

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let mut response = bare(self.0);
        response.extensions_mut().insert(self.0);
        response
    }
}

/// The response of `failure`: a page for the person of `visit`, the bare code when there is none.
pub async fn respond(site: &Site, visit: Option<&Visit>, failure: Failure) -> Response {
    let mut response = match visit {
        Some(visit) => {
            let mut request = Request::new(Body::empty());
            request.extensions_mut().insert(somewhere(visit));
            request.extensions_mut().insert(failure);
            site.render(request).await
        }
        None => bare(failure),
    };
    finish(&mut response, failure);
    response
}

/// The visit as an error page shows it: its links to the other language and back from the sign-in need an address that can be
/// opened, and a form's is none.
fn somewhere(visit: &Visit) -> Visit {
    if !visit.path.starts_with("/do/") {
        return visit.clone();
    }
    Visit::new(VisitParts {
        path: "/".to_owned(),
        ..VisitParts::clone(visit)
    })
}

/// The response of `failure` before anybody knows whose page it would be: no community has this host, or the database does not
/// answer. Both languages, because the visitor's is not known either.
pub fn respond_to_nobody(site: &Site, failure: Failure) -> Response {
    let words = |lang| match failure {
        Failure::NotFound => (
            errors::no_such_community_title(lang),
            errors::no_such_community_text(lang),
            "",
        ),
        _ => errors::page(lang, failure.status(), errors::Sent::Nothing),
    };
    let ((title, what, todo), english) = (words(Lang::Uk), words(Lang::En));
    // The one address that is known to be ours.
    let platform = &site.services.platform_url;
    let (link, link_in_english) = (
        errors::to_communities(Lang::Uk),
        errors::to_communities(Lang::En),
    );
    let style = site.services.assets.url("main.css");
    let html = format!(
        "<!DOCTYPE html><html lang=\"uk\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title><link rel=\"stylesheet\" href=\"{style}\"></head><body>\
         <main class=\"wrap page\"><div class=\"prose flow oops\"><h1>{title}</h1><p class=\"lead\">{what}</p><p>{todo}</p>\
         <p><a class=\"btn\" href=\"{platform}/\">{link}</a></p>\
         <div lang=\"en\" class=\"flow section\"><h2>{}</h2><p>{}</p><p>{}</p>\
         <p><a href=\"{platform}/en\">{link_in_english}</a></p></div></div></main></body></html>",
        english.0, english.1, english.2
    );
    let mut response = Response::new(Body::from(html));
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    finish(&mut response, failure);
    response
}

/// Status and, where trying again makes sense, when.
fn finish(response: &mut Response, failure: Failure) {
    *response.status_mut() = status(failure);
    if let Some(seconds) = failure.retry_after() {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
}

/// A response on its way back through the front: a failure in it becomes a page where a person is looking.
pub async fn dressed(site: &Site, visit: &Visit, wants_page: bool, response: Response) -> Response {
    match response.extensions().get::<Failure>().copied() {
        Some(failure) if wants_page => respond(site, Some(visit), failure).await,
        _ => response,
    }
}

/// The failure's stable code as JSON, which is what islands and programs read.
fn bare(failure: Failure) -> Response {
    let body = serde_json::to_vec(&failure).unwrap_or_default();
    (
        status(failure),
        [
            (header::CONTENT_TYPE, "application/json"),
            (http::HeaderName::from_static("serverfnerror"), "1"),
        ],
        body,
    )
        .into_response()
}

fn status(failure: Failure) -> StatusCode {
    StatusCode::from_u16(failure.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
