//! What people wrote, in the page's language or, where nobody has translated it, in Ukrainian and marked as such.

use crate::i18n::Lang;
use domain::lang::Bilingual;
use leptos::{either::Either, prelude::*};

/// A text inside a heading, a link or a cell. Where it is not in the page's language a `lang` says which it is, so that a
/// screen reader pronounces it rightly.
pub fn said(lang: Lang, text: &Bilingual) -> impl IntoView + use<> {
    let (words, written_in) = text.in_lang(lang);
    let words = words.to_owned();
    if written_in == lang || words.is_empty() {
        Either::Left(words)
    } else {
        Either::Right(view! { <span lang=written_in.tag()>{words}</span> })
    }
}

/// A passage: an empty line begins a new paragraph, a single line break stays one. Nothing for an empty text.
pub fn paragraphs(lang: Lang, text: &Bilingual) -> impl IntoView + use<> {
    let (words, written_in) = text.in_lang(lang);
    let foreign = (written_in != lang).then(|| written_in.tag());
    split(words)
        .into_iter()
        .map(|lines| {
            let mut lines = lines.into_iter();
            let first = lines.next();
            let rest = lines.map(|line| view! { <br /> {line} }).collect_view();
            view! { <p lang=foreign>{first} {rest}</p> }
        })
        .collect_view()
}

/// The paragraphs of a text as their lines.
fn split(text: &str) -> Vec<Vec<String>> {
    let mut paragraphs = vec![Vec::new()];
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            paragraphs.push(Vec::new());
        } else if let Some(last) = paragraphs.last_mut() {
            last.push(line.to_owned());
        }
    }
    paragraphs.retain(|lines| !lines.is_empty());
    paragraphs
}

/// What a view shows on the server, without the empty comments by which Leptos tells its parts.
#[cfg(test)]
pub(crate) fn rendered(view: impl FnOnce() -> AnyView) -> String {
    Owner::new().with(|| view().to_html()).replace("<!>", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_text_in_another_language_is_marked() {
        let (both, uk) = (Bilingual::new("Парк", "Park"), Bilingual::new("Парк", ""));
        assert_eq!(rendered(|| said(Lang::Uk, &uk).into_any()), "Парк");
        assert_eq!(rendered(|| said(Lang::En, &both).into_any()), "Park");
        assert_eq!(
            rendered(|| said(Lang::En, &uk).into_any()),
            r#"<span lang="uk">Парк</span>"#
        );
    }

    #[test]
    fn empty_lines_part_paragraphs_and_markup_stays_text() {
        let text = Bilingual::new("Один\r\nдва\n\n \n<b>три</b>\n", "");
        let html = rendered(|| paragraphs(Lang::Uk, &text).into_any());
        assert_eq!(html, "<p>Один<br>два</p><p>&lt;b&gt;три&lt;/b&gt;</p>");
        assert!(split("").is_empty());
    }
}
