//! The editor's form as a browser fills and sends it: every field of a poll, the mark of the page, the pressed button.

use crate::browser::{Browser, encoded};
use domain::poll::PollContent;

/// The hidden fields of an editor's page.
#[derive(Clone, Debug)]
pub struct Opened {
    pub poll: String,
    pub version: String,
    pub mark: String,
}

impl Opened {
    /// Opens the editor of a poll.
    pub async fn by(browser: &Browser, number: i64) -> Self {
        let page = browser.get(&format!("/staff/polls/{number}/edit")).await;
        page.assert_page(200, browser.lang());
        let field = |name| page.field(name).unwrap();
        Self {
            poll: field("poll"),
            version: field("version"),
            mark: field("mark"),
        }
    }

    /// The body that saves `content`.
    pub fn saving(&self, content: &PollContent) -> String {
        self.pressing("save", content)
    }

    pub fn pressing(&self, act: &str, content: &PollContent) -> String {
        let mut fields: Vec<(String, String)> = [
            ("act", act),
            ("poll", &self.poll),
            ("version", &self.version),
            ("mark", &self.mark),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        fields.extend(
            typed(content)
                .into_iter()
                .map(|(key, value)| (format!("f[{key}]"), value)),
        );
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (&**n, &**v)).collect();
        encoded(&pairs)
    }
}

/// What is in the fields when the form says `content`; times are left empty.
fn typed(content: &PollContent) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let mut put = |key: &str, value: &str| fields.push((key.to_owned(), value.to_owned()));
    for (key, text) in [
        ("title", &content.title),
        ("summary", &content.summary),
        ("description", &content.description),
        ("decision", &content.decision),
        ("initiator", &content.initiator.name),
    ] {
        put(&format!("{key}_uk"), &text.uk);
        put(&format!("{key}_en"), &text.en);
    }
    let audience = &content.audience;
    let organisation = content.initiator.organisation.map(|no| no.to_string());
    put("organisation", &organisation.unwrap_or_default());
    put("initiator_kind", content.initiator.kind.as_str());
    put("secrecy", content.secrecy.as_str());
    put("age_from", &audience.age_from.to_string());
    let age_to = audience.age_to.map(|age| age.to_string());
    put("age_to", &age_to.unwrap_or_default());
    put("least_assurance", audience.least_assurance.as_str());
    put("residency", audience.residency.as_str());
    for district in &audience.districts {
        put(&format!("d.{}", district.no), "on");
    }
    for settlement in &audience.settlements {
        put(&format!("s.{settlement}"), "on");
    }
    put("opens_at", "");
    put("closes_at", "");
    for question in &content.questions {
        let at = format!("q{}", question.no.0);
        let bounds = question.kind.to_parts();
        let (min, max) = bounds
            .map(|(min, max)| (min.to_string(), max.to_string()))
            .unwrap_or_default();
        put(&format!("{at}.kind"), question.kind.tag().as_str());
        put(&format!("{at}.min"), &min);
        put(&format!("{at}.max"), &max);
        if question.required {
            put(&format!("{at}.required"), "on");
        }
        for (key, text) in [("text", &question.text), ("hint", &question.hint)] {
            put(&format!("{at}.{key}_uk"), &text.uk);
            put(&format!("{at}.{key}_en"), &text.en);
        }
        for option in &question.options {
            for (key, text) in [("label", &option.label), ("hint", &option.hint)] {
                let at = format!("{at}.o{}.{key}", option.no.0);
                put(&format!("{at}_uk"), &text.uk);
                put(&format!("{at}_en"), &text.en);
            }
            if let Some(picture) = &option.picture {
                let at = format!("{at}.o{}", option.no.0);
                put(&format!("{at}.picture"), &picture.file.to_string());
                put(&format!("{at}.alt_uk"), &picture.alt.uk);
                put(&format!("{at}.alt_en"), &picture.alt.en);
            }
            let marks = [
                ("exclusive", option.exclusive),
                ("with_text", option.with_text),
            ];
            for (key, _) in marks.iter().filter(|(_, marked)| *marked) {
                put(&format!("{at}.o{}.{key}", option.no.0), "on");
            }
        }
    }
    fields
}
