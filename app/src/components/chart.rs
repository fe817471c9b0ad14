//! Charts as server-rendered SVG under real text: a bar's width is a percentage attribute, never a style.

use crate::i18n::{Lang, format, polls};
use leptos::prelude::*;

/// How a bar is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarKind {
    Leader,
    Other,
    /// «Утримуюся»: an answer, but no side.
    Neutral,
    /// Turnout that still grows.
    Now,
}

/// A bar of `tenths` of a percent (0 to 1000).
#[component]
pub fn Bar(tenths: i64, kind: BarKind, #[prop(default = 16)] height: i32) -> impl IntoView {
    let class = match kind {
        BarKind::Leader => "bar bar--lead",
        BarKind::Other => "bar",
        BarKind::Neutral => "bar bar--na",
        BarKind::Now => "bar bar--now",
    };
    let width = width(tenths);
    view! {
        <svg class=class width="100%" height=height aria-hidden="true">
            <rect width="100%" height=height></rect>
            <rect width=width height=height></rect>
        </svg>
    }
}

/// `48.2%`, within 0 to 100.
fn width(tenths: i64) -> String {
    let tenths = tenths.clamp(0, 1000);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// A hundred diamonds in 25 columns of 4, so many of them filled as of a hundred people took part. One to a page.
#[component]
pub fn Stitches(lang: Lang, part: i64, whole: i64) -> impl IntoView {
    let filled = format::of_hundred(part, whole);
    let (columns, rest) = (filled / 4, filled % 4);
    let (full, begun) = (columns * 10, rest * 10);
    view! {
        <svg class="stitch" viewBox="0 0 250 40" role="img" aria-label=polls::stitches(lang, filled)>
            <defs>
                <pattern id="on" width="10" height="10" patternUnits="userSpaceOnUse">
                    <path class="on" d="M5 .8L9.2 5 5 9.2.8 5z"></path>
                </pattern>
                <pattern id="off" width="10" height="10" patternUnits="userSpaceOnUse">
                    <path class="off" d="M5 .8L9.2 5 5 9.2.8 5z"></path>
                </pattern>
            </defs>
            <rect width="250" height="40" fill="url(#off)"></rect>
            {(full > 0).then(|| view! { <rect width=full height="40" fill="url(#on)"></rect> })}
            {(begun > 0)
                .then(|| view! { <rect x=full width="10" height=begun fill="url(#on)"></rect> })}
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::said::rendered;

    fn stitches(part: i64, whole: i64) -> String {
        rendered(|| view! { <Stitches lang=Lang::Uk part whole /> }.into_any())
    }

    #[test]
    fn a_bar_never_leaves_its_track() {
        assert_eq!(
            [width(0), width(482), width(1000), width(-5), width(3000)],
            ["0.0%", "48.2%", "100.0%", "0.0%", "100.0%"]
        );
    }

    #[test]
    fn a_bar_has_no_inline_style() {
        let html = rendered(|| view! { <Bar tenths=482 kind=BarKind::Leader /> }.into_any());
        assert!(
            html.contains(r#"<rect width="48.2%" height="16">"#),
            "{html}"
        );
        assert!(!html.contains("style"), "{html}");
    }

    #[test]
    fn seven_of_a_hundred_are_one_column_and_three_stitches() {
        let html = stitches(7, 100);
        assert!(
            html.contains(r#"<rect width="10" height="40" fill="url(#on)">"#),
            "{html}"
        );
        assert!(
            html.contains(r#"<rect x="10" width="10" height="30" fill="url(#on)">"#),
            "{html}"
        );
    }

    #[test]
    fn whole_columns_and_nobody_draw_no_empty_shapes() {
        let eight = stitches(8, 100);
        assert!(
            eight.contains(r#"<rect width="20" height="40" fill="url(#on)">"#),
            "{eight}"
        );
        assert!(!eight.contains(r#"height="0""#), "{eight}");
        assert!(!stitches(0, 100).contains("url(#on)"));
    }

    #[test]
    fn the_first_of_many_fills_one_stitch_and_the_last_but_one_leaves_one_empty() {
        assert!(stitches(1, 58_240).contains(r#"height="10" fill="url(#on)""#));
        let almost = stitches(58_239, 58_240);
        assert!(
            almost.contains(r#"<rect width="240" height="40" fill="url(#on)">"#),
            "{almost}"
        );
        assert!(
            almost.contains(r#"height="30" fill="url(#on)""#),
            "{almost}"
        );
    }
}
