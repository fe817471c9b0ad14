//! The picture of an option, on a page of its own: a file needs another kind of form than the editor's.
//!
//! The file itself is read by the server's upload route, which stores it and then sends this form on with its name to
//! [`set_picture`]. So what is wrong with the words never costs the file, nor the other way round.

use super::{
    Asked, draft_or_locked,
    editor::kept_for_another,
    field::{Field, Takes, Wrong, picture_file},
    keep::{self, DeskForm},
    rules::tidy_line,
    staff_poll,
};
use crate::{
    components::{DeskFrame, PageTitle, page, picture, see_other},
    context::{Visit, services, visit},
    failure::Failure,
    i18n::{Lang, common, staff, staff_editor, staff_pictures},
    pages::resident::question_no,
};
use domain::{
    ids::{OptionNo, QuestionNo},
    lang::Bilingual,
    poll::{
        Choice, ChoicePicture, DraftField, PictureFile, PictureProblem, Poll, PollContent, limits,
    },
    role::Right,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::{Actor, By, Conflict, StoreError};

/// The address of the upload route, which takes this page's form with its file.
pub const UPLOAD: &str = "/do/staff/option-picture";

/// What was chosen and typed and could not be stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Unset {
    /// The version of the draft beside which it is shown; with any other, the options may have changed places.
    version: i64,
    /// The picture that the option would have, as the form carries it: it is stored, only not beside the option.
    picture: String,
    alt: Bilingual,
    problem: Option<PictureProblem>,
    /// Somebody else saved the draft meanwhile.
    overtaken: bool,
    /// Whoever sent it had no right to, most often because their sign-in had ended.
    #[serde(default)]
    denied: bool,
}

/// An option that may have a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place(QuestionNo, OptionNo);

impl Place {
    /// # Errors
    /// [`Failure::NotFound`] for what are no numbers.
    fn read(question: &str, option: &str) -> Result<Self, Failure> {
        let question = question_no(question).ok_or(Failure::NotFound)?;
        let option = question_no(option).ok_or(Failure::NotFound)?;
        Ok(Self(question, OptionNo(option.0)))
    }

    /// # Errors
    /// [`Failure::NotFound`] where the content has no such option, or none that may have a picture.
    fn of(self, content: &mut PollContent) -> Result<&mut Choice, Failure> {
        let question = content.questions.iter_mut().find(|q| q.no == self.0);
        let question = question.filter(|q| q.kind.is_choice());
        let options = question.map(|q| &mut q.options).into_iter().flatten();
        options
            .into_iter()
            .find(|option| option.no == self.1)
            .ok_or(Failure::NotFound)
    }

    fn form(self, poll: &Poll) -> DeskForm {
        DeskForm::Picture(poll.number, self.0, self.1)
    }

    fn page(self, poll: &Poll) -> String {
        let (Self(question, option), poll) = (self, poll.number);
        format!("/staff/polls/{poll}/pictures/{}/{}", question.0, option.0)
    }
}

/// `/staff/polls/{number}/pictures/{question}/{option}`; `?kept` after a form that came from whoever may not write polls.
#[component]
pub fn OptionPicture() -> impl IntoView {
    let params = use_params_map().get_untracked();
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let editor = match visit.require(Right::WritePolls) {
            Ok(editor) => editor,
            Err(Failure::Forbidden) if query.get("kept").is_some() => {
                return Ok(kept_for_another(visit.lang));
            }
            Err(failure) => return Err(failure),
        };
        let part = |name| params.get(name).unwrap_or_default();
        let mut poll = staff_poll(&services, &visit, &part("number")).await?;
        let place = Place::read(&part("question"), &part("option"))?;
        let choice = place.of(&mut poll.content)?.clone();
        if !draft_or_locked(&visit, &poll, Asked::Open) {
            return Ok(().into_any());
        }
        let form = place.form(&poll);
        let mark = keep::mark(&services, &visit, form, editor.person).await?;
        let unset: Option<Unset> = keep::kept(&services, &visit, form, editor.person).await?;
        let unset = unset.filter(|unset| unset.version == poll.version);
        Ok(view! { <OptionPictureView visit poll place choice mark unset /> }.into_any())
    })
}

/// What is wrong with the form, by its fields.
fn wrong_with(lang: Lang, unset: &Unset, place: Place) -> Wrong {
    let mut wrong = Vec::new();
    if let Some(problem) = unset.problem {
        let words = staff_pictures::problem(lang, problem);
        let words = staff_editor::problem_at(lang, staff_pictures::field_file(lang), words);
        wrong.push(("file".to_owned(), words));
    }
    let field = DraftField::OptionPicture(place.0, place.1);
    for (key, text) in [("alt_uk", &unset.alt.uk), ("alt_en", &unset.alt.en)] {
        if let Err((field, problem)) = tidy_line(field, text, limits::ALT) {
            let words = staff_editor::problem(lang, field, problem);
            let words = staff_editor::problem_at(lang, staff_pictures::field_alt(lang), &words);
            wrong.push((key.to_owned(), words));
        }
    }
    Wrong::of(wrong)
}

#[component]
fn OptionPictureView(
    visit: Visit,
    poll: Poll,
    place: Place,
    choice: Choice,
    mark: String,
    unset: Option<Unset>,
) -> impl IntoView {
    let lang = visit.lang;
    let Place(question, option) = place;
    let title = staff_pictures::title(lang, question, option);
    let wrong = unset.as_ref().map(|unset| wrong_with(lang, unset, place));
    let wrong = wrong.unwrap_or_default();
    let window = match wrong.is_empty() {
        true => title.clone(),
        false => common::page_title_error(lang, &title),
    };
    let lead = match choice.label.get(lang) {
        "" => staff_pictures::lead_unnamed(lang).to_owned(),
        label => staff_pictures::lead(lang, label),
    };
    let stored = choice.picture.is_some();
    let unsaved = match &unset {
        Some(unset) if unset.denied => Some((
            staff_editor::unsaved_title(lang),
            staff_pictures::denied_text(lang),
        )),
        Some(unset) if unset.overtaken => Some((
            staff_pictures::overtaken_title(lang),
            staff_pictures::overtaken_text(lang),
        )),
        _ => None,
    };
    // What was chosen stays chosen.
    let (file, alt) = match unset {
        Some(unset) => (unset.picture.parse().ok(), unset.alt),
        None => choice
            .picture
            .map(|picture| (Some(picture.file), picture.alt))
            .unwrap_or_default(),
    };
    let edit = visit.href(&format!(
        "/staff/polls/{}/edit#q{}-o{}",
        poll.number, question.0, option.0
    ));
    let desk = visit.href(&format!("/staff/polls/{}", poll.number));
    let summary = wrong.summary(lang);
    let unsaved = unsaved.map(|(title, text)| {
        view! {
            <div class="callout callout--warn" role="status" id="unsaved">
                <p>
                    <strong>{title}</strong>
                </p>
                <p>{text}</p>
            </div>
        }
    });
    let hidden = hidden(&poll, place);
    let label = match file.is_some() {
        true => staff_pictures::field_other_file(lang),
        false => staff_pictures::field_file(lang),
    };
    view! {
        <PageTitle text=window />
        <DeskFrame current="/staff/polls">
            {summary}
            <nav class="crumbs" aria-label=common::breadcrumbs_label(lang)>
                <ol>
                    <li>
                        <a href=visit.href("/staff/polls")>{staff::nav_polls(lang)}</a>
                    </li>
                    <li>
                        <a href=desk>{common::poll_number(lang, poll.number)}</a>
                    </li>
                    <li>
                        <a href=edit.clone()>{staff::edit(lang)}</a>
                    </li>
                    <li>{staff_pictures::crumb(lang)}</li>
                </ol>
            </nav>
            <div class="desk__head">
                <div>
                    <h1>{title}</h1>
                    <p class="muted">{lead}</p>
                </div>
            </div>
            <div class="flow prose">
                {unsaved}
                <form
                    method="post"
                    action=visit.href(UPLOAD)
                    enctype="multipart/form-data"
                    class="panel"
                    novalidate
                >
                    {hidden} <input type="hidden" name="f[mark]" value=mark />
                    {file
                        .map(|file| {
                            view! { <input type="hidden" name="picture" value=file.to_string() /> }
                        })}
                    <div class="fields">
                        {file.map(|file| present(lang, file, &alt))}
                        {picture_file(lang, label, staff_pictures::hint_file(lang), wrong.at("file"))}
                        {alt_fields(lang, &wrong, &alt)}
                    </div>
                    <div class="actions">
                        <button class="btn">{staff_pictures::save(lang)}</button>
                        <a href=edit>{common::cancel(lang)}</a>
                    </div>
                </form>
                {stored.then(|| remove_form(&visit, &poll, place))}
            </div>
        </DeskFrame>
    }
}

/// Which option of which version of the poll the form is about.
fn hidden(poll: &Poll, place: Place) -> impl IntoView + use<> {
    let Place(question, option) = place;
    view! {
        <input type="hidden" name="poll" value=poll.number.to_string() />
        <input type="hidden" name="version" value=poll.version.to_string() />
        <input type="hidden" name="question" value=question.0.to_string() />
        <input type="hidden" name="option" value=option.0.to_string() />
    }
}

fn present(lang: Lang, file: PictureFile, alt: &Bilingual) -> impl IntoView + use<> {
    view! {
        <figure>
            <figcaption class="label">{staff_pictures::present(lang)}</figcaption>
            {picture(lang, file, alt, "option-picture")}
        </figure>
    }
}

fn alt_fields(lang: Lang, wrong: &Wrong, alt: &Bilingual) -> impl IntoView + use<> {
    let english = staff_editor::label_english(lang, staff_pictures::field_alt(lang));
    let field = |key, label: &str, hint, value: &str, written_in| {
        Field {
            key,
            label,
            hint,
            value,
            takes: Takes::Line,
            written_in,
        }
        .view(lang, wrong)
    };
    let uk = field(
        "alt_uk",
        staff_pictures::field_alt(lang),
        Some(staff_pictures::hint_alt(lang)),
        &alt.uk,
        Lang::Uk,
    );
    let en = field("alt_en", &english, None, &alt.en, Lang::En);
    view! {
        {uk}
        {en}
    }
}

fn remove_form(visit: &Visit, poll: &Poll, place: Place) -> impl IntoView + use<> {
    let lang = visit.lang;
    view! {
        <section class="panel" aria-labelledby="remove">
            <h2 id="remove">{staff_pictures::remove_title(lang)}</h2>
            <p>{staff_pictures::remove_text(lang)}</p>
            <form method="post" action=visit.href("/do/staff/set-picture") class="actions">
                {hidden(poll, place)} <input type="hidden" name="act" value="remove" />
                <button class="btn btn--2">{staff_pictures::remove(lang)}</button>
            </form>
        </section>
    }
}

/// Sets the picture of an option of a draft, or with `act` = `remove` takes it away. `poll`, `question` and `option` are numbers,
/// `version` that of the poll when the form was shown; `picture` is a stored one as [`PictureFile`] writes itself; `f` holds what
/// the picture shows, `alt_uk` and `alt_en`, as `problem` why the file that was sent is none, and as `mark` to whom the form was
/// shown.
///
/// # Errors
/// [`Failure::NotFound`] for what is no poll of this community or no option that may have a picture; [`Failure::BadRequest`] for
/// what no form of ours sends, and for a picture that this community does not have; [`Failure::SignInNeeded`] and
/// [`Failure::Forbidden`] where the mark does not say whose words they are. What is wrong with file or words is shown
/// with the form.
#[server(prefix = "/do", endpoint = "staff/set-picture")]
pub async fn set_picture(
    #[server(default)] poll: String,
    #[server(default)] version: String,
    #[server(default)] question: String,
    #[server(default)] option: String,
    #[server(default)] act: String,
    #[server(default)] picture: String,
    #[server(default)] f: HashMap<String, String>,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let alt = Bilingual::new(
        f.get("alt_uk").cloned().unwrap_or_default(),
        f.get("alt_en").cloned().unwrap_or_default(),
    );
    let editor = match visit.require(Right::WritePolls) {
        Ok(editor) => editor,
        Err(denied) => {
            let number = poll.parse().map_err(|()| denied)?;
            let Place(question, option) = Place::read(&question, &option).map_err(|_| denied)?;
            let form = DeskForm::Picture(number, question, option);
            let unset = Unset {
                version: version.parse().map_err(|_| denied)?,
                picture,
                alt,
                problem: None,
                overtaken: false,
                denied: true,
            };
            let mark = f.get("mark").map_or("", String::as_str);
            let kept = Some(&unset);
            return keep::keep_for_its_person(&services, &visit, form, mark, denied, kept).await;
        }
    };
    let poll = staff_poll(&services, &visit, &poll).await?;
    let version: i64 = version.parse().map_err(|_| Failure::BadRequest)?;
    let place = Place::read(&question, &option)?;
    let mut content = poll.content.clone();
    let choice = place.of(&mut content)?;
    if !draft_or_locked(&visit, &poll, Asked::Save) {
        return Ok(());
    }
    let form = place.form(&poll);
    let mut unset = Unset {
        version: poll.version,
        picture,
        alt,
        problem: f.get("problem").and_then(|name| name.parse().ok()),
        overtaken: version != poll.version,
        denied: false,
    };
    let wanted = match act.as_str() {
        "remove" => {
            if let Some(present) = &choice.picture {
                (unset.picture, unset.alt) = (present.file.to_string(), present.alt.clone());
            }
            None
        }
        _ => match wanted(&mut unset, place)? {
            Some(picture) => Some(picture),
            None => {
                keep::keep(&services, &visit, form, editor.person, &unset).await?;
                see_other(&visit.href(&format!("{}#errors", place.page(&poll))));
                return Ok(());
            }
        },
    };
    let changed = choice.picture != wanted;
    choice.picture = wanted;
    let by = By {
        actor: Actor::Person(editor.person),
        at: visit.now,
    };
    let (community, store) = (visit.community_id(), &services.store);
    let saved = match changed {
        true => {
            store
                .save_poll(community, poll.id, version, &content, by)
                .await
        }
        // A button pressed twice.
        false => Ok(version),
    };
    let saved_at = format!(
        "/staff/polls/{}/edit?saved#q{}-o{}",
        poll.number, place.0.0, place.1.0
    );
    let led_to = match saved {
        Ok(_) => {
            keep::forget(&services, &visit, form, editor.person).await?;
            saved_at
        }
        Err(StoreError::Conflict(Conflict::ChangedMeanwhile)) => {
            let theirs = store.poll(community, poll.id).await?;
            unset.version = theirs.ok_or(Failure::NotFound)?.version;
            unset.overtaken = true;
            keep::keep(&services, &visit, form, editor.person, &unset).await?;
            format!("{}#unsaved", place.page(&poll))
        }
        Err(StoreError::Conflict(Conflict::Refused(_))) => {
            format!("/staff/polls/{}?locked", poll.number)
        }
        Err(StoreError::Conflict(Conflict::UnknownPicture)) => return Err(Failure::BadRequest),
        Err(error) => return Err(error.into()),
    };
    see_other(&visit.href(&led_to));
    Ok(())
}

/// The picture with its words, tidied; `None` where something is wrong with either, which `unset` then says.
///
/// # Errors
/// [`Failure::BadRequest`] for what is no name of a picture.
fn wanted(unset: &mut Unset, place: Place) -> Result<Option<ChoicePicture>, Failure> {
    let file: Option<PictureFile> = match unset.picture.as_str() {
        "" => None,
        name => Some(name.parse().map_err(|_| Failure::BadRequest)?),
    };
    if file.is_none() && unset.problem.is_none() {
        unset.problem = Some(PictureProblem::NoFile);
    }
    let field = DraftField::OptionPicture(place.0, place.1);
    let tidy = |text: &str| tidy_line(field, text, limits::ALT);
    Ok(match (file, tidy(&unset.alt.uk), tidy(&unset.alt.en)) {
        (Some(file), Ok(uk), Ok(en)) if unset.problem.is_none() => Some(ChoicePicture {
            file,
            alt: Bilingual::new(uk, en),
        }),
        _ => None,
    })
}
