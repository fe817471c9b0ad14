//! Organisations that put questions to the community, and the powers of the people who act for them.
//!
//! A power is proved by the organisation's own key (a qualified signature that names it), by documents that staff decide on, or is handed
//! on by somebody who has one. It always has a last day. Whatever an organisation is called, a ballot is a person's and never its own.

use crate::{
    document::{DocumentKind, FileProblem, SentFile, check_file},
    identity::Assurance,
    ids::PersonId,
    lang::Bilingual,
    last_day::{LastDayProblem, last_day},
    names::stored_names,
    national_id::Edrpou,
    poll::InitiatorKind,
    text::{self, TextProblem},
    time::{DAY, Date},
};
use serde::{Deserialize, Serialize};

pub use crate::ids::OrganisationNo;

/// The longest name, in characters: as long as an initiator's.
pub const NAME: usize = crate::poll::limits::INITIATOR;
/// The longest description, in characters.
pub const ABOUT: usize = 1_000;
/// The longest position in an organisation, in characters.
pub const POSITION: usize = 200;
/// For how many years a power by documents counts at most.
pub const LONGEST_YEARS: i16 = 3;
/// For how many days a power by the organisation's key counts; signing in with the key again begins them anew. A qualified certificate
/// holds for two years at most (law 2155-VIII and its bylaws), and whoever leaves an organisation keeps the key until it is revoked.
pub const BY_KEY_DAYS: i32 = 365;
/// How many links by which somebody hands their power for one organisation on may wait at once.
pub const MOST_OFFERS: u64 = 5;
/// How long the link by which a power is handed on can be accepted, in milliseconds.
pub const HAND_OVER_LIFE_MS: i64 = 7 * DAY;

/// Whether organisations of a kind are in the register of legal entities, and so have an ЄДРПОУ code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeRule {
    /// All are.
    Required,
    /// Some are: their documents say that the others exist.
    Optional,
    /// It is no organisation.
    None,
}

impl InitiatorKind {
    /// The kinds of organisations: all but a resident.
    pub fn organisations() -> impl Iterator<Item = Self> {
        Self::ALL
            .iter()
            .copied()
            .filter(|kind| kind.code_rule() != CodeRule::None)
    }

    /// Whether its organisations have a code. A public association may exist without being a legal entity (law 4572-VI, art. 1), so may a
    /// primary trade union (1045-XIV, art. 16) and a body of self-organisation (2625-III, art. 13); an advisory body never is one.
    pub fn code_rule(self) -> CodeRule {
        match self {
            Self::LocalGovernment | Self::Charity | Self::EmployersOrganisation => {
                CodeRule::Required
            }
            Self::AdvisoryBody
            | Self::PublicAssociation
            | Self::TradeUnion
            | Self::SelfOrganisation => CodeRule::Optional,
            Self::Resident => CodeRule::None,
        }
    }
}

/// An organisation as a community knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    pub no: OrganisationNo,
    pub kind: InitiatorKind,
    pub name: Bilingual,
    /// Public.
    pub edrpou: Option<Edrpou>,
    /// What it is, in staff's words; may be empty.
    pub about: Bilingual,
}

/// An organisation that a qualified signature names. Public, but for the signer's position in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedFor {
    pub edrpou: Edrpou,
    pub name: String,
    /// The signer's position.
    pub title: Option<String>,
}

impl SignedFor {
    /// Whether a claim is about the organisation that the signature names, which then is its proof. Whoever signs for one that the community
    /// does not know yet is asked about no other. Where it is `known`, a press proves the power, and a form is about another organisation
    /// unless it names this one's code: what somebody typed and sent is not to be lost.
    pub fn is_claimed_by(&self, typed: &TypedClaim, known: bool) -> bool {
        !known || Edrpou::parse(&digits(&typed.edrpou)).as_ref() == Some(&self.edrpou)
    }
}

/// By what a power is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// The organisation's key.
    Key,
    /// Documents that staff have seen.
    Documents,
    /// Handed on by somebody who had a power.
    HandedOn,
}

stored_names!(Proof { Key = "key", Documents = "documents", HandedOn = "handed_on" });

impl Proof {
    /// How much it says: the organisation itself, staff who have seen a paper, somebody who had a power.
    fn strength(self) -> u8 {
        match self {
            Self::Key => 2,
            Self::Documents => 1,
            Self::HandedOn => 0,
        }
    }
}

/// Somebody's power to act for an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Power {
    pub organisation: OrganisationNo,
    pub person: PersonId,
    pub proof: Proof,
    /// The last day on which it counts.
    pub until: Date,
}

impl Power {
    /// Whether it counts today.
    pub fn counts(&self, today: Date) -> bool {
        today <= self.until
    }

    /// Whether `new` takes this power's place: where it is neither shorter nor weaker, or this one is over. Of two of which one is longer and
    /// the other stronger neither is more, and the one that is there stays: a mixture would be what nothing has proved.
    pub fn gives_way_to(&self, new: &Self, today: Date) -> bool {
        let more = new.until >= self.until && new.proof.strength() >= self.proof.strength();
        more || !self.counts(today)
    }

    /// Whether whoever has this power may end `other`: their own always; a colleague's by the organisation's key alone, which says that it
    /// is the organisation that speaks.
    pub fn may_end(&self, other: &Self) -> bool {
        self.organisation == other.organisation
            && (self.person == other.person || self.proof == Proof::Key)
    }
}

/// Whether somebody whose power `taken_away_by` ended (`None`: whoever has access to the server) may have it again by a link of `given_by`:
/// whoever ended it may give it back, nobody may go round them. Otherwise staff decide about a claim.
pub fn gives_back(taken_away_by: Option<PersonId>, given_by: PersonId) -> bool {
    taken_away_by == Some(given_by)
}

/// Whether what a sign-in says of an organisation proves anything: only a qualified signature is made by its key.
pub fn is_by_key(assurance: Assurance) -> bool {
    assurance >= Assurance::Qualified
}

/// The last day of a power that the organisation's key has proved today.
pub fn last_day_by_key(today: Date) -> Date {
    Date::from_days_since_1970(today.days_since_1970() + BY_KEY_DAYS).unwrap_or(today)
}

/// The last day of a power by documents, as it was typed.
///
/// # Errors
/// What is wrong with it.
pub fn last_day_by_documents(typed: &str, today: Date) -> Result<Date, LastDayProblem> {
    last_day(typed, today, LONGEST_YEARS)
}

/// The last day of a power that a claim proves: what the key gives, or what staff read in the documents and typed.
///
/// # Errors
/// What is wrong with what was typed.
pub fn last_day_of_claim(proof: Proof, typed: &str, today: Date) -> Result<Date, LastDayProblem> {
    match proof {
        Proof::Key => Ok(last_day_by_key(today)),
        Proof::Documents | Proof::HandedOn => last_day_by_documents(typed, today),
    }
}

/// The key of one organisation proves nothing for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherOrganisation;

/// Whether a claim with this proof and code may be confirmed for a known organisation with the code `known`. What documents say, staff
/// read; what a signature says is its code.
///
/// # Errors
/// [`OtherOrganisation`] where the signature names another code, or the organisation has none.
pub fn may_be_about(
    proof: Proof,
    claimed: Option<&Edrpou>,
    known: Option<&Edrpou>,
) -> Result<(), OtherOrganisation> {
    match proof {
        Proof::Key if claimed.is_none() || claimed != known => Err(OtherOrganisation),
        Proof::Key | Proof::Documents | Proof::HandedOn => Ok(()),
    }
}

/// As many links wait as may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyOffers;

/// Whether somebody may make another link to hand their power on while so many wait.
///
/// # Errors
/// [`TooManyOffers`] where they must take one back first.
pub fn may_offer(waiting: u64) -> Result<(), TooManyOffers> {
    match waiting < MOST_OFFERS {
        true => Ok(()),
        false => Err(TooManyOffers),
    }
}

/// What happens to the power of whoever hands it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandOver {
    /// It stays: the organisation gets another representative.
    Shares,
    /// It ends as soon as the other has theirs.
    Gives,
}

stored_names!(HandOver { Shares = "shares", Gives = "gives" });

/// What somebody says of the organisation that they want to act for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    pub kind: InitiatorKind,
    pub name: Bilingual,
    pub edrpou: Option<Edrpou>,
    /// Their position in it. Personal data.
    pub position: String,
}

/// A claim as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedClaim {
    pub kind: String,
    pub name: Bilingual,
    pub edrpou: String,
    pub position: String,
}

/// A field of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClaimField {
    Kind,
    Name,
    NameEn,
    Code,
    Position,
    File,
    About,
    AboutEn,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClaimProblem {
    /// Nothing was typed, chosen or sent.
    Missing,
    /// None of the choices.
    Unreadable,
    /// More than this many characters.
    TooLong(usize),
    /// A control character or another sign that no text needs.
    BadCharacters,
    /// No ЄДРПОУ code: eight digits of which the last checks the others.
    WrongCode,
    /// The file is larger than it may be.
    TooLarge,
    /// The file is no PDF, JPEG or PNG.
    NotADocument,
}

impl From<TextProblem> for ClaimProblem {
    fn from(problem: TextProblem) -> Self {
        match problem {
            TextProblem::TooLong(most) => Self::TooLong(most),
            TextProblem::BadCharacters => Self::BadCharacters,
        }
    }
}

impl From<FileProblem> for ClaimProblem {
    fn from(problem: FileProblem) -> Self {
        match problem {
            FileProblem::NoFile => Self::Missing,
            FileProblem::TooLarge => Self::TooLarge,
            FileProblem::NotADocument => Self::NotADocument,
        }
    }
}

/// Everything that is wrong with what was typed.
pub type ClaimProblems = Vec<(ClaimField, ClaimProblem)>;

/// Reads a claim. What a signature says ([`SignedFor`]) counts instead of what was typed; without one a document is needed.
///
/// # Errors
/// Everything that is wrong, in the order of the fields.
pub fn check_claim(
    typed: &TypedClaim,
    signed: Option<&SignedFor>,
    file: SentFile<'_>,
) -> Result<(Claim, Option<DocumentKind>), ClaimProblems> {
    use ClaimField as F;
    use ClaimProblem as P;
    let mut problems = Vec::new();
    let kind = kind(&typed.kind, &mut problems);
    let mut name = names(&typed.name, signed.is_none(), &mut problems);
    let edrpou = match signed {
        Some(signed) => Some(signed.edrpou.clone()),
        None => code(&typed.edrpou, kind, &mut problems),
    };
    if let Some(signed) = signed {
        name.uk = signed.name.clone();
    }
    let title = signed.and_then(|signed| signed.title.as_deref());
    let position = match text::line(title.unwrap_or(&typed.position), POSITION) {
        Ok(line) if line.is_empty() => {
            problems.push((F::Position, P::Missing));
            line
        }
        Ok(line) => line,
        Err(problem) => {
            problems.push((F::Position, problem.into()));
            String::new()
        }
    };
    let document = match (signed, file) {
        (Some(_), _) => None,
        (None, file) => match check_file(file) {
            Ok(kind) => Some(kind),
            Err(problem) => {
                problems.push((F::File, problem.into()));
                None
            }
        },
    };
    match kind {
        Some(kind) if problems.is_empty() => Ok((
            Claim {
                kind,
                name,
                edrpou,
                position,
            },
            document,
        )),
        _ => Err(problems),
    }
}

/// An organisation as staff typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedOrganisation {
    pub kind: String,
    pub name: Bilingual,
    pub edrpou: String,
    pub about: Bilingual,
}

/// Reads an organisation that staff typed; it carries `no`.
///
/// # Errors
/// Everything that is wrong, in the order of the fields.
pub fn check_organisation(
    typed: &TypedOrganisation,
    no: OrganisationNo,
) -> Result<Organisation, ClaimProblems> {
    let mut problems = Vec::new();
    let kind = kind(&typed.kind, &mut problems);
    let name = names(&typed.name, true, &mut problems);
    let edrpou = code(&typed.edrpou, kind, &mut problems);
    let mut about = Bilingual::default();
    for (tidy, typed, field) in [
        (&mut about.uk, &typed.about.uk, ClaimField::About),
        (&mut about.en, &typed.about.en, ClaimField::AboutEn),
    ] {
        match text::passage(typed, ABOUT) {
            Ok(passage) => *tidy = passage,
            Err(problem) => problems.push((field, problem.into())),
        }
    }
    match kind {
        Some(kind) if problems.is_empty() => Ok(Organisation {
            no,
            kind,
            name,
            edrpou,
            about,
        }),
        _ => Err(problems),
    }
}

/// A position as it may be stored where it may be missing: nothing for what cannot be one.
pub fn tidy_position(typed: &str) -> String {
    text::line(typed, POSITION).unwrap_or_default()
}

fn kind(typed: &str, problems: &mut ClaimProblems) -> Option<InitiatorKind> {
    let problem = match typed {
        "" => ClaimProblem::Missing,
        name => {
            let known = InitiatorKind::organisations().find(|kind| kind.as_str() == name);
            if known.is_some() {
                return known;
            }
            ClaimProblem::Unreadable
        }
    };
    problems.push((ClaimField::Kind, problem));
    None
}

fn names(typed: &Bilingual, needed: bool, problems: &mut ClaimProblems) -> Bilingual {
    let mut name = Bilingual::default();
    for (tidy, typed, field) in [
        (&mut name.uk, &typed.uk, ClaimField::Name),
        (&mut name.en, &typed.en, ClaimField::NameEn),
    ] {
        match text::line(typed, NAME) {
            Ok(line) => {
                if line.is_empty() && needed && field == ClaimField::Name {
                    problems.push((field, ClaimProblem::Missing));
                }
                *tidy = line;
            }
            Err(problem) => problems.push((field, problem.into())),
        }
    }
    name
}

/// A code without what people copy along with it.
fn digits(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The code that was typed; nothing where there need be none.
fn code(typed: &str, kind: Option<InitiatorKind>, problems: &mut ClaimProblems) -> Option<Edrpou> {
    let digits = digits(typed);
    if digits.is_empty() {
        if kind.is_some_and(|kind| kind.code_rule() == CodeRule::Required) {
            problems.push((ClaimField::Code, ClaimProblem::Missing));
        }
        return None;
    }
    let code = Edrpou::parse(&digits);
    if code.is_none() {
        problems.push((ClaimField::Code, ClaimProblem::WrongCode));
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PDF: SentFile<'static> = SentFile::Whole(b"%PDF-1.7");

    fn typed(kind: &str, name: &str, code: &str) -> TypedClaim {
        TypedClaim {
            kind: kind.to_owned(),
            name: Bilingual::new(name.to_owned(), String::new()),
            edrpou: code.to_owned(),
            position: "Голова".to_owned(),
        }
    }

    fn signed() -> SignedFor {
        SignedFor {
            edrpou: Edrpou::parse("44053617").unwrap(),
            name: "Виконавчий комітет".to_owned(),
            title: None,
        }
    }

    #[test]
    fn seven_of_the_eight_kinds_of_initiator_are_organisations() {
        let kinds: Vec<_> = InitiatorKind::organisations().collect();
        assert_eq!(kinds.len(), 7);
        assert!(!kinds.contains(&InitiatorKind::Resident));
    }

    #[test]
    fn a_claim_needs_a_code_only_where_every_organisation_of_its_kind_has_one() {
        for kind in InitiatorKind::organisations() {
            let bare = typed(kind.as_str(), "Рада", "");
            let needs = check_claim(&bare, None, PDF).is_err();
            assert_eq!(needs, kind.code_rule() == CodeRule::Required, "{kind}");
            let coded = typed(kind.as_str(), "Рада", " 4405 3617 ");
            let (claim, document) = check_claim(&coded, None, PDF).unwrap();
            assert_eq!(claim.edrpou, Edrpou::parse("44053617"));
            assert_eq!(document, Some(DocumentKind::Pdf));
        }
    }

    #[test]
    fn everything_that_is_wrong_with_a_claim_is_told_at_once_and_in_order() {
        use ClaimField as F;
        use ClaimProblem as P;
        let nothing = check_claim(&TypedClaim::default(), None, SentFile::Whole(b""));
        assert_eq!(
            nothing,
            Err(vec![
                (F::Kind, P::Missing),
                (F::Name, P::Missing),
                (F::Position, P::Missing),
                (F::File, P::Missing),
            ])
        );
        let mut bad = typed("resident", "Ра\u{7}да", "44053618");
        bad.name.en = "x".repeat(NAME + 1);
        bad.position = "x".repeat(POSITION + 1);
        assert_eq!(
            check_claim(&bad, None, SentFile::Whole(b"MZ")),
            Err(vec![
                (F::Kind, P::Unreadable),
                (F::Name, P::BadCharacters),
                (F::NameEn, P::TooLong(NAME)),
                (F::Code, P::WrongCode),
                (F::Position, P::TooLong(POSITION)),
                (F::File, P::NotADocument),
            ])
        );
    }

    #[test]
    fn what_a_signature_says_counts_and_what_was_typed_beside_it_does_not() {
        let mut other = typed("local_government", "Інша назва", "не код");
        let (claim, document) = check_claim(&other, Some(&signed()), SentFile::TooLarge).unwrap();
        assert_eq!(claim.name.uk, "Виконавчий комітет");
        assert_eq!(claim.edrpou.as_ref(), Some(&signed().edrpou));
        assert_eq!((claim.position.as_str(), document), ("Голова", None));
        other.position = String::new();
        let titled = SignedFor {
            title: Some("Начальниця відділу".to_owned()),
            ..signed()
        };
        let (claim, _) = check_claim(&other, Some(&titled), SentFile::Whole(b"")).unwrap();
        assert_eq!(claim.position, "Начальниця відділу");
    }

    #[test]
    fn a_form_is_about_the_signatures_organisation_where_it_names_it_or_nobody_knows_it() {
        let about = |code| typed("advisory_body", "Молодіжна рада", code);
        for code in ["", "42187536", "не код", "44053617"] {
            assert!(signed().is_claimed_by(&about(code), false), "{code}");
        }
        for (code, claimed) in [
            ("", false),
            ("42187536", false),
            ("не код", false),
            ("44053617", true),
            (" 4405 3617 ", true),
        ] {
            let found = signed().is_claimed_by(&about(code), true);
            assert_eq!(found, claimed, "{code}");
        }
    }

    #[test]
    fn nothing_less_than_a_qualified_signature_is_made_by_an_organisations_key() {
        let by_key: Vec<_> = Assurance::ALL
            .iter()
            .filter(|level| is_by_key(**level))
            .collect();
        assert_eq!(by_key, [&Assurance::Qualified]);
    }

    #[test]
    fn a_power_counts_to_its_last_day_and_a_colleagues_ends_by_the_key_alone() {
        let today = Date::new(2026, 11, 29).unwrap();
        let power = |person: u8, proof| Power {
            organisation: OrganisationNo(1),
            person: PersonId::from_random([person; 16]),
            proof,
            until: today,
        };
        let tomorrow = Date::new(2026, 11, 30).unwrap();
        assert!(power(1, Proof::Key).counts(today));
        assert!(!power(1, Proof::Key).counts(tomorrow));
        assert_eq!(last_day_by_key(today), Date::new(2027, 11, 29).unwrap());
        for &proof in Proof::ALL {
            let mine = power(1, proof);
            assert!(mine.may_end(&mine));
            let by_key = proof == Proof::Key;
            for &theirs in Proof::ALL {
                assert_eq!(mine.may_end(&power(2, theirs)), by_key, "{proof} {theirs}");
            }
            let elsewhere = Power {
                organisation: OrganisationNo(2),
                ..mine
            };
            assert!(!mine.may_end(&elsewhere), "{proof}");
        }
    }

    #[test]
    fn a_key_proves_a_power_for_the_organisation_of_its_code_alone() {
        let (a, b) = (Edrpou::parse("44053617"), Edrpou::parse("42187536"));
        let about = |proof, claimed: &Option<Edrpou>, known: &Option<Edrpou>| {
            may_be_about(proof, claimed.as_ref(), known.as_ref())
        };
        assert_eq!(about(Proof::Key, &a, &a), Ok(()));
        for (claimed, known) in [(&a, &b), (&a, &None), (&None, &a), (&None, &None)] {
            let refused = Err(OtherOrganisation);
            assert_eq!(about(Proof::Key, claimed, known), refused);
            assert_eq!(about(Proof::Documents, claimed, known), Ok(()));
        }
    }

    #[test]
    fn a_claims_last_day_is_the_keys_or_what_was_typed() {
        let today = Date::new(2026, 11, 29).unwrap();
        let by_key = last_day_of_claim(Proof::Key, "завтра", today);
        assert_eq!(by_key, Ok(last_day_by_key(today)));
        let read = |typed| last_day_of_claim(Proof::Documents, typed, today);
        assert_eq!(read("2027-01-01"), Ok(Date::new(2027, 1, 1).unwrap()));
        assert_eq!(read("завтра"), Err(LastDayProblem::Unreadable));
        assert_eq!(read("2026-11-28"), Err(LastDayProblem::Past));
    }

    #[test]
    fn only_so_many_links_wait_at_once() {
        assert_eq!(may_offer(MOST_OFFERS - 1), Ok(()));
        assert_eq!(may_offer(MOST_OFFERS), Err(TooManyOffers));
    }

    #[test]
    fn an_organisation_of_the_staff_may_have_a_description_of_several_lines() {
        let typed = TypedOrganisation {
            kind: "advisory_body".to_owned(),
            name: Bilingual::new(" Молодіжна рада ".to_owned(), String::new()),
            edrpou: String::new(),
            about: Bilingual::new("Перший\r\nдругий".to_owned(), "x".repeat(ABOUT + 1)),
        };
        assert_eq!(
            check_organisation(&typed, OrganisationNo(3)),
            Err(vec![(ClaimField::AboutEn, ClaimProblem::TooLong(ABOUT))])
        );
        let typed = TypedOrganisation {
            about: Bilingual::new("Перший\r\nдругий".to_owned(), String::new()),
            ..typed
        };
        let stored = check_organisation(&typed, OrganisationNo(3)).unwrap();
        assert_eq!(stored.name.uk, "Молодіжна рада");
        assert_eq!(stored.about.uk, "Перший\nдругий");
    }

    fn any_power() -> impl Strategy<Value = Power> {
        let proof = prop::sample::select(Proof::ALL);
        (proof, 0..1_500_i32).prop_map(|(proof, days)| Power {
            organisation: OrganisationNo(1),
            person: PersonId::from_random([1; 16]),
            proof,
            until: Date::from_days_since_1970(20_000 + days).unwrap(),
        })
    }

    proptest! {
        #[test]
        fn what_takes_a_powers_place_is_neither_shorter_nor_weaker_while_it_counts(
            own in any_power(), new in any_power(), day in 0..1_500_i32,
        ) {
            let today = Date::from_days_since_1970(20_000 + day).unwrap();
            let replaced = own.gives_way_to(&new, today);
            if own.counts(today) {
                let no_less = new.until >= own.until && new.proof.strength() >= own.proof.strength();
                prop_assert_eq!(replaced, no_less);
            } else {
                prop_assert!(replaced, "what is over stands in nobody's way");
            }
            prop_assert!(own.gives_way_to(&own, today), "the same again renews it");
        }

        #[test]
        fn whatever_is_claimed_has_an_answer_that_can_be_stored(
            kind in ".{0,24}", uk in ".{0,220}", en in ".{0,220}", code in "[0-9 ]{0,10}", position in ".{0,220}",
            file in prop::collection::vec(any::<u8>(), 0..12),
        ) {
            let typed = TypedClaim { kind, name: Bilingual::new(uk, en), edrpou: code, position };
            match check_claim(&typed, None, SentFile::Whole(&file)) {
                Err(problems) => prop_assert!(!problems.is_empty()),
                Ok((claim, document)) => {
                    prop_assert!(document.is_some());
                    prop_assert!(!claim.name.uk.is_empty() && claim.name.uk.chars().count() <= NAME);
                    prop_assert!(!claim.position.is_empty() && claim.position.chars().count() <= POSITION);
                    prop_assert!(claim.edrpou.is_some() || claim.kind.code_rule() == CodeRule::Optional);
                }
            }
        }
    }
}
