//! How the settings are shown.

use super::{
    logo::{Logo, LogoPanel},
    save::{TWO_CONFIRM, Why, key},
};
use crate::{
    components::{Boot, DeskFrame, PageTitle},
    context::Visit,
    i18n::{Lang, common, format, staff_districts, staff_editor, staff_settings},
    islands::staff::SendForm,
    pages::staff::field::{Field, Pair, Takes, Wrong, checkbox, error_line, id, name},
};
use domain::{
    brand::{Colour, DARK_GROUNDS, LIGHT_GROUNDS, STANDARD_ACTION, STANDARD_NOW, Tone, Tones},
    settings::{SettingsField, TypedSettings},
};
use leptos::prelude::*;

/// What was just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    Nothing,
    Saved,
    LogoSet,
    LogoRemoved,
}

impl Done {
    pub fn of(saved: bool, logo_set: bool, logo_removed: bool) -> Self {
        match (saved, logo_set, logo_removed) {
            (true, ..) => Self::Saved,
            (_, true, _) => Self::LogoSet,
            (.., true) => Self::LogoRemoved,
            _ => Self::Nothing,
        }
    }

    fn words(self, lang: Lang) -> Option<&'static str> {
        match self {
            Self::Nothing => None,
            Self::Saved => Some(staff_settings::saved(lang)),
            Self::LogoSet => Some(staff_settings::logo_saved(lang)),
            Self::LogoRemoved => Some(staff_settings::logo_removed(lang)),
        }
    }
}

#[component]
pub(super) fn SettingsView(
    visit: Visit,
    origin: String,
    typed: TypedSettings,
    version: i64,
    mark: String,
    wrong: Wrong,
    why: Option<Why>,
    logo: Logo,
    done: Done,
) -> impl IntoView {
    let lang = visit.lang;
    let title = staff_settings::title(lang);
    let window = match wrong.is_empty() && logo.problem.is_none() {
        true => title.to_owned(),
        false => common::page_title_error(lang, title),
    };
    let summary = wrong.summary(lang);
    let discard = why.is_some().then(|| {
        view! {
            <button class="btn btn--2" name="act" value="discard">
                {staff_editor::discard(lang)}
            </button>
        }
    });
    view! {
        <PageTitle text=window />
        <DeskFrame current="/staff/settings">
            {summary}
            <div class="desk__head">
                <div>
                    <h1>{title}</h1>
                    <p class="muted">{staff_settings::lead(lang)}</p>
                </div>
            </div>
            <div class="flow prose">
                {notice(lang, why, done)}
                <form
                    method="post"
                    action=visit.href("/do/staff/save-settings")
                    class="flow"
                    novalidate
                >
                    // The first submit button is the one that Enter presses.
                    <button class="vh" tabindex="-1" aria-hidden="true"></button>
                    <input type="hidden" name="version" value=version.to_string() />
                    <input type="hidden" name="mark" value=mark />
                    {about(lang, &typed, &wrong)}
                    {colours(lang, &typed, &wrong)}
                    {(!visit.is_platform()).then(|| residences(lang, &typed, &wrong))}
                    {hosts(lang, &typed, &wrong, &origin)}
                    {sites(lang, &typed, &wrong)}
                    <div class="actions">
                        <button class="btn">{staff_settings::save(lang)}</button>
                        {discard}
                    </div>
                    <SendForm lang />
                </form>
                <LogoPanel visit=visit.clone() logo version />
                {districts(&visit)}
            </div>
            <Boot />
        </DeskFrame>
    }
}

/// The way to the districts, which have pages of their own; the platform has no territory.
fn districts(visit: &Visit) -> Option<impl IntoView + use<>> {
    let lang = visit.lang;
    (!visit.is_platform()).then(|| {
        view! {
            <section class="panel" aria-labelledby="districts">
                <h2 id="districts">{staff_districts::title(lang)}</h2>
                <p class="small">{staff_districts::lead(lang)}</p>
                <p>
                    <a href=visit.href("/staff/districts")>{staff_districts::open(lang)}</a>
                </p>
            </section>
        }
    })
}

/// What became of what was sent.
fn notice(lang: Lang, why: Option<Why>, done: Done) -> AnyView {
    let text = match why {
        Some(Why::Wrong | Why::HostTaken | Why::NoSecond) => staff_editor::unsaved_text(lang),
        Some(Why::Changed) => staff_settings::changed_meanwhile(lang),
        Some(Why::Denied) => staff_settings::kept_denied(lang),
        None => {
            let said = done.words(lang).map(|words| {
                view! {
                    <div class="callout callout--ok" role="status">
                        <p>{words}</p>
                    </div>
                }
            });
            return said.into_any();
        }
    };
    view! {
        <div class="callout callout--warn" role="status" id="unsaved">
            <p>
                <strong>{staff_editor::unsaved_title(lang)}</strong>
            </p>
            <p>{text}</p>
        </div>
    }
    .into_any()
}

fn about(lang: Lang, typed: &TypedSettings, wrong: &Wrong) -> AnyView {
    let pair = |key, label, hint, value| {
        Pair {
            key,
            label,
            plain: label,
            hint,
            value,
            takes: Takes::Line,
        }
        .view(lang, wrong)
    };
    let pairs = [
        pair(
            "name",
            staff_settings::field_name(lang),
            Some(staff_settings::hint_name(lang)),
            &typed.name,
        ),
        pair(
            "council",
            staff_settings::field_council(lang),
            Some(staff_settings::hint_council(lang)),
            &typed.council,
        ),
        pair(
            "address",
            staff_settings::field_address(lang),
            None,
            &typed.address,
        ),
    ];
    let population = Field {
        key: key(SettingsField::Population),
        label: staff_settings::field_population(lang),
        hint: Some(staff_settings::hint_population(lang)),
        value: &typed.population,
        takes: Takes::Number,
        written_in: Lang::Uk,
    }
    .view(lang, wrong);
    view! {
        <section class="panel" aria-labelledby="about">
            <h2 id="about">{staff_settings::about_title(lang)}</h2>
            <div class="fields">{pairs} {population}</div>
        </section>
    }
    .into_any()
}

fn colours(lang: Lang, typed: &TypedSettings, wrong: &Wrong) -> AnyView {
    let field = |field, label, hint, value: &str, standard| {
        let input = Field {
            key: key(field),
            label,
            hint: Some(hint),
            value,
            takes: Takes::Number,
            written_in: Lang::En,
        }
        .view(lang, wrong);
        let shown = value
            .parse()
            .map_or(standard, |chosen| Tones::of(chosen).plain);
        view! { <div>{input} {sample(lang, shown)}</div> }
    };
    let both = [
        field(
            SettingsField::Action,
            staff_settings::field_action(lang),
            staff_settings::hint_action(lang),
            &typed.action,
            STANDARD_ACTION,
        ),
        field(
            SettingsField::Now,
            staff_settings::field_now(lang),
            staff_settings::hint_now(lang),
            &typed.now,
            STANDARD_NOW,
        ),
    ];
    view! {
        <section class="panel" aria-labelledby="colours">
            <h2 id="colours">{staff_settings::colours_title(lang)}</h2>
            <p class="small">{staff_settings::colours_lead(lang)}</p>
            <div class="fields fields--2">{both}</div>
        </section>
    }
    .into_any()
}

/// A colour as it stands in both themes; of one that cannot be read, the nearest that can.
fn sample(lang: Lang, Tone { light, dark }: Tone) -> impl IntoView + use<> {
    let ground = |x: &'static str, ground: Colour, letters: Colour| {
        view! {
            <rect x=x width="96" height="56" fill=ground.to_string()></rect>
            <text x=shifted(x, 12) y="36" fill=letters.to_string()>
                "Аа"
            </text>
            <rect x=shifted(x, 44) y="14" width="42" height="28" rx="4" fill=letters.to_string()></rect>
            <text x=shifted(x, 53) y="35" fill=ground.to_string()>
                "Аа"
            </text>
        }
    };
    let contrast = |letters: Colour, ground: Colour| {
        format::decimal(
            lang,
            format::Tenths((letters.contrast(ground) * 10.0) as i64),
        )
    };
    let (day, night) = (LIGHT_GROUNDS.surface, DARK_GROUNDS.surface);
    let words = staff_settings::sample(
        lang,
        &light.to_string(),
        &contrast(light, day),
        &dark.to_string(),
        &contrast(dark, night),
    );
    view! {
        <figure class="colour-sample">
            <svg viewBox="0 0 192 56" width="192" height="56" aria-hidden="true">
                {ground("0", day, light)}
                {ground("96", night, dark)}
            </svg>
            <figcaption class="hint">{words}</figcaption>
        </figure>
    }
}

/// A place to the right of another, in the units of the sample.
fn shifted(x: &str, by: i32) -> String {
    (x.parse().unwrap_or(0) + by).to_string()
}

/// How residences are confirmed.
fn residences(lang: Lang, typed: &TypedSettings, wrong: &Wrong) -> AnyView {
    let error = wrong
        .at(TWO_CONFIRM)
        .map(|words| error_line(lang, TWO_CONFIRM, &words));
    view! {
        <section class="panel" aria-labelledby="residences">
            <h2 id="residences">{staff_settings::residences_title(lang)}</h2>
            {error}
            <div class="check">
                {checkbox(TWO_CONFIRM, staff_settings::field_two_confirm(lang), typed.two_confirm)}
                <p class="hint">{staff_settings::hint_two_confirm(lang)}</p>
            </div>
            <p class="small">{staff_settings::two_confirm_by_one(lang)}</p>
        </section>
    }
    .into_any()
}

fn hosts(lang: Lang, typed: &TypedSettings, wrong: &Wrong, origin: &str) -> AnyView {
    let list = Field {
        key: key(SettingsField::Hosts),
        label: staff_settings::field_hosts(lang),
        hint: Some(staff_settings::hint_hosts(lang)),
        value: &typed.hosts,
        takes: Takes::Passage(3),
        written_in: Lang::En,
    }
    .view(lang, wrong);
    view! {
        <section class="panel" aria-labelledby="addresses">
            <h2 id="addresses">{staff_settings::hosts_title(lang)}</h2>
            <p class="small">{staff_settings::hosts_lead(lang, origin)}</p>
            {list}
        </section>
    }
    .into_any()
}

fn sites(lang: Lang, typed: &TypedSettings, wrong: &Wrong) -> AnyView {
    let list = Field {
        key: key(SettingsField::Sites),
        label: staff_settings::field_sites(lang),
        hint: Some(staff_settings::hint_sites(lang)),
        value: &typed.sites,
        takes: Takes::Passage(4),
        written_in: Lang::En,
    }
    .view(lang, wrong);
    let anywhere = typed.anywhere;
    view! {
        <section class="panel" aria-labelledby="websites">
            <h2 id="websites">{staff_settings::sites_title(lang)}</h2>
            <p class="small">{staff_settings::sites_lead(lang)}</p>
            <div class="fields">
                {list}
                <div class="check">
                    <input
                        type="checkbox"
                        id=id("anywhere")
                        name=name("anywhere")
                        value="on"
                        checked=anywhere
                        aria-describedby="anywhere-hint"
                    />
                    <label for=id("anywhere")>{staff_settings::field_anywhere(lang)}</label>
                    <p class="hint" id="anywhere-hint">
                        {staff_settings::hint_anywhere(lang)}
                    </p>
                </div>
            </div>
        </section>
    }
    .into_any()
}
