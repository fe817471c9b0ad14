//! What the page shows: which of its steps, and what was wrong with what was sent.

use super::{
    CODE, NOT_GOOD, PATH, USED, WRONG, member, session_token,
    view::{SecondFactorView, Shown, Step},
};
use crate::{
    components::{
        page,
        page::{encoded, path_back},
        wrong::Wrong,
    },
    context::{Services, Visit, Visitor, passkeys, services, visit},
    failure::Failure,
    i18n::{Lang, common, dates, passkey as passkey_words, second_factor as words},
    keys::TotpSecret,
    pages::{
        resident::OwnPasskeys,
        staff::keep::{self, DeskForm},
    },
};
use domain::time::Millis;
use http::request::Parts;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/second-factor?return=PATH`; `?wrong`, `?used` and `?again=MS` after a code that was not taken, `?codes` after one that set it up,
/// `?passkey=WORD` after a passkey that was not taken.
#[component]
pub fn SecondFactorPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let parts = use_context::<Parts>();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let visitor = member(&visit)?.clone();
        let back = path_back(&visit).unwrap_or_else(|| visit.href("/staff"));
        let community = visit.community_id();
        let known = services
            .store
            .second_factor(community, visitor.person)
            .await?;
        let keys = services.community_keys(community).await?;
        let passkeys = services
            .store
            .passkeys_of(community, visitor.person)
            .await?;
        let here = passkeys::host(&visit);
        let passkey = passkeys.iter().any(|key| Some(&key.host) == here.as_ref());
        let mut demo = None;
        let step = match known {
            None if !passkeys.is_empty() && visitor.second_factor_open => Step::Pass {
                app: false,
                passkey,
            },
            None if !passkeys.is_empty() => Step::Passed { codes_left: None },
            None => {
                let token = session_token(&services, parts.as_ref())?;
                let secret = TotpSecret::for_session(&token);
                demo = Some(secret.code_at(visit.now));
                let page = format!("{}?return={}", visit.href(PATH), encoded(&back));
                let own = OwnPasskeys::of(&services, &visit, &visitor, page).await?;
                set_up(&visit, &visitor, &secret, own)?
            }
            Some(_) if query.get("codes").is_some() => {
                let form = DeskForm::RecoveryCodes;
                let kept = keep::kept(&services, &visit, form, visitor.person).await?;
                match kept {
                    Some(codes) => Step::Codes(codes),
                    None => passed(&services, &visit, &visitor).await?,
                }
            }
            Some(known) if visitor.second_factor_open => {
                let secret = TotpSecret::open(&keys, visitor.person, &known.sealed);
                let secret = secret.map_err(|_| Failure::Internal)?;
                demo = Some(secret.code_at(visit.now));
                Step::Pass { app: true, passkey }
            }
            Some(known) => {
                let secret = TotpSecret::open(&keys, visitor.person, &known.sealed);
                let secret = secret.map_err(|_| Failure::Internal)?;
                demo = Some(secret.code_at(visit.now));
                passed(&services, &visit, &visitor).await?
            }
        };
        let wrong = match &step {
            Step::Codes(_) => Wrong::default(),
            _ => wrong(visit.lang, &|word| query.get(word), visit.now),
        };
        let refused = match query.get("passkey").as_deref() {
            Some(NOT_GOOD) => Some(passkey_words::confirm_not_good(visit.lang)),
            Some("refused") => Some(passkey_words::not_added(visit.lang)),
            _ => None,
        };
        let shown = Shown {
            step,
            back,
            wrong,
            refused,
            demo: demo.filter(|_| services.demo).and_then(Result::ok),
        };
        Ok(view! { <SecondFactorView visit shown /> })
    })
}

async fn passed(services: &Services, visit: &Visit, visitor: &Visitor) -> Result<Step, Failure> {
    let left = services
        .store
        .recovery_codes_left(visit.community_id(), visitor.person)
        .await?;
    Ok(Step::Passed {
        codes_left: Some(i64::try_from(left).unwrap_or(i64::MAX)),
    })
}

fn set_up(
    visit: &Visit,
    visitor: &Visitor,
    secret: &TotpSecret,
    own: Option<OwnPasskeys>,
) -> Result<Step, Failure> {
    let issuer = format!(
        "{} {}",
        common::brand(visit.lang),
        visit.community.name.get(visit.lang)
    );
    let url = secret.url(&visitor.short_name, &issuer);
    let url = url.map_err(|_| Failure::Internal)?;
    let base32 = secret.base32().map_err(|_| Failure::Internal)?;
    // In groups of four, as people read it off.
    let letters: Vec<char> = base32.chars().collect();
    let groups = letters.chunks(4).map(String::from_iter);
    Ok(Step::SetUp {
        secret: groups.collect::<Vec<_>>().join(" "),
        qr: crate::qr::svg(&url).map_err(|_| Failure::Internal)?,
        url,
        own,
    })
}

/// What is wrong with the code that was sent, in words.
fn wrong(lang: Lang, said: &dyn Fn(&str) -> Option<String>, now: Millis) -> Wrong {
    let again = said("again").and_then(|at| at.parse().ok()).map(Millis);
    let words = match again.filter(|again| *again > now) {
        Some(again) => words::too_many(lang, &dates::time(lang, again)),
        None if said(USED).is_some() => words::used(lang).to_owned(),
        None if said(WRONG).is_some() => words::wrong(lang).to_owned(),
        None => return Wrong::default(),
    };
    Wrong::of(vec![(CODE.to_owned(), words)])
}
