//! The form of a district.

use crate::{
    components::wrong::Wrong,
    context::{Services, Visit, place_name, settlements},
    failure::Failure,
    i18n::{AskedPlaces, Lang, staff_districts as words, staff_editor, staff_settings},
    pages::staff::{
        field::{MarkList, Pair, Takes},
        keep::{self, DeskForm},
    },
};
use domain::{
    district::{District, DistrictField, DistrictNo, DistrictProblem, bare_name, check_district},
    ids::PersonId,
    katottg::{Katottg, Unit},
    lang::Bilingual,
    text,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A settlement's code is shorter.
const LONGEST_CODE: usize = 40;

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TypedDistrict {
    pub name: Bilingual,
    pub settlements: Vec<String>,
}

impl TypedDistrict {
    /// From the fields that a form sent: `name_uk`, `name_en`, and `s.CODE` for each settlement that is marked.
    pub fn read(sent: &HashMap<String, String>) -> Self {
        let text = |key: &str| sent.get(key).cloned().unwrap_or_default();
        let marked = sent.keys().filter_map(|key| key.strip_prefix("s."));
        let mut settlements: Vec<String> = marked
            .filter(|code| code.len() <= LONGEST_CODE)
            .map(str::to_owned)
            .collect();
        settlements.sort();
        Self {
            name: Bilingual::new(text("name_uk"), text("name_en")),
            settlements,
        }
    }

    fn of(district: &District) -> Self {
        let codes = district.settlements.iter();
        Self {
            name: district.name.clone(),
            settlements: codes.map(|code| code.as_str().to_owned()).collect(),
        }
    }

    /// Whether it says what is stored already, as a button that was pressed twice does.
    pub fn says(&self, stored: &District) -> bool {
        let bare = |lang, name: &str| bare_name(lang, name).trim().to_owned();
        let name = |name: &Bilingual| (bare(Lang::Uk, &name.uk), bare(Lang::En, &name.en));
        let codes = stored.settlements.iter().map(Katottg::as_str);
        name(&self.name) == name(&stored.name) && codes.eq(self.settlements.iter())
    }

    /// The district as it may be stored.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the form.
    pub fn check(
        &self,
        no: Option<DistrictNo>,
        place: &Place,
    ) -> Result<District, Vec<(DistrictField, DistrictProblem)>> {
        let codes: Option<Vec<Katottg>> = self
            .settlements
            .iter()
            .map(|code| Katottg::parse(code))
            .collect();
        let typed = District {
            // A new one is numbered where it is stored.
            no: no.unwrap_or(DistrictNo(0)),
            name: self.name.clone(),
            settlements: codes.ok_or_else(|| {
                let problem = DistrictProblem::UnknownSettlement;
                vec![(DistrictField::Settlements, problem)]
            })?,
        };
        let others: Vec<District> = place.others(no).cloned().collect();
        let known: Vec<Katottg> = place
            .settlements
            .iter()
            .map(|unit| unit.code.clone())
            .collect();
        check_district(&typed, &others, &known)
    }
}

/// The settlements and districts of a community.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// In the order of the Ukrainian alphabet.
    pub settlements: Vec<Unit>,
    pub districts: Vec<District>,
}

impl Place {
    /// Reads them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(services: &Services, visit: &Visit) -> Result<Self, Failure> {
        Ok(Self {
            settlements: settlements(services, visit).await?,
            districts: services.store.districts(visit.community_id()).await?,
        })
    }

    fn others(&self, no: Option<DistrictNo>) -> impl Iterator<Item = &District> {
        self.districts
            .iter()
            .filter(move |district| Some(district.no) != no)
    }

    /// The settlements that no other district has.
    pub fn free(&self, no: Option<DistrictNo>) -> Vec<&Unit> {
        let taken: Vec<&Katottg> = self
            .others(no)
            .flat_map(|district| &district.settlements)
            .collect();
        self.settlements
            .iter()
            .filter(|unit| !taken.contains(&&unit.code))
            .collect()
    }

    /// A district's settlements by name.
    pub fn names(&self, district: &District) -> AskedPlaces {
        let codes = district.settlements.iter();
        AskedPlaces {
            districts: Vec::new(),
            settlements: codes
                .map(|code| place_name(&self.settlements, code))
                .collect(),
        }
    }
}

/// What was typed and could not be stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Untaken {
    pub typed: TypedDistrict,
    pub why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Why {
    /// Something is wrong with it.
    Wrong,
    /// Somebody else changed settings or districts meanwhile.
    Changed,
    /// Somebody else removed the district meanwhile.
    Removed,
    /// Whoever sent it had no right to, most often because their sign-in had ended.
    Denied,
}

/// The form as it is shown.
#[derive(Clone, Debug)]
pub(super) struct DistrictForm {
    /// The district that is changed; `None` for a new one.
    no: Option<DistrictNo>,
    /// What is stored of it now; `None` also for one that was removed, whose text becomes a new one.
    stored: Option<District>,
    typed: TypedDistrict,
    why: Option<Why>,
    version: i64,
    mark: String,
}

impl DistrictForm {
    /// The form for `administrator`, with what they typed before and could not be stored.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(
        services: &Services,
        visit: &Visit,
        administrator: PersonId,
        district: Option<&District>,
    ) -> Result<Self, Failure> {
        let no = district.map(|district| district.no);
        let kept = keep::kept(services, visit, DeskForm::District(no), administrator).await?;
        Self::with(services, visit, administrator, (no, district), kept).await
    }

    /// The form for `administrator` with what they typed into that of a district which was removed meanwhile; `None` where there is
    /// nothing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of_removed(
        services: &Services,
        visit: &Visit,
        administrator: PersonId,
        no: DistrictNo,
    ) -> Result<Option<Self>, Failure> {
        let form = DeskForm::District(Some(no));
        let kept: Option<Untaken> = keep::kept(services, visit, form, administrator).await?;
        match kept {
            Some(kept) => {
                let district = (Some(no), None);
                Self::with(services, visit, administrator, district, Some(kept))
                    .await
                    .map(Some)
            }
            None => Ok(None),
        }
    }

    async fn with(
        services: &Services,
        visit: &Visit,
        administrator: PersonId,
        (no, stored): (Option<DistrictNo>, Option<&District>),
        kept: Option<Untaken>,
    ) -> Result<Self, Failure> {
        let mark = keep::mark(services, visit, DeskForm::District(no), administrator).await?;
        let (_, version, _) = services.store.settings(visit.community_id()).await?;
        let why = kept.as_ref().map(|kept| kept.why);
        let typed = match kept {
            Some(kept) => kept.typed,
            None => stored.map(TypedDistrict::of).unwrap_or_default(),
        };
        Ok(Self {
            no,
            stored: stored.cloned(),
            typed,
            why,
            version,
            mark,
        })
    }

    /// Whether it is the text for a district that was removed.
    fn is_of_removed(&self) -> bool {
        self.no.is_some() && self.stored.is_none()
    }

    /// The district in whose place it is stored; `None` where it becomes a new one.
    fn target(&self) -> Option<DistrictNo> {
        self.no.filter(|_| !self.is_of_removed())
    }

    /// What the settings were when this was read.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// What is wrong with what was sent, by the keys of the inputs.
    pub fn wrong(&self, lang: Lang, place: &Place) -> Wrong {
        let problems = match self.why {
            Some(Why::Wrong | Why::Changed | Why::Removed) => {
                self.typed.check(self.target(), place).err()
            }
            _ => None,
        };
        let told = problems
            .unwrap_or_default()
            .into_iter()
            .map(|(field, problem)| {
                let (key, label) = match field {
                    DistrictField::Name => (self.name_at_fault(&problem), words::field_name(lang)),
                    DistrictField::Settlements => ("settlements", words::field_settlements(lang)),
                };
                let problem = words::problem(lang, field, &problem, &place.settlements);
                (
                    key.to_owned(),
                    staff_editor::problem_at(lang, label, &problem),
                )
            });
        Wrong::of(told.collect())
    }

    /// The key of the name that a problem is about: the English one where it alone is at fault.
    fn name_at_fault(&self, problem: &DistrictProblem) -> &'static str {
        let bad = |name: &str| match problem {
            DistrictProblem::TooLong(most) => text::line(name, *most).is_err(),
            DistrictProblem::BadCharacters => text::line(name, usize::MAX).is_err(),
            _ => false,
        };
        match !bad(&self.typed.name.uk) && bad(&self.typed.name.en) {
            true => "name_en",
            false => "name_uk",
        }
    }

    /// Whether there is a form to show: something to choose from, or something that was chosen.
    fn is_useful(&self, free: &[&Unit]) -> bool {
        !free.is_empty() || !self.typed.settlements.is_empty()
    }
}

/// The panel of the form.
#[component]
pub(super) fn DistrictPanel(visit: Visit, form: DistrictForm, place: Place) -> impl IntoView {
    let lang = visit.lang;
    let free = place.free(form.target());
    let title = match form.target() {
        Some(_) => words::change_title(lang),
        None => words::add_title(lang),
    };
    if !form.is_useful(&free) {
        let note = match place.settlements.is_empty() {
            true => words::no_settlements(lang),
            false => words::none_free(lang),
        };
        return view! {
            <section class="panel" aria-labelledby="district">
                <h2 id="district">{title}</h2>
                <p>{note}</p>
            </section>
        }
        .into_any();
    }
    let wrong = form.wrong(lang, &place);
    let name = Pair {
        key: "name",
        label: words::field_name(lang),
        plain: words::field_name(lang),
        hint: Some(words::hint_name(lang)),
        value: &form.typed.name,
        takes: Takes::Line,
    }
    .view(lang, &wrong);
    let known = free
        .into_iter()
        .map(|unit| (unit.code.to_string(), unit.name.clone()));
    let list = MarkList {
        key: "settlements",
        prefix: "s.",
        legend: words::field_settlements(lang),
        hint: words::hint_settlements(lang),
    }
    .view(lang, &wrong, &form.typed.settlements, known.collect());
    let discard = form.why.is_some().then(|| {
        view! {
            " "
            <button class="btn btn--2" name="act" value="discard">
                {staff_editor::discard(lang)}
            </button>
        }
    });
    let save = match form.is_of_removed() {
        true => words::save_as_new(lang),
        false => words::save(lang),
    };
    let anew = form
        .is_of_removed()
        .then(|| view! { <input type="hidden" name="anew" value="on" /> });
    view! {
        <section class="panel" aria-labelledby="district">
            <h2 id="district">{title}</h2>
            {unsaved(lang, &form, &place)}
            <form
                method="post"
                action=visit.href("/do/staff/save-district")
                class="flow"
                novalidate
            >
                // The first submit button is the one that Enter presses.
                <button class="vh" tabindex="-1" aria-hidden="true"></button>
                <input
                    type="hidden"
                    name="no"
                    value=form.no.map(|no| no.to_string()).unwrap_or_default()
                />
                {anew}
                <input type="hidden" name="version" value=form.version.to_string() />
                <input type="hidden" name="mark" value=form.mark.clone() />
                <div class="fields">{name} {list}</div>
                <div class="actions">
                    <button class="btn">{save}</button>
                    {discard}
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// What became of what was sent, if it was not stored; and what is stored, where somebody else may have written that.
fn unsaved(lang: Lang, form: &DistrictForm, place: &Place) -> Option<impl IntoView + use<>> {
    let why = form.why?;
    let removed = form
        .is_of_removed()
        .then(|| view! { <p>{words::removed_meanwhile(lang)}</p> });
    let text = match why {
        Why::Wrong => Some(staff_editor::unsaved_text(lang)),
        Why::Changed if form.stored.is_some() => Some(words::changed_beside(lang)),
        Why::Changed => Some(words::changed_meanwhile(lang)),
        Why::Removed => None,
        Why::Denied => Some(staff_settings::kept_denied(lang)),
    };
    let theirs = form
        .stored
        .as_ref()
        .filter(|stored| why != Why::Wrong && !form.typed.says(stored))
        .map(|stored| view! { <Stored lang stored=stored.clone() place=place.clone() /> });
    Some(view! {
        <div class="callout callout--warn" role="status" id="unsaved">
            <p>
                <strong>{staff_editor::unsaved_title(lang)}</strong>
            </p>
            {removed}
            {text.map(|text| view! { <p>{text}</p> })}
            {theirs}
        </div>
    })
}

/// A district as it is stored, beside what was typed.
#[component]
fn Stored(lang: Lang, stored: District, place: Place) -> impl IntoView {
    let name = match stored.name.en.as_str() {
        "" => stored.name.uk.clone(),
        en => words::both_names(lang, &stored.name.uk, en),
    };
    view! {
        <p>{words::stored_now(lang)} ":"</p>
        <ul class="list">
            <li>{words::field_name(lang)} ": " {name}</li>
            <li>
                {words::field_settlements(lang)} ": "
                <span lang="uk">{place.names(&stored).settlements.join(", ")}</span>
            </li>
        </ul>
    }
}
