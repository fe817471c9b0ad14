//! The invented voters whose ballots fill the demonstration's polls. They have no keys, so nobody can sign in as one.

use super::answers::Sequence;
use domain::{katottg::Katottg, person_name::PersonName, time::Date};

/// Family names that do not bend with the sex.
const FAMILIES: [&str; 40] = [
    "Бондаренко",
    "Василенко",
    "Гаврилюк",
    "Гнатюк",
    "Гончаренко",
    "Горбач",
    "Демченко",
    "Дмитренко",
    "Дяченко",
    "Єременко",
    "Жук",
    "Захарченко",
    "Іваненко",
    "Карпенко",
    "Коваленко",
    "Козак",
    "Кравченко",
    "Кузьменко",
    "Левченко",
    "Лісовець",
    "Лук’яненко",
    "Мартинюк",
    "Мельник",
    "Мороз",
    "Назаренко",
    "Омельченко",
    "Остапенко",
    "Павлюк",
    "Петренко",
    "Поліщук",
    "Прокопенко",
    "Романюк",
    "Савченко",
    "Сидоренко",
    "Ткаченко",
    "Федоренко",
    "Харченко",
    "Хоменко",
    "Шевченко",
    "Юрчук",
];
const WOMEN: [&str; 16] = [
    "Алла",
    "Валентина",
    "Віра",
    "Галина",
    "Ганна",
    "Ірина",
    "Катерина",
    "Лариса",
    "Людмила",
    "Марія",
    "Надія",
    "Наталія",
    "Оксана",
    "Світлана",
    "Софія",
    "Юлія",
];
const MEN: [&str; 16] = [
    "Андрій",
    "Богдан",
    "Василь",
    "Віктор",
    "Володимир",
    "Григорій",
    "Дмитро",
    "Євген",
    "Іван",
    "Максим",
    "Микола",
    "Олег",
    "Петро",
    "Роман",
    "Сергій",
    "Юрій",
];
const DAUGHTERS: [&str; 8] = [
    "Андріївна",
    "Василівна",
    "Григорівна",
    "Іванівна",
    "Миколаївна",
    "Олексіївна",
    "Петрівна",
    "Степанівна",
];
const SONS: [&str; 8] = [
    "Андрійович",
    "Васильович",
    "Григорович",
    "Іванович",
    "Миколайович",
    "Олексійович",
    "Петрович",
    "Степанович",
];

/// An invented voter: of age, a resident, registered in one of the settlements they were made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voter {
    pub name: PersonName,
    pub birth_date: Date,
    pub settlement: Option<Katottg>,
}

/// The `index`-th invented voter of a community, always the same. `settlements` are those a voter may live in; two of
/// three live in the first, which is the town. Birth years are 1946–2005, so that everybody is of age.
pub fn voter(community: domain::ids::CommunityId, index: u32, settlements: &[Katottg]) -> Voter {
    let mut sequence = Sequence::new(community.0.unsigned_abs() << 40 | u64::from(index));
    let woman = sequence.below(100) < 55;
    let (given, middle): (&[&str], &[&str]) = if woman {
        (&WOMEN, &DAUGHTERS)
    } else {
        (&MEN, &SONS)
    };
    let name = PersonName::clean(
        one_of(&mut sequence, &FAMILIES),
        one_of(&mut sequence, given),
        one_of(&mut sequence, middle),
    );
    let birth_date = Date {
        year: 1946 + i16::try_from(sequence.below(60)).unwrap_or(0),
        month: 1 + u8::try_from(sequence.below(12)).unwrap_or(0),
        day: 1 + u8::try_from(sequence.below(28)).unwrap_or(0),
    };
    let settlement = match settlements {
        [] => None,
        [town, ..] if sequence.below(3) < 2 => Some(town.clone()),
        all => Some(all[place(&mut sequence, all.len())].clone()),
    };
    Voter {
        name,
        birth_date,
        settlement,
    }
}

fn one_of<'a>(sequence: &mut Sequence, from: &[&'a str]) -> &'a str {
    from[place(sequence, from.len())]
}

/// A place in a list that is not empty.
fn place(sequence: &mut Sequence, length: usize) -> usize {
    usize::try_from(sequence.below(u32::try_from(length).unwrap_or(1))).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::CommunityId;
    use std::collections::HashSet;

    fn settlements() -> Vec<Katottg> {
        [
            "UA18060090010074365",
            "UA18060090040092448",
            "UA18060090110089372",
        ]
        .map(|code| Katottg::parse(code).unwrap())
        .to_vec()
    }

    #[test]
    fn voters_are_of_age_and_mostly_different_people() {
        let today = Date::new(2026, 11, 24).unwrap();
        let all: Vec<Voter> = (0..400)
            .map(|i| voter(CommunityId(1), i, &settlements()))
            .collect();
        assert!(
            all.iter()
                .all(|v| (18..=80).contains(&v.birth_date.age_on(today)))
        );
        assert!(
            all.iter().all(
                |v| Date::new(v.birth_date.year, v.birth_date.month, v.birth_date.day).is_some()
            )
        );
        let different: HashSet<String> = all
            .iter()
            .map(|v| format!("{} {:?}", v.name.full(), v.birth_date))
            .collect();
        assert_eq!(different.len(), 400);
    }

    #[test]
    fn most_live_in_the_town_and_some_in_each_village() {
        let all: Vec<Voter> = (0..400)
            .map(|i| voter(CommunityId(1), i, &settlements()))
            .collect();
        let lives = |at: usize| {
            all.iter()
                .filter(|v| v.settlement.as_ref() == settlements().get(at))
                .count()
        };
        assert!(lives(0) > 200 && lives(1) > 20 && lives(2) > 20);
        assert_eq!(voter(CommunityId(1), 7, &[]).settlement, None);
        let village = &settlements()[2..];
        assert_eq!(
            voter(CommunityId(1), 7, village).settlement.as_ref(),
            village.first()
        );
    }

    #[test]
    fn a_voter_is_the_same_at_every_seeding() {
        assert_eq!(
            voter(CommunityId(1), 5, &settlements()),
            voter(CommunityId(1), 5, &settlements())
        );
        assert_ne!(
            voter(CommunityId(1), 5, &settlements()),
            voter(CommunityId(2), 5, &settlements())
        );
    }
}
