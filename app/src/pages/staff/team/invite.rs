//! Inviting somebody: the form, and the link that comes of it.

use super::PATH;
use crate::{
    components::{TextArea, see_other},
    context::{Letter, Services, Visit, Visitor, invitations, services, visit},
    failure::Failure,
    i18n::{Lang, dates, email as email_words, staff, staff_team},
    pages::staff::{
        field::{Field, Takes, Wrong, error_line, id, name},
        keep::{self, DeskForm},
    },
};
use domain::{
    email::{Email, EmailProblem},
    role::{Right, Role},
    team::{MOST_LABEL, Offer, OfferField, check_offer},
    time::Millis,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::{Actor, By};

/// The keys of the inputs.
const ROLE: &str = "role";
const LABEL: &str = "label";
const UNTIL: &str = "until";
const EMAIL: &str = "email";

/// What was typed.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Typed {
    role: String,
    label: String,
    until: String,
    /// Where the link is sent, if anywhere.
    #[serde(default)]
    email: String,
}

impl Typed {
    fn of(mut f: HashMap<String, String>) -> Self {
        // What is too long is kept long enough to be told so.
        let mut field = |key, most: usize| {
            f.remove(key)
                .unwrap_or_default()
                .chars()
                .take(most)
                .collect()
        };
        Self {
            role: field(ROLE, 40),
            label: field(LABEL, 2 * MOST_LABEL),
            until: field(UNTIL, 40),
            email: field(EMAIL, 300),
        }
    }

    /// The address that the link is sent to.
    ///
    /// # Errors
    /// When it is none.
    fn email(&self) -> Result<Option<Email>, EmailProblem> {
        match Email::parse(&self.email) {
            Ok(email) => Ok(Some(email)),
            Err(EmailProblem::Missing) => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    /// Everything that was typed, read.
    fn read(&self, visit: &Visit) -> Option<(Offer, Option<Email>)> {
        let today = dates::today(visit.now);
        let offer = check_offer(self.fields(), visit.community_id(), today).ok()?;
        Some((offer, self.email().ok()?))
    }

    fn fields(&self) -> (&str, &str, &str) {
        (&self.role, &self.label, &self.until)
    }

    /// What is wrong with it, in words.
    fn wrong(&self, visit: &Visit) -> Wrong {
        let today = dates::today(visit.now);
        let problems = check_offer(self.fields(), visit.community_id(), today).err();
        let words = problems.unwrap_or_default().into_iter();
        let words = words.map(|(field, problem)| {
            let key = match field {
                OfferField::Role => ROLE,
                OfferField::Label => LABEL,
                OfferField::Until => UNTIL,
            };
            let words = staff_team::offer_problem(visit.lang, field, problem);
            (key.to_owned(), words)
        });
        let email = self.email().err().map(|_| {
            let words = email_words::wrong(visit.lang);
            (EMAIL.to_owned(), words.to_owned())
        });
        Wrong::of(words.chain(email).collect())
    }
}

/// What was sent and not taken.
#[derive(Clone, Serialize, Deserialize)]
struct Untaken {
    typed: Typed,
    /// Whoever sent it had no right to, most often because their sign-in had ended.
    denied: bool,
}

/// A link that was just made. It is kept nowhere but in the browser's sealed forms.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Made {
    label: String,
    link: String,
    expires_at: Millis,
    #[serde(default)]
    mailed: Mailed,
}

/// What came of the letter with the link.
#[derive(Clone, Default, Serialize, Deserialize)]
enum Mailed {
    /// None was asked for.
    #[default]
    No,
    Sent {
        to: String,
    },
    Failed,
}

/// The form as it is shown.
#[derive(Clone)]
pub(super) struct InviteForm {
    typed: Typed,
    wrong: Wrong,
    denied: bool,
    mark: String,
    made: Option<Made>,
    /// Whether letters can be sent.
    has_mail: bool,
    /// Whether anybody could agree to a role that takes two.
    second: bool,
}

impl InviteForm {
    /// The form for `visitor`, with what they typed before and could not be taken; `second` says whether anybody could agree to a role
    /// that takes two, `made` asks for the link that was made last.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(
        services: &Services,
        visit: &Visit,
        visitor: &Visitor,
        second: bool,
        made: bool,
    ) -> Result<Self, Failure> {
        let (form, person) = (DeskForm::Invitation, visitor.person);
        let kept: Option<Untaken> = keep::kept(services, visit, form, person).await?;
        let made = match made {
            true => keep::kept(services, visit, DeskForm::InvitationLink, person).await?,
            false => None,
        };
        let denied = kept.as_ref().is_some_and(|kept| kept.denied);
        let wrong = match &kept {
            Some(kept) if !kept.denied => kept.typed.wrong(visit),
            _ => Wrong::default(),
        };
        Ok(Self {
            typed: kept.map(|kept| kept.typed).unwrap_or_default(),
            wrong,
            denied,
            mark: keep::mark(services, visit, form, person).await?,
            made,
            has_mail: services.mail.is_some(),
            second,
        })
    }

    /// What is wrong with what was sent.
    pub fn wrong(&self) -> &Wrong {
        &self.wrong
    }
}

/// The link that was just made.
#[component]
pub(super) fn MadePanel(visit: Visit, form: InviteForm) -> impl IntoView {
    let lang = visit.lang;
    form.made.map(|made| {
        let until = dates::until(lang, made.expires_at, visit.now);
        let mailed = match &made.mailed {
            Mailed::No => None,
            Mailed::Sent { to } => Some(staff_team::link_mailed(lang, to)),
            Mailed::Failed => Some(staff_team::link_not_mailed(lang).to_owned()),
        };
        let mailed = mailed.map(|words| {
            view! {
                <p>
                    <strong>{words}</strong>
                </p>
            }
        });
        view! {
            <section class="callout callout--ok flow" aria-labelledby="made">
                <h2 id="made">{staff_team::link_title(lang)}</h2>
                <p>{staff_team::link_text(lang, &made.label)}</p>
                {mailed}
                <label class="label" for="link">
                    {staff_team::link_label(lang)}
                </label>
                <TextArea id="link" name="link" value=made.link rows=5 lang="en" readonly=true />
                <p class="small">
                    {staff_team::invitation_open_until(lang, &until)} ". "
                    {staff_team::link_once(lang)}
                </p>
            </section>
        }
    })
}

/// The panel with the form.
#[component]
pub(super) fn InvitePanel(visit: Visit, form: InviteForm) -> impl IntoView {
    let lang = visit.lang;
    let denied = form.denied.then(|| {
        view! {
            <div class="callout callout--warn" role="status">
                <p>{staff_team::kept_denied(lang)}</p>
            </div>
        }
    });
    let label = Field {
        key: LABEL,
        label: staff_team::invite_label(lang),
        hint: Some(staff_team::invite_label_hint(lang)),
        value: &form.typed.label,
        takes: Takes::Line,
        written_in: Lang::Uk,
    }
    .view(lang, &form.wrong);
    let until = Field {
        key: UNTIL,
        label: staff_team::invite_until(lang),
        hint: Some(staff_team::invite_until_hint(lang)),
        value: &form.typed.until,
        takes: Takes::Day,
        written_in: Lang::Uk,
    }
    .view(lang, &form.wrong);
    let email = form.has_mail.then(|| {
        Field {
            key: EMAIL,
            label: staff_team::invite_email(lang),
            hint: Some(staff_team::invite_email_hint(lang)),
            value: &form.typed.email,
            takes: Takes::Email,
            written_in: Lang::En,
        }
        .view(lang, &form.wrong)
    });
    view! {
        <section class="panel" aria-labelledby="invite">
            <h2 id="invite">{staff_team::invite_title(lang)}</h2>
            <p>{staff_team::invite_lead(lang)}</p>
            {denied}
            <form
                method="post"
                action=visit.href("/do/staff/invite")
                class="flow prose"
                novalidate
            >
                <input type="hidden" name="mark" value=form.mark.clone() />
                {roles(&visit, &form)} {label} {until} {email}
                <button class="btn">{staff_team::invite_submit(lang)}</button>
            </form>
        </section>
    }
}

/// The choice of a role, each with what it lets its holder do.
fn roles(visit: &Visit, form: &InviteForm) -> AnyView {
    let lang = visit.lang;
    let error = form.wrong.at(ROLE);
    let invalid = error.is_some();
    let here = Role::ALL
        .iter()
        .filter(|role| role.exists_in(visit.community_id()));
    let options = here
        .enumerate()
        .map(|(at, role)| {
            // The summary of errors leads to the first of them.
            let input = match at {
                0 => id(ROLE),
                _ => format!("{}-{role}", id(ROLE)),
            };
            let hint_id = format!("{input}-hint");
            let nobody = match form.second {
                true => "",
                false => staff_team::invite_nobody_agrees(lang),
            };
            let two = role
                .gives_roles()
                .then(|| format!(". {} {nobody}", staff_team::invite_two(lang)));
            view! {
                <div class="check">
                    <input
                        type="radio"
                        id=input.clone()
                        name=name(ROLE)
                        value=role.as_str()
                        checked=role.as_str() == form.typed.role
                        aria-describedby=hint_id.clone()
                    />
                    <label for=input>{staff::role(lang, *role)}</label>
                    <p class="hint" id=hint_id>
                        {staff_team::rights(lang, *role)}
                        {two}
                    </p>
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class=if invalid { "field is-invalid" } else { "field" }>
            <legend class="label">{staff_team::invite_role(lang)}</legend>
            {error.map(|words| error_line(lang, ROLE, &words))}
            {options}
        </fieldset>
    }
    .into_any()
}

/// Makes an invitation: `f` holds `role` (its name), `label` (for whom), `until` (a date or nothing) and `email` (where the link is sent,
/// or nothing). The link is shown on the page that follows.
///
/// # Errors
/// [`Failure::SignInNeeded`] and [`Failure::Forbidden`] where the mark does not say whose text it is. What is wrong with a field is
/// shown with the form.
#[server(prefix = "/do", endpoint = "staff/invite")]
pub async fn invite(
    #[server(default)] mark: String,
    #[server(default)] f: HashMap<String, String>,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let form = DeskForm::Invitation;
    let mut untaken = Untaken {
        typed: Typed::of(f),
        denied: true,
    };
    let person = match visit.require(Right::ManageTeam) {
        Ok(visitor) => visitor.person,
        Err(denied) => {
            let kept = Some(&untaken);
            return keep::keep_for_its_person(&services, &visit, form, &mark, denied, kept).await;
        }
    };
    let community = visit.community_id();
    let Some((offer, email)) = untaken.typed.read(&visit) else {
        untaken.denied = false;
        keep::keep(&services, &visit, form, person, &untaken).await?;
        see_other(&visit.href(&format!("{PATH}?kept#errors")));
        return Ok(());
    };
    let keys = services.community_keys(community).await?;
    let made = invitations::make(&offer, &keys, &*services.random, visit.now);
    let (new, token) = made.map_err(|_| Failure::Internal)?;
    let by = By {
        actor: Actor::Person(person),
        at: visit.now,
    };
    services.store.invite(community, &new, by).await?;
    let link = format!("{}{}", visit.origin, visit.href(&invitations::path(&token)));
    let mailed = match (email, &services.mail) {
        (Some(email), Some(mail)) => {
            let letter = letter(&visit, &email, &link, offer.role, new.expires_at);
            match mail.send(letter).await {
                Ok(()) => Mailed::Sent {
                    to: email.as_str().to_owned(),
                },
                Err(_) => Mailed::Failed,
            }
        }
        _ => Mailed::No,
    };
    let made = Made {
        label: offer.label,
        link,
        expires_at: new.expires_at,
        mailed,
    };
    keep::keep(&services, &visit, DeskForm::InvitationLink, person, &made).await?;
    keep::forget(&services, &visit, form, person).await?;
    see_other(&visit.href(&format!("{PATH}?made#made")));
    Ok(())
}

/// The letter with a link.
fn letter(visit: &Visit, to: &Email, link: &str, role: Role, expires_at: Millis) -> Letter {
    let lang = visit.lang;
    let what = [
        staff_team::letter_what(lang).to_owned(),
        email_words::letter_community(lang, visit.community.name.get(lang)),
        staff_team::letter_role(lang, staff::role(lang, role)),
    ];
    let open = format!("{}\n{link}", staff_team::letter_open(lang));
    let until = dates::until(lang, expires_at, visit.now);
    let until = format!("{}.", staff_team::invitation_open_until(lang, &until));
    Letter::new(
        visit,
        to,
        staff_team::letter_subject(lang),
        &[
            email_words::letter_greeting(lang),
            &what.join("\n"),
            &open,
            &until,
            staff_team::letter_alone(lang),
        ],
    )
}
