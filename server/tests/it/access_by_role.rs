//! Role × route × community: each role on everything of the desk that there is, on its own community's host, on another's and on the
//! platform's. What a role may is the table in `domain::role`; which right a route asks for is `access_table::RIGHTS`. A route that
//! is missing there fails.

use crate::{
    access::four_polls,
    access_table::{FIXED_ROUTES, FUNCTIONS, PAGES, RIGHTS},
    app::TestApp,
    browser::Browser,
    town::{KOROSTEN, by_system},
};
use domain::{
    ids::CommunityId,
    role::{Right, Role},
};
use std::collections::{BTreeMap, BTreeSet};

/// What there is to ask for: the right that it takes, its address, and the fields when it is a form.
pub struct Asked {
    right: Right,
    pub path: String,
    form: Option<&'static [(&'static str, &'static str)]>,
}

impl Asked {
    /// Whether a person looks at it.
    pub fn is_page(&self) -> bool {
        self.form.is_none() && self.path != EVENTS
    }
}

/// It never ends, and is no page.
const EVENTS: &str = "/staff/turnout/events";

/// Everything of the desk.
pub fn everything() -> Vec<Asked> {
    let rights: BTreeMap<_, _> = RIGHTS.iter().copied().collect();
    let right = |name: &str| {
        *rights
            .get(name)
            .unwrap_or_else(|| panic!("{name} is not in RIGHTS"))
    };
    let pages = PAGES
        .iter()
        .filter(|(route, ..)| route.starts_with("/staff"))
        .map(|(route, path, ..)| Asked {
            right: right(route),
            path: (*path).to_owned(),
            form: None,
        });
    let forms = FUNCTIONS
        .iter()
        .filter(|(name, ..)| name.starts_with("staff/"))
        .map(|(name, fields, ..)| Asked {
            right: right(name),
            path: format!("/do/{name}"),
            form: Some(fields),
        });
    // Forms with a file are refused before their body is read; here they have none.
    let fixed = FIXED_ROUTES
        .iter()
        .filter_map(|route| match route.strip_prefix("/do/") {
            Some(name) if name.starts_with("staff/") => Some(Asked {
                right: right(name),
                path: (*route).to_owned(),
                form: Some(&[]),
            }),
            None if route.starts_with("/staff") => Some(Asked {
                right: right(route),
                path: (*route).to_owned(),
                form: None,
            }),
            _ => None,
        });
    pages.chain(forms).chain(fixed).collect()
}

/// The status of what `browser` gets.
pub async fn ask(browser: &Browser, asked: &Asked) -> u16 {
    if asked.path == EVENTS {
        // What it begins with tells enough.
        let request = browser.request(reqwest::Method::GET, &asked.path);
        return request.send().await.unwrap().status().as_u16();
    }
    let page = match asked.form {
        Some(fields) => browser.post(&asked.path, fields).await,
        None => browser.get(&asked.path).await,
    };
    page.status.as_u16()
}

#[test]
fn every_right_of_the_list_is_of_something_that_there_is() {
    let routes = PAGES.iter().map(|(route, ..)| *route);
    let functions = FUNCTIONS.iter().map(|(name, ..)| *name);
    let fixed = FIXED_ROUTES
        .iter()
        .map(|route| route.strip_prefix("/do/").unwrap_or(route));
    let there: BTreeSet<_> = routes.chain(functions).chain(fixed).collect();
    for (name, _) in RIGHTS {
        assert!(there.contains(name), "there is no {name}");
    }
    let names: BTreeSet<_> = RIGHTS.iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), RIGHTS.len(), "something is there twice");
}

on_both_databases! {
    async fn each_role_gets_what_it_may_at_home_and_nothing_elsewhere(databases: Databases) {
        let app = TestApp::start(&databases).await;
        four_polls(&app).await;
        let everything = everything();
        assert!(everything.len() > 35, "{}", everything.len());
        for (at, &role) in Role::ALL.iter().enumerate() {
            let (home, host) = match role.exists_in(KOROSTEN) {
                true => (KOROSTEN, "localhost"),
                false => (CommunityId::PLATFORM, "platform.localhost"),
            };
            let name = format!("load-{}", at + 10);
            let person = app.town.settle(home, &name).await;
            app.town.store.grant_role(home, person, role, by_system()).await.unwrap();
            let browser = app.visitor();
            let hosts = ["localhost", "ovruch.localhost", "platform.localhost"];
            for host in hosts {
                browser.on(host).sign_in(&name, "/").await;
            }
            for asked in &everything {
                for place in hosts {
                    let status = ask(&browser.on(place), asked).await;
                    let may = place == host && role.may(asked.right);
                    assert_eq!(
                        status != 403,
                        may,
                        "{role} on {place} asks for {} ({}) and gets {status}",
                        asked.path,
                        asked.right,
                    );
                    assert!(![401, 405, 500, 503].contains(&status), "{role} {place} {}: {status}", asked.path);
                }
            }
        }
    }
}
