//! A long list in pages: which page an address asks for, and the links to the others.

use crate::{context::Visit, i18n::polls};
use leptos::prelude::*;

/// The page number in `?page=`, from 1; nonsense is the first page.
pub fn page_number(sent: Option<&str>) -> u64 {
    sent.filter(|n| n.bytes().all(|b| b.is_ascii_digit()))
        .and_then(|n| n.parse().ok())
        .filter(|n| (1..=9_999).contains(n))
        .unwrap_or(1)
}

/// The numbers to link to: the first, the last, the current one and its neighbours; `None` where some are left out.
fn shown(number: u64, pages: u64) -> Vec<Option<u64>> {
    let mut numbers: Vec<u64> = [1, number.saturating_sub(1), number, number + 1, pages]
        .into_iter()
        .filter(|n| (1..=pages).contains(n))
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut shown = Vec::with_capacity(numbers.len() + 2);
    let mut before = 0;
    for n in numbers {
        if n > before + 1 {
            shown.push(None);
        }
        shown.push(Some(n));
        before = n;
    }
    shown
}

/// Links to the pages of a list; nothing where one page holds it. `filter` is what the address says besides the page
/// (`state=open`), encoded already.
#[component]
pub fn Pager(
    visit: Visit,
    path: &'static str,
    number: u64,
    pages: u64,
    #[prop(into, default = String::new())] filter: String,
) -> impl IntoView {
    let path = visit.href(path);
    (pages > 1).then(|| {
        let links = shown(number, pages)
            .into_iter()
            .map(|n| match n {
                None => view! { <span>"…"</span> " " }.into_any(),
                Some(n) => {
                    let here = (n == number).then_some("page");
                    let href = match (n, filter.as_str()) {
                        (1, "") => path.clone(),
                        (1, filter) => format!("{path}?{filter}"),
                        (n, "") => format!("{path}?page={n}"),
                        (n, filter) => format!("{path}?{filter}&page={n}"),
                    };
                    view! {
                        <a href=href aria-current=here>
                            {n.to_string()}
                        </a>
                        " "
                    }
                    .into_any()
                }
            })
            .collect_view();
        view! {
            <nav class="pager" aria-label=polls::pages_label(visit.lang)>
                {links}
            </nav>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_in_the_address_is_the_first_page() {
        assert_eq!(page_number(Some("3")), 3);
        for nonsense in [
            None,
            Some(""),
            Some("0"),
            Some("-1"),
            Some("+2"),
            Some("x"),
            Some("99999999999999999999"),
        ] {
            assert_eq!(page_number(nonsense), 1, "{nonsense:?}");
        }
    }

    #[test]
    fn a_long_list_shows_the_ends_and_the_neighbours() {
        assert_eq!(shown(1, 3), [Some(1), Some(2), Some(3)]);
        assert_eq!(
            shown(50, 99),
            [Some(1), None, Some(49), Some(50), Some(51), None, Some(99)]
        );
        assert_eq!(shown(1, 1), [Some(1)]);
    }
}
