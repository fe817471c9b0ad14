//! Searching a list: the form in which texts are compared however somebody spells or types them, and the words of a query.
//!
//! Whoever searches should not have to know how a word is written, nor have a Ukrainian keyboard at hand. So what people
//! confuse or cannot type falls into one class. A few polls too many are found («кіт» also finds «кит»), none is missed.

/// Most characters of a query that count; the rest is dropped.
pub const MOST_CHARACTERS: usize = 100;
/// Most words of a query that count: each is a condition of its own on every poll.
pub const MOST_WORDS: usize = 8;

/// The form in which texts are searched: lower case, letters that people confuse as one, without apostrophes and accents;
/// whatever is neither letter nor digit is a gap, and a gap is a single space.
///
/// The classes:
///
/// | Written | Folded | Because |
/// |---|---|---|
/// | г ґ | г | the letter ґ is left out, or there is no key for it |
/// | е є ё э | е | є is missing on a Russian keyboard, э stands in its place |
/// | и і ї ы, Latin i | и | і and ї are missing on a Russian keyboard: people write и, ы or the Latin letter; и and і are also the commonest slip of spelling |
/// | ' ’ ʼ ‘ ` ´ ъ | nothing | three signs are in use for one apostrophe, others stand in for it, many leave it out |
/// | ь at the end of a word | nothing | it goes when the word is declined: учитель, учителя; вулиць, вулиця |
/// | á, о́, й as two signs | a, о, й | accents mark the stress, or come from another system's keyboard |
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            // й is another letter than и, also where it is written as и and a breve.
            '\u{306}' if !gap && folded.ends_with('и') => {
                folded.pop();
                folded.push('й');
            }
            c if is_silent(c) => {}
            c if c.is_alphanumeric() => {
                if gap && !folded.is_empty() {
                    folded.push(' ');
                }
                gap = false;
                folded.push(letter(c));
            }
            _ => {
                soften(&mut folded);
                gap = true;
            }
        }
    }
    soften(&mut folded);
    folded
}

/// Takes a soft sign off the end of the last word: it goes when the word is declined («учитель», «учителя»).
fn soften(folded: &mut String) {
    while let Some(stem) = folded.strip_suffix('ь')
        && !stem.is_empty()
        && !stem.ends_with(' ')
    {
        folded.pop();
    }
}

/// What stands within a word and says nothing to a search: apostrophes, combining accents, soft hyphens, signs of no width.
fn is_silent(c: char) -> bool {
    matches!(
        c,
        '\'' | '’' | 'ʼ' | '‘' | '‛' | '`' | '´' | 'ʹ' | '′' | '＇' | 'ъ'
            | '\u{300}'..='\u{36F}'
            | '\u{AD}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2060}'
            | '\u{FEFF}'
    )
}

/// The letter that stands for the class of a lower-case letter.
fn letter(c: char) -> char {
    match c {
        'ґ' | 'ѓ' => 'г',
        'є' | 'ё' | 'э' | 'ѐ' => 'е',
        'і' | 'ї' | 'ы' | 'ѝ' | 'i' | 'ì'..='ï' | 'ī' | 'į' | 'ı' => 'и',
        'ќ' => 'к',
        'ў' => 'у',
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ķ' => 'k',
        'ļ' | 'ľ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ŕ' | 'ř' => 'r',
        'ś' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        c => c,
    }
}

/// What somebody looks for: folded words, all of which must be found. However much was sent, it holds at most
/// [`MOST_WORDS`] words of [`MOST_CHARACTERS`] characters in all, of letters and digits only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    typed: String,
    words: Vec<String>,
}

impl Query {
    /// Reads what was typed. Nothing that could be looked for is an empty query, which finds everything.
    pub fn new(typed: &str) -> Self {
        let typed: String = typed
            .trim()
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(MOST_CHARACTERS)
            .collect();
        let mut words: Vec<String> = Vec::new();
        for word in fold(&typed).split(' ').filter(|word| !word.is_empty()) {
            if words.len() < MOST_WORDS && !words.iter().any(|known| known == word) {
                words.push(word.to_owned());
            }
        }
        if words.is_empty() {
            return Self::default();
        }
        Self {
            typed: typed.trim().to_owned(),
            words,
        }
    }

    /// As it was typed, on one line and not longer than counts; to be shown again.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// The folded words, none twice.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}
