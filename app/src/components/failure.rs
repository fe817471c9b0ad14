//! The page of a failure: what happened and what to do next, in the visitor's language. It is never a dead end: beside its words
//! stand the ways on.

use crate::{
    components::{
        PageTitle,
        frame::{DeskFrame, Frame},
        icon::Mark,
    },
    context::Visit,
    failure::Failure,
    i18n::{
        common,
        errors::{self, Sent},
    },
    pages::embed::EmbedFailure,
};
use leptos::prelude::*;

/// The whole page of `failure`, with its status. `note` says what else whoever came here should know.
#[component]
pub fn FailurePage(
    failure: Failure,
    #[prop(optional)] note: Option<&'static str>,
) -> impl IntoView {
    if let Some(options) = use_context::<leptos_axum::ResponseOptions>()
        && failure != Failure::SignInNeeded
    {
        options.set_status(
            http::StatusCode::from_u16(failure.status())
                .unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR),
        );
    }
    let Some(visit) = use_context::<Visit>() else {
        return ().into_any();
    };
    if visit.is_embed() {
        return view! { <EmbedFailure failure /> }.into_any();
    }
    let lang = visit.lang;
    let sent = sent(&visit);
    let (title, what, todo) = errors::page(lang, failure.status(), sent);
    let desk = visit.is_desk();
    let (list, list_words) = match (visit.is_platform(), desk) {
        (true, _) => ("/", errors::to_communities(lang)),
        (_, true) => ("/staff/polls", errors::to_polls(lang)),
        _ => ("/polls", errors::to_polls(lang)),
    };
    let first = first_help(&visit, failure, sent);
    let list_class = if first.is_some() { "" } else { "btn" };
    let body = view! {
        <div class="prose flow oops">
            <Mark size=72 core=false />
            <p class="oops__code">{errors::code(lang, i64::from(failure.status()))}</p>
            <h1>{title}</h1>
            <p class="lead">{what}</p>
            <p>{todo}</p>
            {note
                .map(|note| {
                    view! {
                        <div class="callout callout--warn">
                            <p>{note}</p>
                        </div>
                    }
                })}
            <div class="actions">
                {first}
                <a class=list_class href=visit.href(list)>
                    {list_words}
                </a>
                <a href=visit.href("/")>{common::to_home(lang)}</a>
            </div>
        </div>
    };
    view! {
        <PageTitle text=title />
        {if desk {
            view! { <DeskFrame current="">{body}</DeskFrame> }.into_any()
        } else {
            view! { <Frame>{body}</Frame> }.into_any()
        }}
    }
    .into_any()
}

/// What the failed request sent.
fn sent(visit: &Visit) -> Sent {
    match &visit.form {
        None => Sent::Nothing,
        Some(form) if form.is_foreign => Sent::ForeignForm,
        Some(form) if form.is_typed && form.has_file => Sent::TypedFormWithFile,
        Some(form) if form.is_typed => Sent::TypedForm,
        Some(_) => Sent::Form,
    }
}

/// What helps first: the way to the sign-in and back here, for whoever is signed in after signing out; or the same page once more.
fn first_help(visit: &Visit, failure: Failure, sent: Sent) -> Option<AnyView> {
    let lang = visit.lang;
    let back = match &visit.form {
        Some(form) => form.page.clone().unwrap_or_else(|| visit.href("/")),
        None => visit.href(&visit.path),
    };
    let sign_in = visit.way_in(&back);
    match (failure, sent) {
        // Leaving this page would lose the text: a reload sends it once more.
        (Failure::SignInNeeded, Sent::TypedForm | Sent::TypedFormWithFile) => Some(
            view! {
                <a class="btn" href=sign_in target="_blank">
                    {errors::sign_in_in_new_tab(lang)}
                </a>
            }
            .into_any(),
        ),
        (Failure::SignInNeeded, _) => Some(
            view! {
                <a class="btn" href=sign_in>
                    {common::nav_sign_in(lang)}
                </a>
            }
            .into_any(),
        ),
        (
            Failure::Forbidden,
            Sent::Nothing | Sent::Form | Sent::TypedForm | Sent::TypedFormWithFile,
        ) => Some(
            view! {
                <form method="post" action=visit.href("/do/sign-out")>
                    <input type="hidden" name="back" value=back />
                    <button class="btn">{errors::other_account(lang)}</button>
                </form>
            }
            .into_any(),
        ),
        // The same page, once it can be had again. A form is sent again by a reload, which its words say.
        (failure, Sent::Nothing) if passes(failure) => Some(
            view! {
                <a class="btn" href=back>
                    {errors::try_again(lang)}
                </a>
            }
            .into_any(),
        ),
        _ => None,
    }
}

/// Whether the same request may go well a little later.
fn passes(failure: Failure) -> bool {
    matches!(failure.status(), 429 | 500..=504)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        components::said::rendered,
        context::{SentForm, VisitParts, Visitor},
        i18n::Lang,
    };
    use domain::{
        community::Community,
        eligibility::PersonFacts,
        identity::{Assurance, Residency},
        ids::{CommunityId, PersonId},
        lang::Bilingual,
        passkey::SignedIn,
        policy::Policy,
        role::Role,
        time::{Date, Millis},
    };
    use std::sync::Arc;

    const EVERY: [Failure; 11] = [
        Failure::BadRequest,
        Failure::SignInNeeded,
        Failure::Forbidden,
        Failure::NotFound,
        Failure::MethodNotAllowed,
        Failure::Conflict,
        Failure::TooLarge,
        Failure::TooMany,
        Failure::Busy,
        Failure::Unavailable,
        Failure::Internal,
    ];

    fn visit(community: CommunityId, path: &str, form: Option<SentForm>, staff: bool) -> Visit {
        let visitor = Visitor {
            session: [1; 32],
            person: PersonId::from_random([1; 16]),
            short_name: "Ірина С.".into(),
            facts: PersonFacts {
                birth_date: Date::new(1980, 1, 1),
                residency: Residency::None,
                residency_expires: None,
                displaced: false,
                settlement: None,
                assurance: Assurance::BankId,
                second_key_open: false,
            },
            is_staff: true,
            second_factor_open: false,
            signed_in: SignedIn {
                at: Millis(0),
                assurance: Assurance::BankId,
                by_passkey: false,
            },
            signed_for: None,
            acts_for: None,
            roles: vec![Role::Moderator],
        };
        Visit::new(VisitParts {
            community: Arc::new(Community {
                id: community,
                slug: "korosten".into(),
                name: Bilingual::default(),
                council: Bilingual::default(),
                address: Bilingual::default(),
                territory: None,
                population: None,
                brand: domain::brand::Brand::default(),
                version: 1,
            }),
            policy: Arc::new(Policy::default()),
            policy_version: 1,
            block: None,
            is_near_a_limit: false,
            lang: Lang::Uk,
            path: path.into(),
            host: "viche.example".into(),
            origin: "https://viche.example".into(),
            now: Millis(0),
            visitor: staff.then_some(visitor),
            browser: None,
            form,
        })
    }

    fn form(page: Option<&str>, is_typed: bool, is_foreign: bool) -> Option<SentForm> {
        Some(SentForm {
            page: page.map(str::to_owned),
            is_typed,
            has_file: false,
            is_foreign,
        })
    }

    /// What stands in the page's main part, without header and footer.
    fn main_part(failure: Failure, visit: Visit) -> String {
        let html = rendered(move || {
            leptos_meta::provide_meta_context();
            provide_context(visit);
            view! { <FailurePage failure /> }.into_any()
        });
        let (_, main) = html.split_once("<main").unwrap();
        main.split_once("</main>").unwrap().0.to_owned()
    }

    #[test]
    fn no_error_page_is_a_dead_end() {
        let own = CommunityId(1);
        for failure in EVERY {
            for staff in [false, true] {
                for (community, path, form) in [
                    (own, "/polls/3", None),
                    (own, "/staff/polls", None),
                    (own, "/embed/polls/3", None),
                    (CommunityId::PLATFORM, "/", None),
                    (own, "/", form(Some("/staff/polls/3/edit"), true, false)),
                    (own, "/", form(None, false, true)),
                ] {
                    let main = main_part(failure, visit(community, path, form, staff));
                    assert!(main.contains("<a ") && main.contains("href=\"/"), "{main}");
                }
            }
        }
    }

    #[test]
    fn the_way_to_sign_in_leads_back_to_the_page_of_the_form() {
        let typed = form(Some("/staff/polls/3/edit?saved"), true, false);
        let main = main_part(
            Failure::SignInNeeded,
            visit(CommunityId(1), "/", typed, false),
        );
        let there = "href=\"/sign-in?return=/staff/polls/3/edit%3Fsaved\"";
        assert!(main.contains(there), "{main}");
        assert!(main.contains("_blank") && main.contains("в\u{a0}іншій вкладці"));
        let with_file = form(Some("/me/residence"), true, false).map(|form| SentForm {
            has_file: true,
            ..form
        });
        let main = main_part(
            Failure::SignInNeeded,
            visit(CommunityId(1), "/", with_file, false),
        );
        assert!(main.contains("_blank") && main.contains(errors::todo_401_file(Lang::Uk)));
        let plain = form(Some("/me"), false, false);
        let main = main_part(
            Failure::SignInNeeded,
            visit(CommunityId(1), "/", plain, false),
        );
        assert!(main.contains("href=\"/sign-in?return=/me\""), "{main}");
        assert!(!main.contains("вкладці") && !main.contains("_blank"));
    }

    #[test]
    fn what_passes_offers_the_same_page_once_more_and_a_form_only_a_reload() {
        let page =
            |failure, form| main_part(failure, visit(CommunityId(1), "/polls/3", form, false));
        let again = format!(
            "<a href=\"/polls/3\" class=\"btn\">{}</a>",
            errors::try_again(Lang::Uk)
        );
        for failure in EVERY {
            let passes = matches!(
                failure,
                Failure::TooMany | Failure::Busy | Failure::Unavailable | Failure::Internal
            );
            let main = page(failure, None);
            assert_eq!(main.contains(&again), passes, "{failure:?}: {main}");
            let main = page(failure, form(Some("/polls/3"), false, false));
            assert!(
                !main.contains(errors::try_again(Lang::Uk)),
                "{failure:?}: {main}"
            );
        }
    }

    #[test]
    fn a_missing_role_and_a_foreign_form_are_told_apart() {
        let (role, foreign) = (
            errors::what_403(Lang::Uk),
            errors::what_403_foreign(Lang::Uk),
        );
        let main = |form| {
            main_part(
                Failure::Forbidden,
                visit(CommunityId(1), "/staff", form, false),
            )
        };
        let page = main(None);
        assert!(page.contains(role) && !page.contains(foreign), "{page}");
        assert!(page.contains("/do/sign-out") && page.contains("value=\"/staff\""));
        let page = main(form(None, false, true));
        assert!(page.contains(foreign) && !page.contains(role), "{page}");
        assert!(!page.contains("/do/sign-out"));
    }
}
