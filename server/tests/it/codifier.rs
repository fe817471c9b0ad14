//! `viche import katottg` as an operator types it, with a file of the size and the shape of the national one.

use crate::{databases::TestDatabase, program};

const HEADING: &str = "Перший рівень;Другий рівень;Третій рівень;Четвертий рівень;Додатковий рівень;Категорія об’єкта;Назва об’єкта";

/// How many units of each kind the country has.
const OBLASTS: usize = 25;
const RAIONS: usize = 136;
const HROMADAS: usize = 1_772;
const CITIES: usize = 461;
const SETTLEMENTS: usize = 2_007;
const VILLAGES: usize = 27_237;
/// Districts of other cities than Kyiv, which has ten.
const DISTRICTS: usize = 98;
const ALL: usize = 31_748;

/// A row of the file: its unit's code is the last one.
#[derive(Clone)]
struct Row {
    codes: Vec<String>,
    category: char,
    name: String,
}

impl Row {
    fn line(&self) -> String {
        let none = ";".repeat(5 - self.codes.len());
        format!(
            "{}{none};{};{}\n",
            self.codes.join(";"),
            self.category,
            self.name
        )
    }

    /// As the command names it.
    fn named(&self) -> String {
        format!("{} {}", self.codes.last().unwrap(), self.name.trim())
    }
}

/// The rows of a country, in the order of the published file.
#[derive(Default)]
struct Country {
    rows: Vec<Row>,
}

impl Country {
    /// Adds a unit whose code places it at these digits; its codes down to its own.
    fn add(&mut self, above: &[String], place: &str, category: char, name: String) -> Vec<String> {
        let own = format!("UA{place:0<12}{:05}", self.rows.len());
        let codes = [above, &[own]].concat();
        self.rows.push(Row {
            codes: codes.clone(),
            category,
            name,
        });
        codes
    }

    fn whole() -> Self {
        let mut country = Self::default();
        let (mut raions, mut hromadas, mut others) = (0, 0, 0);
        for oblast_no in 1..=OBLASTS {
            let place = format!("{oblast_no:02}");
            let oblast = country.add(&[], &place, 'O', format!("Область {oblast_no}"));
            for raion_no in 1..=share(RAIONS, OBLASTS, oblast_no) {
                raions += 1;
                let place = format!("{place}{raion_no:02}");
                let raion = country.add(&oblast, &place, 'P', format!("Район {raions}"));
                for hromada_no in 1..=share(HROMADAS, RAIONS, raions) {
                    hromadas += 1;
                    let place = format!("{place}{hromada_no:03}");
                    // In the published file many a name of a hromada ends with a space.
                    let name = format!("Слов’янська-{hromadas} ");
                    let hromada = country.add(&raion, &place, 'H', name);
                    for no in 1..=share(CITIES + SETTLEMENTS + VILLAGES, HROMADAS, hromadas) {
                        let place = format!("{place}{no:03}");
                        if no == 1 && hromadas <= CITIES {
                            let name = format!("Місто {hromadas}");
                            let city = country.add(&hromada, &place, 'M', name);
                            if hromadas <= DISTRICTS {
                                country.add(
                                    &city,
                                    &format!("{place}01"),
                                    'B',
                                    "Центральний".into(),
                                );
                            }
                            continue;
                        }
                        others += 1;
                        let category = if others <= SETTLEMENTS { 'X' } else { 'C' };
                        country.add(&hromada, &place, category, format!("Кам’янка {others}"));
                    }
                }
            }
        }
        // Kyiv repeats its code on every level.
        let kyiv = country.add(&[], "80", 'K', "Київ".into());
        let above = [kyiv.as_slice(); 4].concat();
        for no in 1..=10 {
            let place = format!("8000000000{no:02}");
            country.add(&above, &place, 'B', format!("Район у місті {no}"));
        }
        country.add(&[], "85", 'K', "Севастополь".into());
        country
    }

    fn of(&self, category: char) -> impl Iterator<Item = usize> {
        (0..self.rows.len()).filter(move |at| self.rows[*at].category == category)
    }
}

/// How many of `all` fall to one of so many, by its number from 1.
fn share(all: usize, among: usize, no: usize) -> usize {
    all * no / among - all * (no - 1) / among
}

/// Imports the rows; the lines that the command told, which the log's level does not silence.
async fn import(database: &TestDatabase, country: &Country) -> Vec<String> {
    let lines: String = country.rows.iter().map(Row::line).collect();
    let file = database.folder.path().join("katottg.csv");
    std::fs::write(&file, format!("{HEADING}\n{lines}")).unwrap();
    let mut command = database.command();
    command.env("VICHE_LOG", "warn").args(["import", "katottg"]);
    command.arg(file);
    let ran = program::run(command).await;
    assert!(ran.went_well, "{}{}", ran.told, ran.complained);
    ran.told.lines().map(str::to_owned).collect()
}

/// How many units were written after each step, of those that are to be.
fn steps(lines: &[String], of: usize) -> Vec<usize> {
    let ending = format!(" of {of}");
    let step = |line: &String| {
        let written = line.strip_prefix("stored ")?.strip_suffix(&ending)?;
        written.parse().ok()
    };
    lines.iter().filter_map(step).collect()
}

#[test]
fn the_file_of_these_tests_has_the_size_of_the_national_one() {
    let country = Country::whole();
    assert_eq!(country.rows.len(), ALL);
    for (category, many) in [
        ('O', OBLASTS),
        ('K', 2),
        ('P', RAIONS),
        ('H', HROMADAS),
        ('M', CITIES),
        ('X', SETTLEMENTS),
        ('C', VILLAGES),
        ('B', DISTRICTS + 10),
    ] {
        assert_eq!(country.of(category).count(), many, "{category}");
    }
}

on_both_databases! {
    async fn the_whole_codifier_is_imported_by_difference_and_says_how_far_it_is_and_what_changed(databases: Databases) {
        let database = databases.create().await;
        let mut country = Country::whole();
        let lines = import(&database, &country).await;
        assert_eq!(lines[0], "read 31748 rows; comparing them with what is stored");
        let told = steps(&lines, ALL);
        assert!(told.len() > 5 && told.windows(2).all(|pair| pair[0] < pair[1]), "{told:?}");
        assert_eq!(told.last(), Some(&ALL));
        // The first ones by name.
        let mut expected = vec!["added: 31748".to_owned()];
        expected.extend(country.rows[..10].iter().map(|row| format!("  {}", row.named())));
        expected.extend(["  and 31738 more", "changed: 0", "withdrawn: 0", "unchanged: 0", "the codifier is imported"].map(str::to_owned));
        assert_eq!(lines[told.len() + 1..], expected);

        let lines = import(&database, &country).await;
        let nothing = ["added: 0", "changed: 0", "withdrawn: 0", "unchanged: 31748", "the codifier is imported"];
        assert_eq!(lines[1..], nothing);

        let renamed = country.of('M').next().unwrap();
        let was = std::mem::replace(&mut country.rows[renamed].name, "Нове Місто".to_owned());
        let at = country.of('C').next().unwrap();
        let gone = country.rows[at].clone();
        // Another village at its place.
        let mut new = Row { name: "Нова Кам’янка".to_owned(), ..gone.clone() };
        let code = new.codes.last_mut().unwrap();
        *code = format!("{}99999", &code[..14]);
        country.rows[at] = new.clone();
        let lines = import(&database, &country).await;
        assert_eq!(steps(&lines, 3).last(), Some(&3), "{lines:?}");
        let expected = [
            "added: 1".to_owned(),
            format!("  {}", new.named()),
            "changed: 1".to_owned(),
            format!("  {} (was {was})", country.rows[renamed].named()),
            "withdrawn: 1".to_owned(),
            format!("  {}", gone.named()),
            "unchanged: 31746".to_owned(),
            "the codifier is imported".to_owned(),
        ];
        assert_eq!(lines[2..], expected);
    }
}
