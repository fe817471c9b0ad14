//! What the editor's buttons do to the form: add, remove and move questions and options. Each is an ordinary submit button
//! whose value names the act (`add-option:2`), so that writing a poll needs no script.

use super::form::{OptionFields, PollForm, QuestionFields};
use domain::policy::Policy;

/// A button of the editor. Places count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Save,
    /// Save, then show the preview.
    Preview,
    /// Save, then go on to publishing.
    Publish,
    /// Forget what was typed and show what is stored.
    Discard,
    AddQuestion,
    Question(usize, Change),
    AddOption(usize),
    Option(usize, usize, Change),
    /// Save, then go on to the picture of an option.
    Picture(usize, usize),
}

/// What happens to a question or an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Remove,
    Up,
    Down,
}

const CHANGES: [(Change, &str); 3] = [
    (Change::Remove, "remove"),
    (Change::Up, "up"),
    (Change::Down, "down"),
];

impl Act {
    /// The button's value; people's numbers count from 1.
    pub fn value(self) -> String {
        let word = |change: Change| {
            let named = CHANGES.iter().find(|(c, _)| *c == change);
            named.map_or("", |(_, word)| word)
        };
        match self {
            Self::Save => "save".into(),
            Self::Preview => "preview".into(),
            Self::Publish => "publish".into(),
            Self::Discard => "discard".into(),
            Self::AddQuestion => "add-question".into(),
            Self::Question(at, change) => format!("{}-question:{}", word(change), at + 1),
            Self::AddOption(at) => format!("add-option:{}", at + 1),
            Self::Option(at, option, change) => {
                format!("{}-option:{}.{}", word(change), at + 1, option + 1)
            }
            Self::Picture(at, option) => format!("picture-option:{}.{}", at + 1, option + 1),
        }
    }

    /// The act of a value; [`Act::Save`] for what is no button of ours, so that nothing typed is ever thrown away.
    pub fn of(value: &str) -> Self {
        Self::named(value).unwrap_or(Self::Save)
    }

    fn named(value: &str) -> Option<Self> {
        match value {
            "preview" => return Some(Self::Preview),
            "publish" => return Some(Self::Publish),
            "discard" => return Some(Self::Discard),
            "add-question" => return Some(Self::AddQuestion),
            _ => {}
        }
        let (what, place) = value.split_once(':')?;
        let (word, thing) = what.split_once('-')?;
        let change = CHANGES.iter().find(|(_, name)| *name == word);
        match (change, thing) {
            (None, "option") if word == "add" => Some(Self::AddOption(place_of(place)?)),
            (Some((change, _)), "question") => Some(Self::Question(place_of(place)?, *change)),
            (None, "option") if word == "picture" => {
                let (at, option) = option_place_of(place)?;
                Some(Self::Picture(at, option))
            }
            (Some((change, _)), "option") => {
                let (at, option) = option_place_of(place)?;
                Some(Self::Option(at, option, *change))
            }
            _ => None,
        }
    }

    /// Carries the act out. Gives back the id of the element to go on at, where there is one. What is not there is not
    /// changed. One question (or option) more than the regulation allows is still added, so that the form says why not; no
    /// further ones.
    pub fn apply(self, form: &mut PollForm, policy: &Policy) -> Option<String> {
        match self {
            Self::Save | Self::Preview | Self::Publish | Self::Discard | Self::Picture(..) => None,
            Self::AddQuestion => {
                if form.questions.len() <= policy.most_questions {
                    form.questions.push(QuestionFields::new());
                }
                Some(format!("q{}-text_uk", form.questions.len()))
            }
            Self::Question(at, change) => Some(match changed(&mut form.questions, at, change) {
                Some(now) => format!("q{}", now + 1),
                None => "questions".into(),
            }),
            Self::AddOption(at) => {
                let question = form.questions.get_mut(at)?;
                if question.options.len() <= policy.most_options {
                    question.options.push(OptionFields::default());
                }
                Some(format!("q{}-o{}-label_uk", at + 1, question.options.len()))
            }
            Self::Option(at, option, change) => {
                let question = form.questions.get_mut(at)?;
                Some(match changed(&mut question.options, option, change) {
                    Some(now) => format!("q{}-o{}", at + 1, now + 1),
                    None => format!("q{}-options", at + 1),
                })
            }
        }
    }
}

/// `2.3`, as the places of a question and of its option.
fn option_place_of(text: &str) -> Option<(usize, usize)> {
    let (question, option) = text.split_once('.')?;
    Some((place_of(question)?, place_of(option)?))
}

/// A place counted from 1, as a place counted from 0.
fn place_of(text: &str) -> Option<usize> {
    let plain = (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    plain
        .then(|| text.parse().ok())
        .flatten()
        .and_then(|n: usize| n.checked_sub(1))
}

/// Changes a list at a place; gives where its element is now, `None` when it is gone or never was.
fn changed<T>(list: &mut Vec<T>, at: usize, change: Change) -> Option<usize> {
    if at >= list.len() {
        return None;
    }
    let to = match change {
        Change::Remove => {
            list.remove(at);
            return None;
        }
        Change::Up => at.saturating_sub(1),
        Change::Down => (at + 1).min(list.len() - 1),
    };
    list.swap(at, to);
    Some(to)
}
