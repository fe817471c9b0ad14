//! The document and the routes: which page stands at which address. English stands under `/en`, which the server has already
//! taken off the path.

use crate::{
    components::{failure::FailurePage, page::use_failure},
    context::Visit,
    failure::Failure,
    pages,
};
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    path,
};

/// The whole document.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let visit = use_context::<Visit>();
    let lang = visit.as_ref().map(|v| v.lang.tag()).unwrap_or("uk");
    let staff = visit.as_ref().is_some_and(|v| v.is_desk());
    let embed = visit.as_ref().is_some_and(|v| v.is_embed());
    let oembed = visit.as_ref().and_then(pages::embed::oembed_address);
    let brand = visit.as_ref().and_then(|v| v.community.brand.stylesheet());
    let style = if embed { "embed-main.css" } else { "main.css" };
    let assets = use_context::<crate::context::Services>()
        .map(|s| s.assets.clone())
        .unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang=lang data-theme=visit.as_ref().and_then(pages::embed::theme)>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="stylesheet" href=assets.url(style) />
                {staff.then(|| view! { <link rel="stylesheet" href=assets.url("desk-main.css") /> })}
                {brand.map(|href| view! { <link rel="stylesheet" href=href /> })}
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
                // A card is no page to be found: the poll's own is.
                {embed.then(|| view! { <meta name="robots" content="noindex" /> })}
                {oembed
                    .map(|href| {
                        view! { <link rel="alternate" type="application/json+oembed" href=href /> }
                    })}
                <MetaTags />
            </head>
            <body class=if staff { "desk" } else { "" }>
                {match use_failure() {
                    Some(failure) => view! { <FailurePage failure /> }.into_any(),
                    None => view! { <Pages /> }.into_any(),
                }}
            </body>
        </html>
    }
}

#[component]
fn Pages() -> impl IntoView {
    use pages::{embed, platform, resident, staff};
    view! {
        <Router>
            <FlatRoutes fallback=|| view! { <FailurePage failure=Failure::NotFound /> }>
                <Route path=path!("/") view=resident::Home />
                <Route path=path!("/polls") view=resident::PollList />
                <Route path=path!("/polls/:number") view=resident::PollPage />
                <Route path=path!("/polls/:number/vote") view=resident::VoteStart />
                <Route path=path!("/polls/:number/vote/check") view=resident::Check />
                <Route path=path!("/polls/:number/vote/widget") view=embed::FromWidget />
                <Route path=path!("/polls/:number/vote/:question") view=resident::QuestionPage />
                <Route path=path!("/polls/:number/done") view=resident::Done />
                <Route path=path!("/polls/:number/results") view=resident::Results />
                <Route path=path!("/results") view=resident::ResultList />
                <Route path=path!("/me") view=resident::MyPage />
                <Route path=path!("/me/residence") view=resident::ResidenceRequestPage />
                <Route path=path!("/me/data") view=resident::MyData />
                <Route path=path!("/me/organisations") view=resident::MyOrganisations />
                <Route path=path!("/organisations") view=resident::OrganisationList />
                <Route path=path!("/organisations/:no") view=resident::OrganisationPage />
                <Route path=path!("/organisation-power") view=resident::OfferPage />
                <Route path=path!("/organisation-power/:token") view=resident::OpenOffer />
                <Route path=path!("/privacy") view=resident::Privacy />
                <Route path=path!("/sign-in") view=resident::SignInPage />
                <Route path=path!("/sign-in/email") view=resident::EmailSent />
                <Route path=path!("/sign-in/email/:token") view=resident::EmailLinkPage />
                <Route path=path!("/invite") view=resident::InvitationPage />
                <Route path=path!("/invite/:token") view=resident::OpenInvitation />
                <Route path=path!("/second-factor") view=staff::SecondFactorPage />
                <Route path=path!("/communities") view=platform::Communities />
                <Route path=path!("/embed/polls") view=embed::EmbedList />
                <Route path=path!("/embed/polls/:number") view=embed::EmbedPoll />
                <Route path=path!("/embed/polls/:number/results") view=embed::EmbedResults />
                <Route path=path!("/staff") view=staff::Desk />
                <Route path=path!("/staff/polls") view=staff::PollTable />
                <Route path=path!("/staff/polls/new") view=staff::NewPoll />
                <Route path=path!("/staff/polls/:number") view=staff::PollDesk />
                <Route path=path!("/staff/polls/:number/edit") view=staff::Editor />
                <Route path=path!("/staff/polls/:number/preview") view=staff::Preview />
                <Route path=path!("/staff/polls/:number/preview/page") view=staff::PreviewPage />
                <Route
                    path=path!("/staff/polls/:number/pictures/:question/:option")
                    view=staff::OptionPicture
                />
                <Route path=path!("/staff/journal") view=staff::Journal />
                <Route path=path!("/staff/people") view=staff::People />
                <Route path=path!("/staff/people/cases/:id") view=staff::CaseDesk />
                <Route path=path!("/staff/people/new") view=staff::NewRecordPage />
                <Route path=path!("/staff/people/:id") view=staff::PersonDesk />
                <Route path=path!("/staff/paper") view=staff::PaperBatches />
                <Route path=path!("/staff/paper/:batch") view=staff::PaperBatchPage />
                <Route path=path!("/staff/paper/:batch/enter") view=staff::EnterPaperPage />
                <Route path=path!("/staff/paper/:batch/:form") view=staff::PaperFormPage />
                <Route path=path!("/staff/sign-ins") view=staff::SignIns />
                <Route path=path!("/staff/team") view=staff::Team />
                <Route path=path!("/staff/organisations") view=staff::Organisations />
                <Route path=path!("/staff/organisations/claims/:id") view=staff::ClaimDesk />
                <Route path=path!("/staff/organisations/:no") view=staff::OrganisationDesk />
                <Route path=path!("/staff/settings") view=staff::Settings />
                <Route path=path!("/staff/districts") view=staff::Districts />
                <Route path=path!("/staff/districts/:no") view=staff::DistrictPage />
            </FlatRoutes>
        </Router>
    }
}
