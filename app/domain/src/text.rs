//! Texts that people type: trimmed, bounded, without control characters; and the folding that equal names share.

/// What is wrong with a text in itself. Whether it may be empty is the caller's rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextProblem {
    /// More than this many characters (Unicode scalar values, counted after trimming).
    TooLong(usize),
    /// A control character, or one that turns the direction of the text around.
    BadCharacters,
}

/// A text of one line: trimmed, at most `most` characters. Tabs are allowed, line breaks are not.
pub fn line(text: &str, most: usize) -> Result<String, TextProblem> {
    bounded(trimmed(text), most, |c| c == '\t')
}

/// A text of several lines: line breaks become `\n`, the ends are trimmed, at most `most` characters.
pub fn passage(text: &str, most: usize) -> Result<String, TextProblem> {
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    bounded(trimmed(&unix), most, |c| c == '\t' || c == '\n')
}

fn bounded(text: &str, most: usize, allowed: impl Fn(char) -> bool) -> Result<String, TextProblem> {
    if text
        .chars()
        .any(|c| (c.is_control() && !allowed(c)) || turns_direction(c))
    {
        return Err(TextProblem::BadCharacters);
    }
    if text.chars().count() > most {
        return Err(TextProblem::TooLong(most));
    }
    Ok(text.to_owned())
}

/// Bidirectional overrides, embeddings and isolates: with them a text can show itself in another order than it is
/// stored, and an option could look like its neighbour. No Ukrainian or English text needs them.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Without white space at the ends; empty when nothing in it can be seen, so that a title of zero-width signs is missing.
fn trimmed(text: &str) -> &str {
    let unseen = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'
            )
    };
    if text.chars().all(unseen) {
        ""
    } else {
        text.trim()
    }
}

/// The form in which names are compared and sorted: lower case, every apostrophe people type as ’, white space as single
/// spaces, й and ї composed. Letters stay distinct: ґ is not г, є is not е, ї is not і ([`crate::search::fold`] is coarser).
pub fn fold_for_comparison(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_whitespace() {
            gap = !folded.is_empty();
            continue;
        }
        if gap {
            folded.push(' ');
            gap = false;
        }
        match c {
            // The apostrophe of the standard (’), of the keyboard ('), of Unicode's letters (ʼ), and the stand-ins ‘ ` ´.
            '\'' | 'ʼ' | '‘' | '`' | '´' => folded.push('’'),
            // Some systems write й and ї as a letter and a combining sign.
            '\u{306}' if folded.ends_with('и') => replace_last(&mut folded, 'й'),
            '\u{308}' if folded.ends_with('і') => replace_last(&mut folded, 'ї'),
            c => folded.push(c),
        }
    }
    folded
}

fn replace_last(text: &mut String, by: char) {
    text.pop();
    text.push(by);
}

/// The Latin capital that a Cyrillic capital looks exactly like (А В Е І К М Н О Р С Т Х); any other sign as it is.
/// For codes only, where somebody typed or copied them with the wrong keyboard.
pub fn latin_look_alike(c: char) -> char {
    match c {
        'А' => 'A',
        'В' => 'B',
        'Е' => 'E',
        'І' => 'I',
        'К' => 'K',
        'М' => 'M',
        'Н' => 'H',
        'О' => 'O',
        'Р' => 'P',
        'С' => 'C',
        'Т' => 'T',
        'Х' => 'X',
        c => c,
    }
}
