//! Escaping for the sandbox's own small pages.

/// `text` for an element's content or a quoted attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_means_something_in_html_passes() {
        assert_eq!(
            escaped("<a href=\"x\" b='y'>&ї"),
            "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;ї"
        );
    }
}
