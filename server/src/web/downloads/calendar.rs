//! A deadline as a calendar file (RFC 5545): one event at the moment when answers are no longer accepted, and an alarm a day
//! before. A few lines of our own, because a calendar's crate would bring time zones that we do not need: the moment is in UTC.

use app::i18n::Lang;
use domain::time::Millis;
use std::fmt::{Display, Formatter};

/// Longest line in octets, without its CRLF (RFC 5545 §3.1).
const MOST_OCTETS: usize = 75;

/// The event.
pub struct Deadline<'a> {
    /// Stays the same for the same poll: a later file replaces an earlier one.
    pub uid: String,
    /// Grows with every change.
    pub sequence: i64,
    /// When this was first announced.
    pub stamp: Millis,
    pub at: Millis,
    /// The language of the texts.
    pub lang: Lang,
    pub summary: String,
    pub description: String,
    /// What the alarm says.
    pub reminder: String,
    pub product: &'a str,
    pub url: &'a str,
}

impl Display for Deadline<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let language = format!(";LANGUAGE={}", self.lang.tag());
        let text = |name: &str, text: &str| format!("{name}{language}:{}", escaped(text));
        let lines = [
            "BEGIN:VCALENDAR".to_owned(),
            "VERSION:2.0".to_owned(),
            format!("PRODID:-//{}//{}", escaped(self.product), self.lang.tag()),
            "CALSCALE:GREGORIAN".to_owned(),
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}", escaped(&self.uid)),
            format!("DTSTAMP:{}", utc(self.stamp)),
            format!("SEQUENCE:{}", self.sequence.max(0)),
            // A moment without a length: RFC 5545 §3.6.1 ends it when it begins.
            format!("DTSTART:{}", utc(self.at)),
            text("SUMMARY", &self.summary),
            text("DESCRIPTION", &self.description),
            format!("URL:{}", without_controls(self.url)),
            // Nobody is busy because a poll closes.
            "TRANSP:TRANSPARENT".to_owned(),
            "BEGIN:VALARM".to_owned(),
            "ACTION:DISPLAY".to_owned(),
            "TRIGGER:-P1D".to_owned(),
            text("DESCRIPTION", &self.reminder),
            "END:VALARM".to_owned(),
            "END:VEVENT".to_owned(),
            "END:VCALENDAR".to_owned(),
        ];
        lines.iter().try_for_each(|line| f.write_str(&folded(line)))
    }
}

/// A moment as `20261127T160000Z`; outside the calendar of years its beginning.
fn utc(at: Millis) -> String {
    jiff::Timestamp::from_millisecond(at.0)
        .unwrap_or_default()
        .strftime("%Y%m%dT%H%M%SZ")
        .to_string()
}

/// A value of type TEXT (RFC 5545 §3.3.11). Control characters are not allowed in it, escaped or not.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

fn without_controls(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// A line with its CRLF, folded so that no piece is longer than allowed and none breaks a letter.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > MOST_OCTETS {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(c);
        octets += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a reader makes of folded lines.
    fn unfolded(text: &str) -> String {
        text.replace("\r\n ", "")
    }

    /// What a reader makes of an escaped text.
    fn read(value: &str) -> String {
        let mut out = String::new();
        let mut chars = value.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => match chars.next() {
                    Some('n' | 'N') => out.push('\n'),
                    Some(other) => out.push(other),
                    None => panic!("a lone backslash in {value}"),
                },
                other => out.push(other),
            }
        }
        out
    }

    #[test]
    fn a_deadline_is_written_as_calendars_expect_it() {
        let deadline = Deadline {
            uid: "poll-3-closes@viche.example".into(),
            sequence: 4,
            stamp: Millis(1_795_514_400_000),
            at: Millis(1_795_795_200_000),
            lang: Lang::Uk,
            summary: "Сквер, лавки; і \\ світло".into(),
            description: "Рядок\nhttps://viche.example/polls/3".into(),
            reminder: "Завтра".into(),
            product: "Віче",
            url: "https://viche.example/polls/3",
        };
        let text = deadline.to_string();
        assert_eq!(
            unfolded(&text),
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Віче//uk\r\nCALSCALE:GREGORIAN\r\nBEGIN:VEVENT\r\n\
             UID:poll-3-closes@viche.example\r\nDTSTAMP:20261124T100000Z\r\nSEQUENCE:4\r\nDTSTART:20261127T160000Z\r\n\
             SUMMARY;LANGUAGE=uk:Сквер\\, лавки\\; і \\\\ світло\r\n\
             DESCRIPTION;LANGUAGE=uk:Рядок\\nhttps://viche.example/polls/3\r\nURL:https://viche.example/polls/3\r\n\
             TRANSP:TRANSPARENT\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P1D\r\nDESCRIPTION;LANGUAGE=uk:Завтра\r\n\
             END:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
    }

    proptest! {
        #[test]
        fn no_folded_line_is_longer_than_75_octets_and_unfolding_gives_it_back(line in "[^\\p{Cc}]{0,300}") {
            let folded = folded(&line);
            for piece in folded.trim_end_matches("\r\n").split("\r\n") {
                prop_assert!(piece.len() <= MOST_OCTETS, "{}", piece.len());
            }
            prop_assert_eq!(unfolded(&folded), format!("{line}\r\n"));
        }

        #[test]
        fn an_escaped_text_holds_no_line_break_and_reads_as_it_was(text in any::<String>()) {
            let written = escaped(&text);
            prop_assert!(!written.chars().any(char::is_control));
            let kept: String = text
                .replace("\r\n", "\n")
                .replace('\r', "\n")
                .chars()
                .filter(|&c| c == '\n' || !c.is_control())
                .collect();
            prop_assert_eq!(read(&written), kept);
        }
    }
}
