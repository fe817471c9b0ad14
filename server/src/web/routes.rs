//! Which handler stands at which address. Everything that is no special route is a page.

#[cfg(debug_assertions)]
use super::watch;
use super::{
    assets, auth, brand, documents, downloads, embed, errors::Failed, functions, pictures,
    turnout_events,
};
use crate::{
    front::{headers, pass},
    site::Site,
};
use app::context::Visit;
use app::failure::Failure;
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Request, State},
    middleware::{from_fn_with_state, map_response},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get, post},
};
use http::{HeaderMap, Method, StatusCode, header};
use std::time::Duration;
use tower::ServiceBuilder;
use tower_http::{catch_panic::CatchPanicLayer, timeout::TimeoutLayer};

/// Longest time that anything may take. The front tells the person earlier; this catches the front itself.
const MOST_TIME: Duration = Duration::from_secs(330);

/// The whole service of one instance. The front stands before the router, because it takes the language off the path.
pub fn service(site: Site) -> Router {
    let routes = Router::new()
        .route(
            "/do/{*function}",
            post(functions::run)
                .fallback(method_not_allowed)
                // How much is read of a form is decided by `functions`; axum's own limit is below the largest of ours.
                .layer(DefaultBodyLimit::disable()),
        )
        .route(
            "/do/staff/option-picture",
            upload(&pictures::OPTION_PICTURE),
        )
        .route("/do/staff/logo", upload(&pictures::LOGO))
        .route(
            "/do/send-residence-document",
            document(&documents::RESIDENCE),
        )
        .route(
            "/do/send-organisation-document",
            document(&documents::ORGANISATION),
        )
        .route("/staff/people/{id}/document", get(documents::residence))
        .route(
            "/staff/organisations/claims/{id}/document",
            get(documents::organisation),
        )
        .route("/do/staff/paper-scan", document(&documents::PAPER_SCAN))
        .route("/staff/paper/{batch}/{form}/scan", get(documents::paper))
        .route("/brand/{action}/{now}", get(brand::stylesheet))
        .route("/pictures/{hash}", get(pictures::get))
        .route("/auth/callback", get(auth::callback))
        .route("/auth/ticket", get(auth::ticket))
        .route("/polls/{number}/results.csv", get(downloads::results_csv))
        .route("/polls/{number}/deadline.ics", get(downloads::deadline_ics))
        .route("/polls/{number}/qr.svg", get(downloads::qr_svg))
        .route("/polls/{number}/card.png", get(downloads::card_png))
        .route("/me/data.json", get(downloads::my_data))
        .route("/embed/v1.js", get(embed::loader))
        .route("/embed/oembed.json", get(embed::oembed))
        .route("/staff/turnout/events", get(turnout_events::events))
        .route("/pkg/{file}", get(assets::hashed))
        .route(
            "/favicon.svg",
            get(|headers: HeaderMap| async move { assets::fixed("favicon.svg", &headers) }),
        )
        .route(
            "/apple-touch-icon.png",
            get(
                |headers: HeaderMap| async move { assets::fixed("apple-touch-icon.png", &headers) },
            ),
        )
        .route("/robots.txt", get(robots))
        .fallback(page)
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(site.clone());
    let https = site.public.is_https();
    #[cfg(debug_assertions)]
    let routes = if watch::is_on() {
        routes.nest_service("/style", watch::styles())
    } else {
        routes
    };
    let routes = caught(routes);
    // Probes come by address, not by a community's host name.
    let probes = Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .with_state(site.clone());
    let front = ServiceBuilder::new()
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            MOST_TIME,
        ))
        .layer(CatchPanicLayer::custom(|panic| {
            panicked(panic);
            bilingual()
        }))
        .layer(from_fn_with_state(site, pass::pass))
        .service(routes);
    // Outermost, so that even what the layers answer by themselves carries the protective headers.
    probes
        .fallback_service(front)
        .layer(map_response(move |mut response: Response| async move {
            headers::protect(response.headers_mut(), https);
            response
        }))
}

/// A form with a file.
fn upload(upload: &'static pictures::Upload) -> MethodRouter<Site> {
    post(move |State(site): State<Site>, request: Request| pictures::take(upload, site, request))
        .fallback(method_not_allowed)
        // How much is read is decided by `pictures`.
        .layer(DefaultBodyLimit::disable())
}

/// A form with a document about whoever sends it.
fn document(upload: &'static documents::Upload) -> MethodRouter<Site> {
    post(move |site: State<Site>, request: Request| documents::take(upload, site, request))
        .fallback(method_not_allowed)
        // How much is read is decided by `documents`.
        .layer(DefaultBodyLimit::disable())
}

/// A page of `app`.
async fn page(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    request: Request,
) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return method_not_allowed().await;
    }
    let (parts, body) = request.into_parts();
    match site.pages.page(&site, &visit, &parts).await {
        Some(kept) => kept,
        None => site.render(Request::from_parts(parts, body)).await,
    }
}

async fn method_not_allowed() -> Response {
    Failed(Failure::MethodNotAllowed).into_response()
}

/// `GET /readyz`: whether the database answers.
async fn ready(State(site): State<Site>) -> Response {
    match site.services.store.now_in_database().await {
        Ok(_) => "ready\n".into_response(),
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database does not answer\n",
        )
            .into_response(),
    }
}

/// `GET /robots.txt`: pages of residents may be found; forms, sign-in and the desk are nobody's business.
async fn robots(Extension(_visit): Extension<Visit>) -> impl IntoResponse {
    let text = "User-agent: *\nDisallow: /do/\nDisallow: /auth/\nDisallow: /staff\nDisallow: /sign-in\nDisallow: /me\nDisallow: /en/staff\nDisallow: /en/sign-in\nDisallow: /en/me\n";
    ([(header::CACHE_CONTROL, "public, max-age=86400")], text)
}

/// The routes, of which one that panics fails like any other: the front makes a page of it, in the language of whoever asked.
fn caught(routes: Router) -> Router {
    routes.layer(CatchPanicLayer::custom(|panic| {
        panicked(panic);
        Failed(Failure::Internal).into_response()
    }))
}

/// A panic: the details are in the log, and nowhere else.
fn panicked(panic: Box<dyn std::any::Any + Send + 'static>) {
    let what = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    tracing::error!(what, "a handler panicked");
}

/// What is left to say where the front itself panicked, or the page that tells of it.
fn bilingual() -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], "Помилка на нашому боці. Спробуйте ще раз за хвилину.\nSomething went wrong on our side. Please try again in a minute.\n").into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tower::ServiceExt;

    #[tokio::test]
    async fn what_panics_fails_so_that_the_front_can_make_a_page_of_it() {
        async fn broken() -> &'static str {
            panic!("with a name that nobody may read")
        }
        let routes = caught(Router::new().fallback(broken));
        let asked = Request::new(axum::body::Body::empty());
        let answer = routes.oneshot(asked).await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(answer.extensions().get(), Some(&Failure::Internal));
        let body = axum::body::to_bytes(answer.into_body(), 1_000)
            .await
            .unwrap();
        assert!(!String::from_utf8_lossy(&body).contains("name"), "{body:?}");
    }
}
