//! Text written into HTML by hand, where Leptos does not escape it by itself (DESIGN §12).

/// `text` with the five characters that mean something in HTML written as references.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// `text` as the content of a `<textarea>`.
pub fn escape_for_textarea(text: &str) -> String {
    // A newline right after the tag is dropped by the HTML parser: one is put there, so that a text's own survives.
    format!("\n{}", escape(text))
}
