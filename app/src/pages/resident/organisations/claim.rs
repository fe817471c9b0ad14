//! Claiming to act for an organisation: with a document, or by the key of one that the community does not know yet, or for which somebody else
//! ended one's power.

use super::{MINE, identified};
use crate::{
    components::{
        document_field::document_field,
        see_other,
        wrong::{Wrong, error_line},
    },
    context::{
        SentDocument, Services, Visit, Visitor, sealed::Sealed, services, signed_for, visit,
    },
    failure::Failure,
    i18n::{Lang, common, organisations as words},
    pages::resident::SealedForms,
};
use domain::{
    ids::PersonId,
    lang::Bilingual,
    organisation::{
        ClaimField, ClaimProblems, NAME, POSITION, Proof, SignedFor, TypedClaim, check_claim,
    },
    poll::InitiatorKind,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use store::{Conflict, StoreError, organisation_requests::NewClaim};

/// The address of the upload route, which takes the form with its file.
pub(in crate::pages::resident) const UPLOAD: &str = "/do/send-organisation-document";

/// Who may claim a power at all: of nobody else a file is read.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor, [`Failure::Forbidden`] for whoever is not identified.
pub fn may_claim_power(visit: &Visit) -> Result<&Visitor, Failure> {
    identified(visit)
}

/// Where what somebody typed waits: for them alone, whoever else uses the same phone.
fn scope(person: PersonId) -> String {
    format!("organisation-claim/{person}")
}

/// What was sent and could not be taken.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Untaken {
    typed: TypedClaim,
    problems: ClaimProblems,
}

/// The form as it is shown.
#[derive(Clone, Debug, Default)]
pub(super) struct ClaimForm {
    typed: TypedClaim,
    wrong: Wrong,
    /// The organisation by whose key the asker has signed in, where the community does not know it.
    signed: Option<SignedFor>,
}

/// The organisation by whose key the asker has signed in, and for which somebody else ended their power.
#[derive(Clone, Debug)]
pub(super) struct Again {
    pub signed: SignedFor,
    pub kind: InitiatorKind,
    /// The day on which it ended.
    pub day: String,
}

impl ClaimForm {
    /// The form for `visitor`; `asked` where they come back to what they typed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(
        services: &Services,
        visit: &Visit,
        visitor: &Visitor,
        signed: Option<SignedFor>,
        asked: bool,
    ) -> Result<Self, Failure> {
        let untaken = match SealedForms::of(services, visit).filter(|_| asked) {
            Some(forms) => forms.get::<Untaken>(&scope(visitor.person)).await?,
            None => None,
        };
        let untaken = untaken.unwrap_or_default();
        let told = untaken.problems.iter().map(|(field, problem)| {
            let words = words::problem(visit.lang, *field, *problem);
            (key(*field).to_owned(), words)
        });
        Ok(Self {
            wrong: Wrong::of(told.collect()),
            typed: untaken.typed,
            signed,
        })
    }

    /// What is wrong with what was sent.
    pub fn wrong(&self) -> &Wrong {
        &self.wrong
    }
}

/// The input that a problem is about.
fn key(field: ClaimField) -> &'static str {
    match field {
        ClaimField::Kind => "kind",
        ClaimField::Name | ClaimField::About => "name",
        ClaimField::NameEn | ClaimField::AboutEn => "name_en",
        ClaimField::Code => "code",
        ClaimField::Position => "position",
        ClaimField::File => "file",
    }
}

/// The section with the form.
#[component]
pub(super) fn ClaimSection(visit: Visit, form: ClaimForm) -> impl IntoView {
    let lang = visit.lang;
    let lead = match &form.signed {
        Some(signed) => view! { <p>{words::key_new(lang, &signed.name)}</p> }.into_any(),
        None => view! {
            <p>{words::claim_lead(lang)}</p>
            <p>{words::claim_safe(lang)}</p>
        }
        .into_any(),
    };
    let title = match &form.signed {
        Some(_) => words::key_title(lang),
        None => words::claim_title(lang),
    };
    let by_key = form.signed.is_some();
    let has_title = form.signed.as_ref().is_some_and(|s| s.title.is_some());
    let line = |field, label, hint, value: &str, most| Line {
        key: key(field),
        label,
        hint,
        value: value.to_owned(),
        most,
    };
    let (typed, wrong) = (&form.typed, &form.wrong);
    let names = (!by_key).then(|| {
        let name = words::name(lang);
        view! {
            {line(ClaimField::Name, name, Some(words::name_hint(lang)), &typed.name.uk, NAME).view(lang, wrong)}
            {line(ClaimField::NameEn, words::name_en(lang), None, &typed.name.en, NAME).view(lang, wrong)}
            {line(ClaimField::Code, words::code_label(lang), Some(words::code_hint(lang)), &typed.edrpou, 20)
                .view(lang, wrong)}
        }
    });
    let position = (!has_title).then(|| {
        let hint = Some(words::position_hint(lang));
        let label = words::position_label(lang);
        line(ClaimField::Position, label, hint, &typed.position, POSITION).view(lang, wrong)
    });
    let file = (!by_key).then(|| document_field(lang, words::file(lang), wrong));
    view! {
        <section class="flow section" aria-labelledby="claim">
            <h2 id="claim">{title}</h2>
            {lead}
            <form
                method="post"
                action=visit.href(UPLOAD)
                enctype="multipart/form-data"
                class="flow"
                novalidate
            >
                {kinds(lang, &form)} {names} {position} {file}
                <button class="btn">{words::send(lang)}</button>
            </form>
        </section>
    }
}

/// That the key alone proves nothing any more, and the claim by it about which a moderator decides; no claim while another `waits`.
pub(super) fn again(visit: &Visit, again: &Again, waits: bool) -> AnyView {
    let lang = visit.lang;
    let signed = &again.signed;
    let position = signed.title.is_none().then(|| {
        view! {
            <div class="field">
                <label class="label" for="key-position">
                    {words::position_label(lang)}
                </label>
                <p class="hint" id="key-position-hint">
                    {words::position_hint(lang)}
                </p>
                <input
                    class="input"
                    type="text"
                    id="key-position"
                    name="position"
                    maxlength=(4 * POSITION).to_string()
                    autocomplete="off"
                    aria-describedby="key-position-hint"
                />
            </div>
        }
    });
    let form = (!waits).then(|| {
        view! {
            <p>{words::key_again(lang)}</p>
            <form
                method="post"
                action=visit.href(UPLOAD)
                enctype="multipart/form-data"
                class="flow"
                novalidate
            >
                <input type="hidden" name="kind" value=again.kind.as_str() />
                <input type="hidden" name="code" value=signed.edrpou.as_str().to_owned() />
                {position}
                <button class="btn">{words::key_again_send(lang)}</button>
            </form>
        }
    });
    view! {
        <section class="callout callout--warn flow" aria-labelledby="key">
            <h2 id="key">{words::key_title(lang)}</h2>
            <p>{words::key_taken_away(lang, &signed.name, &again.day)}</p>
            {form}
        </section>
    }
    .into_any()
}

/// An input of one line.
struct Line {
    key: &'static str,
    label: &'static str,
    hint: Option<&'static str>,
    value: String,
    most: usize,
}

impl Line {
    fn view(self, lang: Lang, wrong: &Wrong) -> AnyView {
        let key = self.key;
        let error = wrong.at(key);
        let invalid = error.is_some();
        let hint_id = format!("{key}-hint");
        let described = [
            invalid.then(|| format!("{key}-error")),
            self.hint.map(|_| hint_id.clone()),
        ];
        let described: Vec<String> = described.into_iter().flatten().collect();
        let hint = self.hint.map(|hint| {
            view! {
                <p class="hint" id=hint_id>
                    {hint}
                </p>
            }
        });
        view! {
            <div class=if invalid { "field is-invalid" } else { "field" }>
                <label class="label" for=key>
                    {self.label}
                </label>
                {error.map(|words| error_line(lang, key, &words))}
                {hint}
                <input
                    class=if invalid { "input input--bad" } else { "input" }
                    type="text"
                    id=key
                    name=key
                    value=self.value
                    maxlength=(4 * self.most).to_string()
                    inputmode=(key == "code").then_some("numeric")
                    autocomplete="off"
                    aria-invalid=invalid.then_some("true")
                    aria-describedby=(!described.is_empty()).then(|| described.join(" "))
                />
            </div>
        }
        .into_any()
    }
}

fn kinds(lang: Lang, form: &ClaimForm) -> AnyView {
    const KIND: &str = "kind";
    let error = form.wrong.at(KIND);
    let invalid = error.is_some();
    let options = InitiatorKind::organisations()
        .map(|kind| {
            view! {
                <option value=kind.as_str() selected=form.typed.kind == kind.as_str()>
                    {common::initiator_kind(lang, kind)}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class=if invalid { "field is-invalid" } else { "field" }>
            <label class="label" for=KIND>
                {words::kind(lang)}
            </label>
            {error.map(|words| error_line(lang, KIND, &words))}
            <select
                class=if invalid { "input input--bad" } else { "input" }
                id=KIND
                name=KIND
                aria-invalid=invalid.then_some("true")
                aria-describedby=invalid.then_some("kind-error")
            >
                <option value="">{words::kind_choose(lang)}</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}

/// Sends a claim: what the form holds, with the document that the upload route has read. Whoever has signed in by an organisation's key
/// and claims that one ([`SignedFor::is_claimed_by`]) needs no document.
///
/// # Errors
/// As those of [`may_claim_power`]; [`Failure::BadRequest`] for a form that did not come by that route. What is wrong with it is told with
/// the form.
#[server(prefix = "/do", endpoint = "claim-power")]
pub async fn claim_power(
    #[server(default)] kind: String,
    #[server(default)] name: String,
    #[server(default)] name_en: String,
    #[server(default)] code: String,
    #[server(default)] position: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let visitor = may_claim_power(&visit)?;
    let (community, person) = (visit.community_id(), visitor.person);
    let sent = SentDocument::of_request()?;
    let short = |text: String, most: usize| text.chars().take(2 * most).collect::<String>();
    let typed = TypedClaim {
        kind: short(kind, 20),
        name: Bilingual::new(short(name, NAME), short(name_en, NAME)),
        edrpou: short(code, 20),
        position: short(position, POSITION),
    };
    let signed = match signed_for(&services, &visit, visitor).await? {
        Some(signed) => {
            let known = services
                .store
                .organisation_by_code(community, &signed.edrpou)
                .await?;
            Some(signed).filter(|signed| signed.is_claimed_by(&typed, known.is_some()))
        }
        None => None,
    };
    let forms = SealedForms::open(&services, &visit);
    let (claim, kind_of_file) = match check_claim(&typed, signed.as_ref(), sent.file()) {
        Ok(checked) => checked,
        Err(problems) => {
            let untaken = Untaken { typed, problems };
            forms.put(&scope(person), &untaken).await?;
            see_other(&visit.href(&format!("{MINE}?problem#errors")));
            return Ok(());
        }
    };
    let position = Sealed::Position
        .seal(&services, community, person, claim.position.as_bytes())
        .await?;
    let document = match kind_of_file {
        Some(kind) => {
            let what = Sealed::OrganisationDocument;
            let sealed = what
                .seal(&services, community, person, sent.bytes())
                .await?;
            Some((kind, sealed))
        }
        None => None,
    };
    let new = NewClaim {
        proof: match &signed {
            Some(_) => Proof::Key,
            None => Proof::Documents,
        },
        kind: claim.kind,
        name: claim.name,
        edrpou: claim.edrpou,
        position,
        document,
    };
    let outcome = services
        .store
        .send_organisation_request(community, person, &new, visit.now)
        .await;
    match outcome {
        // One waits already: the page says so.
        Ok(()) | Err(StoreError::Conflict(Conflict::AlreadyThere)) => {}
        Err(error) => return Err(error.into()),
    }
    forms.clear(&[scope(person)]).await?;
    see_other(&visit.href(MINE));
    Ok(())
}

/// Takes the asker's claim back, with its document.
///
/// # Errors
/// As those of [`may_claim_power`].
#[server(prefix = "/do", endpoint = "withdraw-claim")]
pub async fn withdraw_claim() -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let person = may_claim_power(&visit)?.person;
    services
        .store
        .withdraw_organisation_request(visit.community_id(), person)
        .await?;
    see_other(&visit.href(&format!("{MINE}?withdrawn")));
    Ok(())
}
