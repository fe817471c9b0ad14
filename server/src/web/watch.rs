//! Static files under `cargo leptos watch`: cargo-leptos builds the browser's bundle itself, without hashes in the names, and
//! the stylesheets are served as they are written. Debug builds only; a release always serves what `frontend/build.sh` made.

use app::context::Assets;

/// Whether cargo-leptos started this process: it names its output in the environment.
pub fn is_on() -> bool {
    cfg!(debug_assertions) && std::env::var_os("LEPTOS_OUTPUT_NAME").is_some()
}

/// Where the files are then.
pub fn assets() -> Assets {
    let output = std::env::var("LEPTOS_OUTPUT_NAME").unwrap_or_else(|_| "viche".to_owned());
    let places = [
        ("main.css", "/style/main.css".to_owned()),
        ("desk-main.css", "/style/desk-main.css".to_owned()),
        ("embed-main.css", "/style/embed-main.css".to_owned()),
        ("embed-frame.js", "/style/embed/frame.js".to_owned()),
        ("boot.js", "/style/boot.js".to_owned()),
        ("viche.js", format!("/pkg/{output}.js")),
        ("viche_bg.wasm", format!("/pkg/{output}.wasm")),
        // cargo-leptos builds one bundle with the islands of both.
        ("viche_staff.js", format!("/pkg/{output}.js")),
        ("viche_staff_bg.wasm", format!("/pkg/{output}.wasm")),
    ];
    Assets::new(
        places
            .into_iter()
            .map(|(name, place)| (name.to_owned(), place))
            .collect(),
    )
}

/// The folder of stylesheets, at `/style`.
#[cfg(debug_assertions)]
pub fn styles() -> tower_http::services::ServeDir {
    tower_http::services::ServeDir::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../style"))
}
