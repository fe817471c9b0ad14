//! Whom one can sign in as at the sandbox, in which way, and what can be made to go wrong.

use super::SandboxOptions;
use crate::demo_residents::{Resident, load_resident};
use domain::{
    identity::Residency, lang::Bilingual, national_id::Rnokpp, person_name::PersonName, time::Date,
};

/// A way to sign in, by id.gov.ua's own names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    BankId,
    MobileId,
    DiiaId,
    DigSign,
}

impl Way {
    /// In the order in which the page offers them.
    pub const ALL: [Self; 4] = [Self::BankId, Self::MobileId, Self::DiiaId, Self::DigSign];

    /// The name in `auth_type`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BankId => "bank_id",
            Self::MobileId => "mobile_id",
            Self::DiiaId => "diia_id",
            Self::DigSign => "dig_sign",
        }
    }

    /// The ways that a comma-separated `auth_type` asks for; all of them when it is empty.
    pub fn asked_for(list: &str) -> Vec<Self> {
        let all = list.trim().is_empty();
        let named = |way: &Self| list.split(',').any(|name| name.trim() == way.as_str());
        Self::ALL
            .into_iter()
            .filter(|way| all || named(way))
            .collect()
    }
}

/// What can be made to go wrong: by `sandbox_fault=NAME`, or by signing in as `fault-NAME`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The person does not agree.
    Denied,
    /// The token request is answered with an error in HTTP 200.
    TokenError,
    /// The user info request is answered with an error in HTTP 200.
    UserInfoError,
    /// All names are "N/A".
    NaNames,
    /// No identifier is given.
    NoKeys,
    /// The way of signing in is one that nobody knows.
    UnknownWay,
    /// The token request takes 15 seconds.
    Slow,
    /// The connection breaks off in the middle of the token.
    Closed,
    /// User info arrives as `encryptedUserInfo`.
    Encrypted,
    /// User info is a megabyte.
    Oversize,
    /// User info is an HTML page.
    NotJson,
    /// User info redirects elsewhere.
    Redirect,
}

impl Fault {
    pub const ALL: [Self; 12] = [
        Self::Denied,
        Self::TokenError,
        Self::UserInfoError,
        Self::NaNames,
        Self::NoKeys,
        Self::UnknownWay,
        Self::Slow,
        Self::Closed,
        Self::Encrypted,
        Self::Oversize,
        Self::NotJson,
        Self::Redirect,
    ];

    /// The name in addresses and ids.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::TokenError => "token-error",
            Self::UserInfoError => "user-info-error",
            Self::NaNames => "na-names",
            Self::NoKeys => "no-keys",
            Self::UnknownWay => "unknown-way",
            Self::Slow => "slow",
            Self::Closed => "closed",
            Self::Encrypted => "encrypted",
            Self::Oversize => "oversize",
            Self::NotJson => "not-json",
            Self::Redirect => "redirect",
        }
    }

    /// The fault of this name, also written with `_`.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.replace('_', "-");
        Self::ALL.into_iter().find(|fault| fault.as_str() == name)
    }
}

/// The person with this id and the fault that comes with them: listed, generated (`load-7`) or broken (`fault-slow`).
pub(super) fn find(options: &SandboxOptions, id: &str) -> Option<(Resident, Option<Fault>)> {
    if let Some(fault) = id.strip_prefix("fault-") {
        return Some((tester(id)?, Some(Fault::parse(fault)?)));
    }
    if let Some(index) = id.strip_prefix("load-") {
        let plain =
            index.bytes().all(|b| b.is_ascii_digit()) && (index == "0" || !index.starts_with('0'));
        let index: u32 = index
            .parse()
            .ok()
            .filter(|index| plain && *index < options.generated)?;
        return Some((load_resident(index)?, None));
    }
    options
        .residents
        .find(id)
        .cloned()
        .map(|person| (person, None))
}

/// The one person behind all faults.
fn tester(id: &str) -> Option<Resident> {
    let born = Date::new(1980, 1, 1)?;
    Some(Resident {
        id: id.to_owned(),
        name: PersonName::clean("Особа", "Тестова", ""),
        born,
        // A serial that neither the list nor the generator uses.
        rnokpp: Some(Rnokpp::compose(born, 2_499, false)?),
        unzr: None,
        passport: None,
        settlement: None,
        residency: Residency::None,
        evidence: None,
        expires: None,
        roles: Vec::new(),
        organisation: None,
        note: Bilingual::default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo_residents::DemoResidents;

    #[test]
    fn listed_generated_and_broken_people_are_found_and_nobody_else() {
        let residents = DemoResidents::embedded().unwrap();
        let mut options = SandboxOptions::new(residents, "c", "s".to_owned(), Vec::new());
        options.generated = 10;
        let found = |id: &str| find(&options, id).map(|(person, fault)| (person.id, fault));
        assert_eq!(
            found("iryna-savchuk"),
            Some(("iryna-savchuk".to_owned(), None))
        );
        assert_eq!(found("load-9"), Some(("load-9".to_owned(), None)));
        assert_eq!(
            found("fault-slow"),
            Some(("fault-slow".to_owned(), Some(Fault::Slow)))
        );
        for nobody in [
            "",
            "load-10",
            "load-07",
            "load-+1",
            "load-",
            "load-99999999999",
            "fault-",
            "fault-x",
            "iryna",
        ] {
            assert_eq!(found(nobody), None, "{nobody}");
        }
    }

    #[test]
    fn names_of_faults_and_ways_come_back() {
        for fault in Fault::ALL {
            assert_eq!(Fault::parse(fault.as_str()), Some(fault));
        }
        assert_eq!(Fault::parse("user_info_error"), Some(Fault::UserInfoError));
        assert_eq!(
            Way::asked_for("dig_sign, bank_id,facebook"),
            [Way::BankId, Way::DigSign]
        );
        assert_eq!(Way::asked_for(""), Way::ALL);
        assert!(Way::asked_for("facebook").is_empty());
    }
}
