//! Failures as responses: a page in the visitor's language for browsers, a stable code for everybody else.

use crate::site::Site;
use app::{context::Visit, failure::Failure};
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
            request.extensions_mut().insert(visit.clone());
            request.extensions_mut().insert(failure);
            site.render(request).await
        }
        None => bare(failure),
    };
    *response.status_mut() = status(failure);
    if let Some(seconds) = failure.retry_after() {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
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
