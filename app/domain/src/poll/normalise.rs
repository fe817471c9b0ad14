//! A draft made tidy: texts trimmed and within their limits, questions and options numbered from 1.

use super::{
    Choice, ChoicePicture, DraftField, DraftProblem, DraftRules, Initiator, PollContent, Question,
    QuestionKind, QuestionTag, check::Check, limits,
};
use crate::{
    district::District,
    ids::{OptionNo, QuestionNo},
    lang::Bilingual,
    organisation::Organisation,
    text::{self, TextProblem},
};

type TextRule = fn(&str, usize) -> Result<String, TextProblem>;

impl Check {
    /// The content with tidy texts and numbers from 1; reports what no draft may hold.
    pub(super) fn normalise(
        &mut self,
        content: &PollContent,
        rules: DraftRules<'_>,
    ) -> PollContent {
        let policy = rules.policy;
        let mut tidy = content.clone();
        tidy.title = self.text(DraftField::Title, &content.title, limits::TITLE, text::line);
        tidy.summary = self.text(
            DraftField::Summary,
            &content.summary,
            limits::SUMMARY,
            text::passage,
        );
        tidy.description = self.text(
            DraftField::Description,
            &content.description,
            limits::DESCRIPTION,
            text::passage,
        );
        tidy.decision = self.text(
            DraftField::Decision,
            &content.decision,
            limits::DECISION,
            text::passage,
        );
        tidy.initiator.name = self.text(
            DraftField::InitiatorName,
            &content.initiator.name,
            limits::INITIATOR,
            text::line,
        );
        self.organisation(&mut tidy.initiator, rules.known_organisations);
        tidy.audience.settlements.sort();
        tidy.audience.settlements.dedup();
        self.districts(&mut tidy.audience.districts, rules.known_districts);
        if content.questions.len() > policy.most_questions {
            self.report(
                DraftField::Questions,
                DraftProblem::TooManyQuestions(policy.most_questions),
            );
        }
        let questions = content.questions.iter().enumerate();
        tidy.questions = questions
            .map(|(at, question)| {
                self.tidy_question(question, QuestionNo(number(at)), policy.most_options)
            })
            .collect();
        tidy
    }

    /// Sorted, distinct, and each as it is now. One that is not there (any more) would be a number without a name.
    fn districts(&mut self, asked: &mut Vec<District>, known: Option<&[District]>) {
        asked.sort_by_key(|district| district.no);
        asked.dedup_by_key(|district| district.no);
        for asked in asked {
            match known.map(|known| known.iter().find(|district| district.no == asked.no)) {
                None => {}
                Some(Some(now)) => *asked = now.clone(),
                Some(None) => self.report(DraftField::Districts, DraftProblem::UnknownDistrict),
            }
        }
    }

    /// An organisation that the community knows is called as it is now, whatever was typed beside it.
    fn organisation(&mut self, initiator: &mut Initiator, known: Option<&[Organisation]>) {
        let Some((no, known)) = initiator.organisation.zip(known) else {
            return;
        };
        match known.iter().find(|one| one.no == no) {
            Some(now) => *initiator = Initiator::of(now),
            None => self.report(DraftField::Organisation, DraftProblem::UnknownOrganisation),
        }
    }

    fn tidy_question(
        &mut self,
        question: &Question,
        no: QuestionNo,
        most_options: usize,
    ) -> Question {
        let options = match question.kind {
            QuestionKind::YesNoAbstain | QuestionKind::ShortText | QuestionKind::LongText => {
                &[][..]
            }
            // The words at its two ends.
            QuestionKind::Scale { .. } => &question.options[..question.options.len().min(2)],
            QuestionKind::Single | QuestionKind::Multiple { .. } => &question.options,
        };
        if let QuestionKind::Scale { from, to } = question.kind {
            self.scale(no, from, to);
        }
        if options.len() > most_options {
            self.report(
                DraftField::QuestionOptions(no),
                DraftProblem::TooManyOptions(most_options),
            );
        }
        Question {
            no,
            kind: question.kind,
            text: self.text(
                DraftField::QuestionText(no),
                &question.text,
                limits::QUESTION,
                text::line,
            ),
            hint: self.text(
                DraftField::QuestionHint(no),
                &question.hint,
                limits::HINT,
                text::passage,
            ),
            required: question.required,
            options: options
                .iter()
                .enumerate()
                .map(|(at, option)| Choice {
                    // Where one option is chosen anyway, none is alone.
                    exclusive: option.exclusive && question.kind.tag() == QuestionTag::Multiple,
                    with_text: option.with_text && question.kind.is_choice(),
                    picture: option
                        .picture
                        .as_ref()
                        .filter(|_| question.kind.is_choice())
                        .map(|picture| self.tidy_picture(picture, no, OptionNo(number(at)))),
                    ..self.tidy_option(option, no, OptionNo(number(at)))
                })
                .collect(),
        }
    }

    /// Also a draft's scale has bounds: each of its numbers is a row of the database.
    fn scale(&mut self, no: QuestionNo, from: i16, to: i16) {
        if !(0..=1).contains(&from) {
            self.report(DraftField::QuestionMin(no), DraftProblem::BadScale);
        } else if !limits::scale_is_usual(from, to) {
            self.report(DraftField::QuestionMax(no), DraftProblem::BadScale);
        }
    }

    fn tidy_option(&mut self, option: &Choice, question: QuestionNo, no: OptionNo) -> Choice {
        Choice {
            no,
            label: self.text(
                DraftField::OptionLabel(question, no),
                &option.label,
                limits::OPTION,
                text::line,
            ),
            hint: self.text(
                DraftField::OptionHint(question, no),
                &option.hint,
                limits::OPTION_HINT,
                text::line,
            ),
            exclusive: option.exclusive,
            with_text: option.with_text,
            picture: None,
        }
    }

    fn tidy_picture(
        &mut self,
        picture: &ChoicePicture,
        question: QuestionNo,
        no: OptionNo,
    ) -> ChoicePicture {
        ChoicePicture {
            file: picture.file,
            alt: self.text(
                DraftField::OptionPicture(question, no),
                &picture.alt,
                limits::ALT,
                text::line,
            ),
        }
    }

    /// Both languages of a text by one rule. A text that breaks it stays as it was typed, so that it can be shown again.
    fn text(
        &mut self,
        field: DraftField,
        typed: &Bilingual,
        most: usize,
        rule: TextRule,
    ) -> Bilingual {
        let mut one = |typed: &String| {
            rule(typed, most).unwrap_or_else(|problem| {
                let problem = match problem {
                    TextProblem::TooLong(most) => DraftProblem::TooLong(most),
                    TextProblem::BadCharacters => DraftProblem::BadCharacters,
                };
                self.report(field, problem);
                typed.clone()
            })
        };
        Bilingual {
            uk: one(&typed.uk),
            en: one(&typed.en),
        }
    }
}

/// The number of what stands at place `at`: from 1. Longer lists than an i16 counts are refused by the policy anyway.
fn number(at: usize) -> i16 {
    i16::try_from(at).map_or(i16::MAX, |at| at.saturating_add(1))
}
