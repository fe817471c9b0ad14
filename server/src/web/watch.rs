//! Static files under `cargo leptos watch`: cargo-leptos builds the browser's bundle itself, without hashes in the names, and
//! the stylesheets are served as they are written. Debug builds only; a release always serves what `frontend/build.sh` made.

use app::context::Assets;
use rust_embed::EmbeddedFile;

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
        ("passkey.js", "/style/passkey.js".to_owned()),
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

/// The files of `style` as they are written.
#[cfg(debug_assertions)]
#[derive(rust_embed::RustEmbed)]
#[folder = "../style"]
struct Written;

/// What stands at a fixed address and is made by `frontend/build.sh` alone: the loader of the widget, which other websites name.
#[cfg(debug_assertions)]
pub fn fixed(name: &str) -> Option<EmbeddedFile> {
    (name == "embed/v1.js")
        .then(|| Written::get(name))
        .flatten()
}

/// A release serves what was built.
#[cfg(not(debug_assertions))]
pub fn fixed(_: &str) -> Option<EmbeddedFile> {
    None
}

/// The folder of stylesheets, at `/style`.
#[cfg(debug_assertions)]
pub fn styles() -> tower_http::services::ServeDir {
    tower_http::services::ServeDir::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../style"))
}

#[cfg(all(test, debug_assertions))]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_script_and_stylesheet_that_the_build_would_pack_is_served_as_it_is_written() {
        let style = Path::new(env!("CARGO_MANIFEST_DIR")).join("../style");
        let mut names: Vec<String> = std::fs::read_dir(&style)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            // A stylesheet that others are imported into.
            .filter(|name| name.ends_with(".js") || name.ends_with("main.css"))
            .collect();
        names.sort();
        assert!(names.contains(&"passkey.js".to_owned()), "{names:?}");
        let assets = assets();
        for name in names {
            assert_eq!(assets.url(&name), format!("/style/{name}"));
        }
        let frame = assets.url("embed-frame.js");
        let frame = style.join(frame.trim_start_matches("/style/"));
        assert!(frame.is_file(), "{}", frame.display());
        // Its address is fixed, and named by other websites.
        assert!(fixed("embed/v1.js").is_some_and(|file| !file.data.is_empty()));
        assert!(fixed("passkey.js").is_none() && fixed("../Cargo.toml").is_none());
    }
}
