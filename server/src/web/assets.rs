//! The built static files, embedded in a release binary (a debug build reads them from disk): immutable names, long
//! caching, precompressed bodies chosen by `Accept-Encoding` (RFC 9110 §12.5.3).

use super::{encoding::Encoding, watch};
use app::context::Assets;
use axum::{
    body::Body,
    extract::Path,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::collections::HashMap;

/// What `frontend/build.sh` made.
#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// The addresses of the built files by their plain names, from the build's manifest; empty where nothing was built.
pub fn built() -> Assets {
    if watch::is_on() {
        return watch::assets();
    }
    #[derive(serde::Deserialize)]
    struct Entry {
        path: String,
    }
    let manifest: HashMap<String, Entry> = Site::get("manifest.json")
        .and_then(|file| serde_json::from_slice(&file.data).ok())
        .unwrap_or_default();
    Assets::new(
        manifest
            .into_iter()
            .map(|(name, entry)| (name, format!("/{}", entry.path.trim_start_matches('/'))))
            .collect(),
    )
}

/// `GET /pkg/{file}`: a file whose name holds its content's hash.
pub async fn hashed(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let caching = if watch::is_on() {
        "no-cache"
    } else {
        IMMUTABLE
    };
    serve(&format!("pkg/{file}"), &headers, caching)
}

/// A file at a fixed address (icons): cached for a day.
pub fn fixed(name: &str, headers: &HeaderMap) -> Response {
    serve(name, headers, "public, max-age=86400")
}

/// A file that pages of other websites load: cached for ten minutes, then asked for again by its ETag.
pub fn for_other_sites(name: &str, asked: &HeaderMap) -> Response {
    let mut response = serve(name, asked, "public, max-age=600");
    if response.status() != StatusCode::OK {
        return response;
    }
    let known = best(name, asked).and_then(|(file, encoding)| {
        let hash = URL_SAFE_NO_PAD.encode(&file.metadata.sha256_hash()[..15]);
        let etag = format!("\"{hash}-{}\"", encoding.unwrap_or("id"));
        response
            .headers_mut()
            .insert(header::ETAG, HeaderValue::from_str(&etag).ok()?);
        let sent = asked.get(header::IF_NONE_MATCH)?.to_str().ok()?;
        let mut tags = sent
            .split(',')
            .map(|tag| tag.trim().trim_start_matches("W/"));
        tags.any(|tag| tag == "*" || tag == etag).then_some(())
    });
    let headers = response.headers_mut();
    headers.insert(
        http::HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    if known.is_some() {
        headers.remove(header::CONTENT_TYPE);
        headers.remove(header::CONTENT_ENCODING);
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
    }
    response
}

fn serve(name: &str, headers: &HeaderMap, caching: &'static str) -> Response {
    // Only plain names: no separators beyond the folder, no way out of it, no compressed variants asked for by name.
    let plain = !name.contains("..") && !name.ends_with(".br") && !name.ends_with(".gz");
    let Some((file, encoding)) = plain.then(|| best(name, headers)).flatten() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = Response::new(Body::from(file.data.into_owned()));
    let out = response.headers_mut();
    out.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(content_type(name)),
    );
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// The smallest variant that the client takes.
fn best(name: &str, headers: &HeaderMap) -> Option<(EmbeddedFile, Option<&'static str>)> {
    if watch::is_on()
        && let Some(file) = watch::fixed(name)
    {
        return Some((file, None));
    }
    let encoding = Encoding::accepted(headers);
    let ending = match encoding {
        Encoding::Brotli => ".br",
        Encoding::Gzip => ".gz",
        Encoding::Identity => "",
    };
    // What does not get smaller (a PNG) was not compressed by the build.
    match Site::get(&format!("{name}{ending}")) {
        Some(file) => Some((file, encoding.name())),
        None => Site::get(name).map(|file| (file, None)),
    }
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nothing_outside_the_built_files_is_served() {
        for name in [
            "../Cargo.toml",
            "..%2fCargo.toml",
            "manifest.json.br",
            "nothing.css",
        ] {
            assert_eq!(
                hashed(Path(name.to_owned()), HeaderMap::new())
                    .await
                    .status(),
                StatusCode::NOT_FOUND,
                "{name}"
            );
        }
    }
}
