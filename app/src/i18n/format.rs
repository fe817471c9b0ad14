//! Numbers, shares and spans of time as each language writes them. No clock and no time zone here: the browser uses it.

use super::common;
use domain::{
    ids::{OptionNo, PollNumber, QuestionNo},
    lang::{Bilingual, Lang},
    paper::{BatchNo, FormNo},
};

/// The no-break space that keeps a number and its unit on one line.
pub const NBSP: char = '\u{a0}';

/// How a message's argument looks in a language.
pub trait Shown {
    type Text: std::fmt::Display;
    fn shown(self, lang: Lang) -> Self::Text;
}

impl<'a> Shown for &'a str {
    type Text = &'a str;
    fn shown(self, _: Lang) -> &'a str {
        self
    }
}

impl<'a> Shown for &'a String {
    type Text = &'a str;
    fn shown(self, _: Lang) -> &'a str {
        self
    }
}

impl<'a> Shown for &'a Bilingual {
    type Text = &'a str;
    fn shown(self, lang: Lang) -> &'a str {
        self.get(lang)
    }
}

impl Shown for i64 {
    type Text = String;
    fn shown(self, lang: Lang) -> String {
        number(lang, self)
    }
}

/// A number in tenths: `Tenths(15)` is 1,5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tenths(pub i64);

impl Shown for Tenths {
    type Text = String;
    fn shown(self, lang: Lang) -> String {
        decimal(lang, self)
    }
}

/// A share in tenths of a percent: `Percent(457)` is 45,7 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(pub i64);

impl Percent {
    /// The share of `part` in `whole` as the tally rounds it; `None` when `whole` is not positive or `part` negative.
    pub fn of(part: i64, whole: i64) -> Option<Self> {
        if part < 0 {
            None
        } else {
            domain::tally::share(part, whole).map(Self)
        }
    }
}

impl Shown for Percent {
    type Text = String;
    fn shown(self, lang: Lang) -> String {
        percent(lang, self)
    }
}

/// The whole of which something is a part: «з 5», «із 7», «зі 100»; «of 5». The preposition follows the sound of the
/// number in the genitive (шести, семи, сорока; ста).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOf(pub i64);

impl Shown for OutOf {
    type Text = String;
    fn shown(self, lang: Lang) -> String {
        let preposition = match lang {
            Lang::Uk => out_of_preposition(self.0),
            Lang::En => "of",
        };
        format!("{preposition}{NBSP}{}", number(lang, self.0))
    }
}

/// Numbers that name something are never grouped: № 1214, not № 1 214.
macro_rules! shown_plainly {
    ($($id:ty),+) => {$(
        impl Shown for $id {
            type Text = String;
            fn shown(self, _: Lang) -> String {
                self.0.to_string()
            }
        }
    )+};
}
shown_plainly!(PollNumber, QuestionNo, OptionNo, BatchNo, FormNo);

/// `1 234 567` with no-break spaces; `1,234,567` in English.
pub fn number(lang: Lang, n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() * 2);
    if n < 0 {
        out.push('−');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(match lang {
                Lang::Uk => NBSP,
                Lang::En => ',',
            });
        }
        out.push(digit);
    }
    out
}

/// `1 234,5`; `1,234.5` in English. Always one digit after the sign.
pub fn decimal(lang: Lang, n: Tenths) -> String {
    let sign = if n.0 < 0 { "−" } else { "" };
    let (whole, tenth) = (n.0.unsigned_abs() / 10, n.0.unsigned_abs() % 10);
    let whole = number(lang, i64::try_from(whole).unwrap_or(i64::MAX));
    let mark = match lang {
        Lang::Uk => ',',
        Lang::En => '.',
    };
    format!("{sign}{whole}{mark}{tenth}")
}

/// `45,7 %` with a no-break space; `45.7%` in English.
pub fn percent(lang: Lang, share: Percent) -> String {
    let value = decimal(lang, Tenths(share.0));
    match lang {
        Lang::Uk => format!("{value}{NBSP}%"),
        Lang::En => format!("{value}%"),
    }
}

/// The share of `part` in `whole` in words that never say 0,0 % of something nor 100,0 % of almost everything;
/// `None` when there is no whole.
pub fn share(lang: Lang, part: i64, whole: i64) -> Option<String> {
    let rounded = Percent::of(part, whole)?;
    Some(match rounded.0 {
        0 if part > 0 => common::less_than_percent(lang, Percent(1)),
        1000 if part < whole => common::more_than_percent(lang, Percent(999)),
        _ => percent(lang, rounded),
    })
}

/// How many stitches of a hundred are filled for `part` of `whole`: rounded to the nearest, but at least one when somebody
/// took part and never a hundred while somebody has not. 0 when there is no whole.
pub fn of_hundred(part: i64, whole: i64) -> i64 {
    match Percent::of(part, whole) {
        None => 0,
        Some(_) if part == 0 => 0,
        Some(_) if part >= whole => 100,
        Some(Percent(tenths)) => ((tenths + 5) / 10).clamp(1, 99),
    }
}

/// «семеро зі ста», with collective numerals up to ten and «17 зі 100» beyond; «seven in a hundred». 0 = «менше ніж одна
/// людина зі ста».
pub fn people_of_hundred(lang: Lang, n: i64) -> String {
    const UK: [&str; 11] = [
        "менше ніж одна людина",
        "одна людина",
        "двоє",
        "троє",
        "четверо",
        "п’ятеро",
        "шестеро",
        "семеро",
        "восьмеро",
        "дев’ятеро",
        "десятеро",
    ];
    const EN: [&str; 11] = [
        "fewer than one",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
    ];
    let word = usize::try_from(n).ok().and_then(|i| match lang {
        Lang::Uk => UK.get(i),
        Lang::En => EN.get(i),
    });
    match (lang, word) {
        (Lang::Uk, Some(word)) => format!("{word} зі{NBSP}ста"),
        (Lang::Uk, None) => format!("{}{NBSP}зі{NBSP}100", number(lang, n)),
        (Lang::En, Some(word)) => format!("{word} in a{NBSP}hundred"),
        (Lang::En, None) => format!("{} in{NBSP}100", number(lang, n)),
    }
}

/// One minute in milliseconds, and what is made of it.
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// «Лишилося 3 дні», «Лишилася 1 година», «Лишилося менше хвилини», from milliseconds that are left. Whole units, rounded
/// down: nobody should believe they have longer than they do.
pub fn left(lang: Lang, ms: i64) -> String {
    match ms {
        DAY.. => common::left_days(lang, ms / DAY),
        HOUR.. => common::left_hours(lang, ms / HOUR),
        MINUTE.. => common::left_minutes(lang, ms / MINUTE),
        _ => common::left_less_than_minute(lang).to_owned(),
    }
}

/// In how many milliseconds [`left`] will say something else: the page's next time boundary. 0 when the time is up.
pub fn left_changes_in(ms: i64) -> i64 {
    let unit = match ms {
        DAY.. => DAY,
        HOUR.. => HOUR,
        MINUTE.. => MINUTE,
        _ => return ms.max(0),
    };
    ms % unit + 1
}

/// A span in the accusative: «7 днів», «1 годину», «45 хвилин», after «через», «щонайменше», «за». The largest unit that
/// says it exactly; a span under a minute is «менше хвилини».
pub fn span(lang: Lang, ms: i64) -> String {
    match ms {
        _ if ms >= DAY && ms % DAY == 0 => common::span_days(lang, ms / DAY),
        _ if ms >= HOUR && ms % HOUR == 0 => common::span_hours(lang, ms / HOUR),
        MINUTE.. => common::span_minutes(lang, ms / MINUTE),
        _ => common::span_less_than_minute(lang).to_owned(),
    }
}

/// The text with a capital first letter: «Листопад 2026 р.» as a heading, «Жителі громади» as a sentence.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// «з», «із» or «зі» before a number read aloud in the genitive.
fn out_of_preposition(n: i64) -> &'static str {
    // The first spoken word decides, so only the leading group of three digits matters.
    let mut lead = n.unsigned_abs();
    let mut thousands = false;
    while lead >= 1000 {
        lead /= 1000;
        thousands = true;
    }
    match lead {
        100..=199 => "зі",
        600..=799 => "із",
        200..=999 => "з",
        // «тисячі», «мільйона»
        1 if thousands => "з",
        6 | 7 | 16 | 17 | 40..=49 | 60..=79 => "із",
        _ => "з",
    }
}
