//! The preview of a draft: the pages as residents will see them, in a frame as narrow as a phone and in one as wide as a
//! desktop: as a visitor meets them, a resident, somebody who may not take part, and everybody after the close, who then has the
//! page of results, too. Nothing in them can be pressed, and no figure in them is a real one.

use super::{asked_districts::AskedDistricts, rules::Rules, staff_poll, title_of};
use crate::{
    components::{
        DeskFrame, Frame, Icon, PageTitle, Section, Symbol, page, said::said, verdict::Verdict,
    },
    context::{Services, Visit, VisitParts, services, visit},
    failure::Failure,
    i18n::{AskedPlaces, Lang, common, dates, polls, staff},
    islands::AnswerForm,
    pages::resident::{Around, PollView, ResultPreview, asked_places, entitled, question_form},
};
use domain::{
    audience::{AskedResidency, Audience},
    eligibility::{PersonFacts, reasons_against},
    identity::Residency,
    ids::QuestionNo,
    lifecycle::State,
    policy::Policy,
    poll::{Poll, Question},
    role::Right,
    time::Date,
};
use leptos::prelude::*;
use leptos_router::{
    hooks::{use_params_map, use_query_map},
    params::ParamsMap,
};

/// What is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Shown {
    /// The poll's page, to somebody who has not signed in.
    #[default]
    Visitor,
    /// The poll's page, to somebody who may take part.
    Resident,
    /// The poll's page, to somebody who may not.
    Outsider,
    /// The poll's page once it is closed.
    AfterClose,
    /// The page of results.
    Result,
    /// The page of a question.
    Question(QuestionNo),
}

impl Shown {
    const PAGES: [Self; 5] = [
        Self::Visitor,
        Self::Resident,
        Self::Outsider,
        Self::AfterClose,
        Self::Result,
    ];

    /// What the address asks for; the poll's page for whatever it is that there is not.
    fn read(poll: &Poll, sent: &ParamsMap) -> Self {
        let question = || {
            let no = QuestionNo(sent.get_str("question")?.parse().ok()?);
            poll.question(no)
                .map(|question| Self::Question(question.no))
        };
        let viewer = || {
            let viewer = sent.get_str("as")?;
            Self::PAGES
                .into_iter()
                .find(|shown| shown.viewer() == Some(viewer))
        };
        question().or_else(viewer).unwrap_or_default()
    }

    /// The viewer as the address names them.
    fn viewer(self) -> Option<&'static str> {
        match self {
            Self::Visitor | Self::Question(_) => None,
            Self::Resident => Some("resident"),
            Self::Outsider => Some("outsider"),
            Self::AfterClose => Some("closed"),
            Self::Result => Some("result"),
        }
    }

    /// As the address says it, with its question mark.
    fn query(self) -> String {
        match (self, self.viewer()) {
            (Self::Question(no), _) => format!("?question={}", no.0),
            (_, Some(viewer)) => format!("?as={viewer}"),
            (_, None) => String::new(),
        }
    }

    fn words(self, lang: Lang) -> String {
        match self {
            Self::Visitor => staff::preview_poll(lang).to_owned(),
            Self::Resident => staff::preview_resident(lang).to_owned(),
            Self::Outsider => staff::preview_outsider(lang).to_owned(),
            Self::AfterClose => staff::preview_closed(lang).to_owned(),
            Self::Result => staff::preview_result(lang).to_owned(),
            Self::Question(no) => staff::preview_question(lang, no),
        }
    }
}

/// `/staff/polls/{number}/preview`; `?question=` shows the page of that question, `?as=` the poll's page to another viewer.
#[component]
pub fn Preview() -> impl IntoView {
    let params = use_params_map().get_untracked();
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        visit.require(Right::SeeDesk)?;
        let number = params.get("number").unwrap_or_default();
        let mut poll = staff_poll(&services, &visit, &number).await?;
        let districts = as_published(&services, &visit, &mut poll).await?;
        let shown = Shown::read(&poll, &query);
        Ok(view! { <PreviewView visit poll districts shown /> })
    })
}

/// Draws the districts of a draft as they are now, since it would be published so.
async fn as_published(
    services: &Services,
    visit: &Visit,
    poll: &mut Poll,
) -> Result<AskedDistricts, Failure> {
    if poll.state != State::Draft || poll.content.audience.districts.is_empty() {
        return Ok(AskedDistricts::default());
    }
    let rules = Rules::of(services, visit).await?;
    Ok(AskedDistricts::redraw(poll, &rules))
}

#[component]
fn PreviewView(visit: Visit, poll: Poll, districts: AskedDistricts, shown: Shown) -> impl IntoView {
    let lang = visit.lang;
    let desk = format!("/staff/polls/{}", poll.number);
    let title = title_of(lang, &poll.content.title);
    let address =
        |page: &str, shown: Shown| visit.href(&format!("{desk}/preview{page}{}", shown.query()));
    let part = |own: Shown| {
        view! {
            <a href=address("", own) aria-current=(own == shown).then_some("page")>
                {own.words(lang)}
            </a>
            " "
        }
    };
    let questions = poll.content.questions.iter();
    let parts = Shown::PAGES
        .into_iter()
        .chain(questions.map(|question| Shown::Question(question.no)))
        .map(part)
        .collect_view();
    let note = match shown {
        Shown::AfterClose => Some(staff::preview_closed_note(lang)),
        Shown::Result => Some(staff::preview_result_note(lang)),
        _ => None,
    };
    let note = note.map(|words| {
        view! {
            <div class="callout">
                <p>{words}</p>
            </div>
        }
    });
    let districts = districts
        .view(lang)
        .map(|districts| view! { <div class="flow prose">{districts}</div> });
    let frame = address("/page", shown);
    let figure = |class: &'static str, words: &'static str, beside: Option<AnyView>| {
        view! {
            <figure class=class>
                <figcaption class="hint">{words} {beside}</figcaption>
                <iframe title=words src=frame.clone()></iframe>
            </figure>
        }
    };
    // The frame beside the desk's menu is narrower than a desktop: alone, the page has its full width.
    let alone = view! {
        ". "
        <a href=frame.clone()>{staff::preview_full_width(lang)}</a>
    }
    .into_any();
    let frames = [
        figure(
            "preview preview--phone",
            staff::preview_on_phone(lang),
            None,
        ),
        figure(
            "preview section",
            staff::preview_on_desktop(lang),
            Some(alone),
        ),
    ];
    let draft = poll.state == State::Draft;
    let back = draft.then(|| {
        view! {
            <a class="btn btn--2 btn--small" href=visit.href(&format!("{desk}/edit"))>
                {staff::preview_back(lang)}
            </a>
            " "
            <a class="btn btn--small" href=visit.href(&format!("{desk}#publish"))>
                {crate::i18n::staff_editor::to_publish(lang)}
            </a>
        }
    });
    view! {
        <PageTitle text=staff::preview(lang) />
        <DeskFrame current="/staff/polls">
            <nav class="crumbs" aria-label=common::breadcrumbs_label(lang)>
                <ol>
                    <li>
                        <a href=visit.href("/staff/polls")>{staff::nav_polls(lang)}</a>
                    </li>
                    <li>
                        <a href=visit.href(&desk)>{common::poll_number(lang, poll.number)}</a>
                    </li>
                    <li>{staff::preview(lang)}</li>
                </ol>
            </nav>
            <div class="desk__head">
                <div>
                    <h1>{said(lang, &title)}</h1>
                    <p class="muted">{staff::preview_note(lang)}</p>
                </div>
                <p class="row">{back}</p>
            </div>
            <nav class="tabs" aria-label=staff::preview_parts(lang)>
                {parts}
            </nav>
            {note}
            {districts}
            {frames}
        </DeskFrame>
    }
}

/// `/staff/polls/{number}/preview/page`: what stands inside the frames.
#[component]
pub fn PreviewPage() -> impl IntoView {
    let params = use_params_map().get_untracked();
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        visit.require(Right::SeeDesk)?;
        let number = params.get("number").unwrap_or_default();
        let mut poll = staff_poll(&services, &visit, &number).await?;
        as_published(&services, &visit, &mut poll).await?;
        // A resident who has not signed in: not the staff's name, no link to the desk.
        let visit = Visit::new(VisitParts {
            visitor: None,
            ..VisitParts::clone(&visit)
        });
        provide_context(visit.clone());
        let shown = Shown::read(&poll, &query);
        let question = match shown {
            Shown::Question(no) => poll.question(no).cloned(),
            _ => None,
        };
        if let Some(question) = question {
            return Ok(view! { <QuestionPreview visit poll question /> }.into_any());
        }
        if matches!(shown, Shown::AfterClose | Shown::Result) {
            poll.state = State::Closed;
        }
        let places = asked_places(&services, &poll.content.audience).await?;
        let policy = visit.policy.as_ref().clone();
        match shown {
            Shown::Result => Ok(view! { <ResultsPreview visit poll places policy /> }.into_any()),
            _ => {
                let today = dates::today(visit.now);
                let around = Around {
                    entitled: entitled(&services, &visit, &poll.content.audience).await?,
                    places,
                    policy,
                    verdict: verdict(shown, &poll.content.audience, today),
                    ..Around::default()
                };
                Ok::<_, Failure>(view! { <PollPreview visit poll around /> }.into_any())
            }
        }
    })
}

/// What the page tells a viewer of their right to take part: by the rule, of somebody who lives here or does not.
fn verdict(shown: Shown, audience: &Audience, today: Date) -> Option<Verdict> {
    let (residency, settlement) = match shown {
        Shown::Resident if audience.residency == AskedResidency::Displaced => (
            Residency::ConfirmedByStaff,
            audience.places().next().cloned(),
        ),
        Shown::Resident => (
            Residency::ConfirmedByRegister,
            audience.places().next().cloned(),
        ),
        Shown::Outsider => (Residency::None, None),
        _ => return None,
    };
    let person = PersonFacts {
        birth_date: Date::new(today.year.saturating_sub(audience.age_from), 1, 1),
        residency,
        residency_expires: None,
        displaced: audience.residency == AskedResidency::Displaced,
        settlement,
        assurance: audience.least_assurance,
        second_key_open: false,
    };
    Some(Verdict {
        reasons: reasons_against(&person, audience, today),
        settlement: None,
        person,
    })
}

#[component]
fn PollPreview(visit: Visit, poll: Poll, around: Around) -> impl IntoView {
    view! {
        <PageTitle text=staff::preview(visit.lang) />
        <div inert=true>
            <Frame section=Section::Polls>
                <PollView visit poll around />
            </Frame>
        </div>
    }
}

/// The page of results, with figures that are none.
#[component]
fn ResultsPreview(visit: Visit, poll: Poll, places: AskedPlaces, policy: Policy) -> impl IntoView {
    view! {
        <PageTitle text=staff::preview(visit.lang) />
        <div inert=true>
            <Frame section=Section::Results>
                <ResultPreview visit poll places policy />
            </Frame>
        </div>
    }
}

/// The page of one question; no script wakes the island.
#[component]
fn QuestionPreview(visit: Visit, poll: Poll, question: Question) -> impl IntoView {
    let lang = visit.lang;
    let form = question_form(&visit, &poll, &question, None, false, false);
    view! {
        <PageTitle text=staff::preview(lang) />
        <div inert=true>
            <Frame section=Section::Flow>
                <AnswerForm form />
                <p class="hint with-icon section prose">
                    <Icon symbol=Symbol::Lock />
                    <span>{polls::secrecy_line(lang, poll.content.secrecy)}</span>
                </p>
            </Frame>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::identity::Assurance;

    fn audience(age_from: i16, age_to: Option<i16>) -> Audience {
        Audience {
            age_from,
            age_to,
            settlements: Vec::new(),
            districts: Vec::new(),
            least_assurance: Assurance::BankId,
            residency: AskedResidency::Confirmed,
        }
    }

    #[test]
    fn the_resident_of_the_preview_may_take_part_and_the_outsider_may_not() {
        for today in [Date::new(2026, 1, 1), Date::new(2026, 12, 31)] {
            let today = today.unwrap();
            for audience in [
                audience(0, None),
                audience(14, None),
                audience(14, Some(14)),
            ] {
                let of = |shown| verdict(shown, &audience, today);
                assert!(
                    of(Shown::Resident).unwrap().reasons.is_empty(),
                    "{audience:?}"
                );
                assert!(!of(Shown::Outsider).unwrap().reasons.is_empty());
                assert!(of(Shown::Visitor).is_none() && of(Shown::AfterClose).is_none());
            }
        }
    }

    #[test]
    fn each_viewer_is_named_by_the_address_and_found_again() {
        for shown in Shown::PAGES {
            let sent = shown.viewer().map(|viewer| ("as", viewer));
            let found = Shown::PAGES
                .into_iter()
                .filter(|other| other.viewer() == sent.map(|(_, viewer)| viewer));
            assert_eq!(found.collect::<Vec<_>>(), [shown]);
        }
    }
}
