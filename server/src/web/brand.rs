//! The style sheet with a community's own colours: only the values of `style/tokens.css`, every one of them reckoned by
//! [`domain::brand`] from the two that are in the address.

use super::{downloads::File, errors::Failed};
use app::failure::Failure;
use axum::{extract::Path, response::Response};
use domain::brand::{Brand, Tone, Tones};
use http::HeaderMap;
use std::fmt::Write;

/// `GET /brand/{action}/{now}`: what stands there never changes, whoever asks for it.
///
/// # Errors
/// [`Failure::NotFound`] for what is no colour that a community may choose.
pub async fn stylesheet(
    Path((action, now)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let (action, now) = Brand::colours_at(&action, &now).map_err(|_| Failed(Failure::NotFound))?;
    let mut css = String::from(":root{");
    if let Some(action) = action {
        let tones = Tones::of(action);
        pairs(
            &mut css,
            "action",
            &[
                ("", tones.plain),
                ("-strong", tones.strong),
                ("-soft", tones.soft),
                ("-on", tones.on),
                ("-bar", tones.bar),
                ("-more", tones.more),
                ("-deep", tones.deep),
                ("-deep-line", tones.deep_line),
            ],
        );
    }
    if let Some(now) = now {
        let tones = Tones::of(now);
        pairs(
            &mut css,
            "now",
            &[
                ("", tones.plain),
                ("-soft", tones.soft),
                ("-more", tones.more),
            ],
        );
        // The same in both themes. Writing to a string cannot fail.
        _ = write!(css, "--brand-now-on-deep:{};", tones.on_deep);
    }
    css.push('}');
    Ok(File {
        kind: "text/css; charset=utf-8",
        disposition: None,
        caching: "public, max-age=31536000, immutable",
        body: css.into_bytes(),
    }
    .answer(&headers))
}

fn pairs(css: &mut String, colour: &str, tones: &[(&str, Tone)]) {
    for (role, tone) in tones {
        // Writing to a string cannot fail.
        _ = write!(
            css,
            "--brand-{colour}{role}:{};--brand-{colour}{role}-dark:{};",
            tone.light, tone.dark
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::brand::{Colour, DARK_GROUNDS, LIGHT_GROUNDS, STANDARD_ACTION, STANDARD_NOW};
    use std::collections::BTreeSet;

    const TOKENS: &str = include_str!("../../../style/tokens.css");

    /// The light and the dark value of a token, both written out.
    fn token(name: &str) -> (Colour, Colour) {
        let line = TOKENS
            .lines()
            .find(|line| line.trim_start().starts_with(&format!("--{name}: ")));
        let colours: Vec<Colour> = line
            .unwrap()
            .split('#')
            .skip(1)
            .map(|rest| {
                let digits: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
                let long: String = match digits.len() {
                    3 => digits.chars().flat_map(|c| [c, c]).collect(),
                    _ => digits,
                };
                long.parse().unwrap()
            })
            .collect();
        (colours[0], colours[1])
    }

    #[test]
    fn palettes_are_reckoned_for_the_grounds_and_standards_that_there_are() {
        let (day, night) = (LIGHT_GROUNDS, DARK_GROUNDS);
        for (name, grounds) in [
            ("paper", (day.paper, night.paper)),
            ("surface", (day.surface, night.surface)),
            ("sunken", (day.sunken, night.sunken)),
            ("track", (day.track, night.track)),
            ("deep", (day.deep, night.deep)),
        ] {
            assert_eq!(token(name), grounds, "{name}");
        }
        for (name, standard) in [("action", STANDARD_ACTION), ("now", STANDARD_NOW)] {
            assert_eq!(token(name), (standard.light, standard.dark), "{name}");
        }
    }

    #[tokio::test]
    async fn what_a_brand_sets_is_what_the_tokens_ask_for() {
        let names = |css: &str, before: &str, after: char| -> BTreeSet<String> {
            let found = css.split(before).skip(1);
            found
                .map(|rest| rest.split(after).next().unwrap_or_default().to_owned())
                .collect()
        };
        let asked = names(TOKENS, "var(--brand-", ',');
        let path = Path(("0057b7".to_owned(), "a31a4d".to_owned()));
        let answer = stylesheet(path, HeaderMap::new()).await.unwrap();
        let css = axum::body::to_bytes(answer.into_body(), 10_000)
            .await
            .unwrap();
        let set = names(std::str::from_utf8(&css).unwrap(), "--brand-", ':');
        assert_eq!(set, asked);
    }
}
