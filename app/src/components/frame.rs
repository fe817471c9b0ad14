//! The frame of a page: skip link, header, demonstration notice, main, footer; for residents and for staff.

use crate::{
    components::icon::Mark,
    context::{Services, Visit, localized},
    i18n::{Lang, common, me, organisations},
};
use domain::role::Right;
use leptos::prelude::*;

/// Which entry of the navigation is the current one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Polls,
    Results,
    /// The signed-in person's own page.
    Me,
    /// No entry: sign-in, error pages.
    Elsewhere,
    /// No navigation at all: the flow of questions, where it would only lead away.
    Flow,
}

/// A resident's page. `wide` leaves `main` without the page's width, for full-width bands.
#[component]
pub fn Frame(
    #[prop(default = Section::Elsewhere)] section: Section,
    #[prop(default = false)] wide: bool,
    children: Children,
) -> impl IntoView {
    let Some(visit) = use_context::<Visit>() else {
        return ().into_any();
    };
    let lang = visit.lang;
    let platform = visit.is_platform();
    let entry = |own: Section, path: &str, label: &'static str| {
        let here = (section == own).then_some("page");
        // On a screen that has room, the name in the header leads there.
        let class = (own == Section::Me).then_some("thin-only");
        view! {
            <li class=class>
                <a href=visit.href(path) aria-current=here>
                    {label}
                </a>
            </li>
        }
    };
    let nav = (section != Section::Flow && !platform).then(|| {
        view! {
            <nav class="head__nav" aria-label=common::nav_main_label(lang)>
                <ul>
                    {entry(Section::Polls, "/polls", common::nav_polls(lang))} " "
                    {entry(Section::Results, "/results", common::nav_results(lang))} " "
                    {visit.visitor.is_some().then(|| entry(Section::Me, "/me", me::title(lang)))}
                </ul>
            </nav>
        }
    });
    view! {
        <a class="skip" href="#main">{common::skip_to_content(lang)}</a>
        <header class="head">
            <div class="wrap head__row">
                <Brand visit=visit.clone() href="/" size=40 />
                {nav}
                <div class="head__me">
                    <LanguageSwitch visit=visit.clone() />
                    <Me visit=visit.clone() section />
                </div>
            </div>
        </header>
        <DemoNotice lang />
        <Acting visit=visit.clone() section />
        <main id="main" class=if wide { "" } else { "wrap page" }>
            {children()}
        </main>
        <Footer visit />
    }
    .into_any()
}

/// The name of the installation and of the community, linking to `href`.
#[component]
fn Brand(visit: Visit, href: &'static str, size: i32) -> impl IntoView {
    let lang = visit.lang;
    let town = if visit.is_platform() {
        common::brand_of_platform(lang).to_owned()
    } else {
        visit.community.name.get(lang).to_owned()
    };
    // The name stands beside it, so that the picture says nothing more to whoever does not see it.
    let logo = match visit.community.brand.logo {
        Some(file) => view! {
            <img
                class="brand__logo"
                src=file.address()
                width=file.width.to_string()
                height=file.height.to_string()
                alt=""
            />
        }
        .into_any(),
        None => view! { <Mark size /> }.into_any(),
    };
    view! {
        <a class="brand" href=visit.href(href)>
            {logo}
            <span>
                <span class="brand__name">{common::brand(lang)}</span>
                " "
                <span class="brand__town">{town}</span>
            </span>
        </a>
    }
}

/// The same page in the other language.
#[component]
fn LanguageSwitch(visit: Visit) -> impl IntoView {
    let other = match visit.lang {
        Lang::Uk => Lang::En,
        Lang::En => Lang::Uk,
    };
    view! {
        <a href=localized(other, &visit.path) lang=other.tag() hreflang=other.tag()>
            {common::switch_language_short(visit.lang)}
            <span class="vh">": " {common::switch_language(visit.lang)}</span>
        </a>
    }
}

/// Who is signed in, and the way in or out. Signing out changes something, so it is a form.
#[component]
fn Me(visit: Visit, section: Section) -> impl IntoView {
    let lang = visit.lang;
    match visit.visitor.clone() {
        Some(visitor) => {
            let name = visitor.short_name;
            let here = (section == Section::Me).then_some("page");
            view! {
                {visitor.is_staff.then(|| view! { <a href=visit.href("/staff")>{common::nav_staff(lang)}</a> })}
                <a class="wide-only" href=visit.href("/me") aria-current=here>
                    {name.clone()}
                    <span class="vh">": " {me::title(lang)}</span>
                </a>
                <form method="post" action=visit.href("/do/sign-out")>
                    <button class="link" aria-label=common::sign_out_of(lang, &name)>
                        {common::nav_sign_out(lang)}
                    </button>
                </form>
            }
            .into_any()
        }
        None if visit.is_platform() => ().into_any(),
        None => {
            let here = visit.href(&visit.path);
            let back = if visit.path.starts_with("/sign-in") {
                String::new()
            } else {
                format!("?return={}", super::page::encoded(&here))
            };
            view! { <a href=format!("{}{back}", visit.href("/sign-in"))>{common::nav_sign_in(lang)}</a> }.into_any()
        }
    }
}

/// «Демонстрація» on every page of a demonstration.
#[component]
pub fn DemoNotice(lang: Lang) -> impl IntoView {
    let demo = use_context::<Services>().is_some_and(|s| s.demo);
    demo.then(|| {
        view! {
            <aside class="notice" aria-label=common::demo_label(lang)>
                <p class="wrap">
                    <strong>{common::demo_word(lang)}</strong>
                    " "
                    {common::demo_text(lang)}
                </p>
            </aside>
        }
    })
}

/// For which organisation the visitor acts, on every page; where they vote, that a vote is their own.
#[component]
fn Acting(visit: Visit, section: Section) -> impl IntoView {
    let lang = visit.lang;
    let acting = visit.visitor.as_ref().and_then(|v| v.acts_for.clone());
    acting.map(|organisation| {
        let name = organisation.name.get(lang).to_owned();
        let vote = (section == Section::Flow)
            .then(|| view! { " " <strong>{organisations::acting_vote(lang)}</strong> });
        view! {
            <aside class="notice notice--acting" aria-label=organisations::acting_label(lang)>
                <div class="wrap row">
                    <p>{organisations::acting(lang, &name)} {vote}</p>
                    <form method="post" action=visit.href("/do/act-for")>
                        <button class="link">{organisations::act_for_self(lang)}</button>
                    </form>
                </div>
            </aside>
        }
    })
}

#[component]
fn Footer(visit: Visit) -> impl IntoView {
    let lang = visit.lang;
    let platform = use_context::<Services>()
        .map(|s| format!("{}{}", s.platform_url, localized(lang, "/")))
        .unwrap_or_default();
    let privacy = (!visit.is_platform()).then(|| {
        view! {
            <a href=visit.href("/organisations")>{organisations::title(lang)}</a>
            " "
            <a href=visit.href("/privacy")>{common::footer_privacy(lang)}</a>
        }
    });
    let own = [&visit.community.council, &visit.community.address].map(|t| t.get(lang).to_owned());
    let line = own
        .iter()
        .filter(|t| !t.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    view! {
        <footer class="foot">
            <div class="wrap">
                <nav class="foot__links" aria-label=common::footer_label(lang)>
                    <a href=format!("{}#how", visit.href("/"))>{common::footer_how(lang)}</a>
                    " "
                    {privacy}
                    " "
                    <a href=platform>{common::footer_all_communities(lang)}</a>
                </nav>
                <p>{(!line.is_empty()).then(|| format!("{line}. "))} {common::footer_note(lang)}</p>
            </div>
        </footer>
    }
}

/// A staff page: the side with the desk's navigation, and main. `current` is the path of the navigation entry.
#[component]
pub fn DeskFrame(current: &'static str, children: Children) -> impl IntoView {
    let Some(visit) = use_context::<Visit>() else {
        return ().into_any();
    };
    let lang = visit.lang;
    use crate::i18n::{
        staff, staff_paper, staff_people, staff_settings, staff_sign_ins, staff_team,
    };
    let entries = [
        (Right::SeeDesk, "/staff", staff::nav_today(lang)),
        (Right::SeeDesk, "/staff/polls", staff::nav_polls(lang)),
        (Right::ReadJournal, "/staff/journal", staff::nav_audit(lang)),
        (
            Right::HandlePeople,
            "/staff/people",
            staff_people::nav(lang),
        ),
        (
            Right::HandleOrganisations,
            "/staff/organisations",
            organisations::nav(lang),
        ),
        (Right::RecordPaper, "/staff/paper", staff_paper::nav(lang)),
        (Right::ManageTeam, "/staff/team", staff_team::nav(lang)),
        (
            Right::WatchSignIns,
            "/staff/sign-ins",
            staff_sign_ins::nav(lang),
        ),
        (
            Right::SetUpCommunity,
            "/staff/settings",
            staff_settings::nav(lang),
        ),
    ];
    let items = entries
        .into_iter()
        .filter(|(right, ..)| visit.may(*right))
        .map(|(_, path, label)| {
            let here = (path == current).then_some("page");
            view! {
                <li>
                    <a href=visit.href(path) aria-current=here>
                        {label}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <a class="skip" href="#main">{common::skip_to_content(lang)}</a>
        <header class="desk__side">
            <Brand visit=visit.clone() href="/staff" size=36 />
            <nav aria-label=common::nav_staff(lang)>
                <ul class="desk__nav">{items}</ul>
            </nav>
            <div class="desk__me">
                <p>{visit.visitor.as_ref().map(|v| v.short_name.clone())}</p>
                <LanguageSwitch visit=visit.clone() />
                <a href=visit.href("/")>{crate::i18n::staff::to_site(lang)}</a>
                <form method="post" action=visit.href("/do/sign-out")>
                    <button class="link">{common::nav_sign_out(lang)}</button>
                </form>
            </div>
        </header>
        <main id="main" class="desk__main">
            <DemoNotice lang />
            <Acting visit=visit.clone() section=Section::Elsewhere />
            {children()}
        </main>
    }
    .into_any()
}
