//! The form of an organisation.

use super::{denied_note, notice};
use crate::{
    components::wrong::Wrong,
    context::{Services, Visit},
    failure::Failure,
    i18n::{Lang, common, organisations as words},
    pages::staff::{
        field::{Field, Pair, Takes, select},
        keep::{self, DeskForm},
    },
};
use domain::{
    ids::{OrganisationNo, PersonId},
    lang::Bilingual,
    organisation::{
        ABOUT, ClaimField, ClaimProblems, NAME, Organisation, TypedOrganisation, check_organisation,
    },
    poll::InitiatorKind,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What a form sent: `kind`, `name_uk`, `name_en`, `code`, `about_uk`, `about_en`. What is too long is kept long enough to be told so.
pub(super) fn read(mut f: HashMap<String, String>) -> TypedOrganisation {
    let mut field = |key: &str, most: usize| -> String {
        let typed = f.remove(key).unwrap_or_default();
        typed.chars().take(2 * most).collect()
    };
    TypedOrganisation {
        kind: field("kind", 20),
        name: Bilingual::new(field("name_uk", NAME), field("name_en", NAME)),
        edrpou: field("code", 20),
        about: Bilingual::new(field("about_uk", ABOUT), field("about_en", ABOUT)),
    }
}

/// What is stored, as it would be typed.
fn typed(one: &Organisation) -> TypedOrganisation {
    TypedOrganisation {
        kind: one.kind.as_str().to_owned(),
        name: one.name.clone(),
        edrpou: one.edrpou.clone().map(String::from).unwrap_or_default(),
        about: one.about.clone(),
    }
}

/// What was typed and could not be stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Untaken {
    pub typed: TypedOrganisation,
    pub why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Why {
    /// Something is wrong with it.
    Wrong,
    /// Another organisation, called so, has its code.
    CodeTaken(String),
    /// Somebody else changed it meanwhile.
    Changed,
    /// Whoever sent it had no right to, most often because their sign-in had ended.
    Denied,
}

/// The form as it is shown.
#[derive(Clone, Debug)]
pub(super) struct OrganisationForm {
    /// The one that is changed, and its version; `None` for a new one.
    of: Option<(Organisation, i64)>,
    typed: TypedOrganisation,
    why: Option<Why>,
    mark: String,
}

impl OrganisationForm {
    /// The form for `moderator`, with what they typed before and could not be stored.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(
        services: &Services,
        visit: &Visit,
        moderator: PersonId,
        of: Option<(Organisation, i64)>,
    ) -> Result<Self, Failure> {
        let form = DeskForm::Organisation(of.as_ref().map(|(one, _)| one.no));
        let kept: Option<Untaken> = keep::kept(services, visit, form, moderator).await?;
        let mark = keep::mark(services, visit, form, moderator).await?;
        let why = kept.as_ref().map(|kept| kept.why.clone());
        let typed = match kept {
            Some(kept) => kept.typed,
            None => of.as_ref().map(|(one, _)| typed(one)).unwrap_or_default(),
        };
        Ok(Self {
            of,
            typed,
            why,
            mark,
        })
    }

    /// What is wrong with what was sent, by the keys of the inputs.
    pub fn wrong(&self, lang: Lang) -> Wrong {
        let no = self
            .of
            .as_ref()
            .map_or(OrganisationNo(0), |(one, _)| one.no);
        let problems: ClaimProblems = match self.why {
            Some(Why::Wrong | Why::Changed) => check_organisation(&self.typed, no).err(),
            _ => None,
        }
        .unwrap_or_default();
        let mut told: Vec<(String, String)> = problems
            .into_iter()
            .map(|(field, problem)| (key(field).to_owned(), words::problem(lang, field, problem)))
            .collect();
        if let Some(Why::CodeTaken(name)) = &self.why {
            told.push(("code".to_owned(), words::code_taken(lang, name)));
        }
        Wrong::of(told)
    }
}

fn key(field: ClaimField) -> &'static str {
    match field {
        ClaimField::Kind | ClaimField::Position | ClaimField::File => "kind",
        ClaimField::Name => "name_uk",
        ClaimField::NameEn => "name_en",
        ClaimField::Code => "code",
        ClaimField::About => "about_uk",
        ClaimField::AboutEn => "about_en",
    }
}

/// The panel of the form.
#[component]
pub(super) fn OrganisationPanel(visit: Visit, form: OrganisationForm) -> impl IntoView {
    let lang = visit.lang;
    let wrong = form.wrong(lang);
    let (title, submit) = match &form.of {
        Some(_) => (words::change_title(lang), words::save(lang)),
        None => (words::add_title(lang), words::add(lang)),
    };
    let changed = (form.why == Some(Why::Changed)).then(|| {
        let stored = form.of.as_ref().map(|(one, _)| {
            let name = one.name.get(lang);
            view! { <p>{words::stored_now(lang, name)}</p> }
        });
        view! { {notice("callout callout--warn", words::changed_meanwhile(lang))} {stored} }
    });
    let mut kinds = vec![(String::new(), words::kind_choose(lang).to_owned())];
    kinds.extend(InitiatorKind::organisations().map(|kind| {
        let words = common::initiator_kind(lang, kind);
        (kind.as_str().to_owned(), words.to_owned())
    }));
    let kind = select(
        lang,
        &wrong,
        "kind",
        words::kind(lang),
        kinds,
        &form.typed.kind,
    );
    let pair = |key, label, hint, value, takes| {
        Pair {
            key,
            label,
            plain: label,
            hint: Some(hint),
            value,
            takes,
        }
        .view(lang, &wrong)
    };
    let name = pair(
        "name",
        words::name(lang),
        words::name_hint(lang),
        &form.typed.name,
        Takes::Line,
    );
    let about = pair(
        "about",
        words::about(lang),
        words::about_hint(lang),
        &form.typed.about,
        Takes::Passage(4),
    );
    let has_code = |of: &(Organisation, i64)| of.0.edrpou.is_some();
    let code_hint = match form.of.as_ref().is_some_and(has_code) {
        true => format!("{} {}", words::code_hint(lang), words::code_changes(lang)),
        false => words::code_hint(lang).to_owned(),
    };
    let code = Field {
        key: "code",
        label: words::code_label(lang),
        hint: Some(&code_hint),
        value: &form.typed.edrpou,
        takes: Takes::Number,
        written_in: Lang::Uk,
    }
    .view(lang, &wrong);
    let discard = form.why.is_some().then(|| {
        view! {
            " "
            <button class="btn btn--2" name="act" value="discard">
                {words::discard(lang)}
            </button>
        }
    });
    let (no, version) = match &form.of {
        Some((one, version)) => (one.no.to_string(), version.to_string()),
        None => Default::default(),
    };
    let denied = denied_note(lang, form.why == Some(Why::Denied));
    view! {
        <section class="panel" aria-labelledby="unsaved">
            <h2 id="unsaved">{title}</h2>
            {denied}
            {changed}
            <form
                method="post"
                action=visit.href("/do/staff/save-organisation")
                class="flow"
                novalidate
            >
                <input type="hidden" name="no" value=no />
                <input type="hidden" name="version" value=version />
                <input type="hidden" name="mark" value=form.mark.clone() />
                {kind}
                {name}
                {code}
                {about}
                <p class="row">
                    <button class="btn">{submit}</button>
                    {discard}
                </p>
            </form>
        </section>
    }
}
