//! The register of residents from the council's list to the vote: the three commands as they are typed, the files between them, and
//! what somebody reads who is listed, moved away, or never was.

use crate::{
    app::TestApp,
    town::{KOROSTEN, content, resident},
};
use domain::{
    audience::Audience, entitled::CountedBy, identity::Residency, katottg::Katottg,
    register::Extract,
};
use rust_xlsxwriter::{Format, Workbook};
use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// Of Korosten's people in the demonstration: with a РНОКПП and a УНЗР, and by a card alone.
const LISTED: &str = "olena-tkachuk";
const KHOTYNIVKA: &str = "UA18060090420021941";
const HEADINGS: &str = "Прізвище;РНОКПП;УНЗР;Паспорт;Населений пункт;Дата народження";

/// The commands of one installation and one council.
struct Desk<'a> {
    app: &'a TestApp,
    folder: PathBuf,
}

impl<'a> Desk<'a> {
    fn of(app: &'a TestApp) -> Self {
        let folder = app.database.folder.path().join("council");
        std::fs::create_dir_all(&folder).unwrap();
        Self { app, folder }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A command at the council, which has neither database nor master key.
    fn council(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_viche"));
        command.env_clear().current_dir(&self.folder);
        command
    }

    /// A command at the installation.
    fn installation(&self) -> Command {
        let mut command = self.app.command();
        command.current_dir(&self.folder);
        command
    }

    fn codifier(&self) {
        let rows = concat!(env!("CARGO_MANIFEST_DIR"), "/src/seed/korosten-katottg.csv");
        done(self.installation().args(["import", "katottg", rows]));
    }

    fn key(&self) {
        done(self.installation().args([
            "register",
            "key",
            "--community",
            "korosten",
            "--out",
            "key",
        ]));
    }

    fn hash(&self, list: &str, taken_on: &str) -> Output {
        self.hash_with(list, taken_on, &[])
    }

    fn hash_with(&self, list: &str, taken_on: &str, more: &[&str]) -> Output {
        let mut command = self.council();
        command.args([
            "register",
            "hash",
            "--key",
            "key",
            "--taken-on",
            taken_on,
            "--out",
            "extract",
            list,
        ]);
        command.args(more).output().unwrap()
    }

    fn import(&self, more: &[&str]) -> Output {
        let mut command = self.installation();
        command
            .args(["register", "import", "--community", "korosten"])
            .args(more)
            .arg("extract");
        command.output().unwrap()
    }

    async fn residency(&self, name: &str) -> Option<(Residency, Option<String>)> {
        let town = &self.app.town;
        let person = town.person(KOROSTEN, name).await?;
        let residence = town.store.residency(KOROSTEN, person).await.unwrap()?;
        Some((
            residence.class,
            residence.settlement.map(|code| code.to_string()),
        ))
    }
}

/// Runs a command that must work.
fn done(command: &mut Command) -> String {
    all_went_well(&command.output().unwrap())
}

fn all_went_well(output: &Output) -> String {
    let said = said(output);
    assert!(output.status.success(), "{said}");
    said
}

fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}

/// A row of the list about somebody of the demonstration.
fn row(name: &str, settlement: &str) -> String {
    let human = resident(name);
    let [rnokpp, unzr] = numbers(name);
    format!("{FAMILY};{rnokpp};{unzr};;{settlement};{}", human.born)
}

/// In the column that nobody reads.
const FAMILY: &str = "Позначене-Прізвище";

/// РНОКПП and УНЗР of somebody who has both.
fn numbers(name: &str) -> [String; 2] {
    let human = resident(name);
    [
        human.rnokpp.unwrap().digits().to_owned(),
        human.unzr.unwrap().as_str().to_owned(),
    ]
}

/// 30 more people, so that one of them is less than one in twenty.
fn others(but: usize) -> String {
    let born = domain::time::Date::new(1970, 5, 5).unwrap();
    (0..30 - but)
        .map(|no| {
            let number =
                domain::national_id::Rnokpp::compose(born, u16::try_from(no).unwrap(), true)
                    .unwrap();
            format!(";{};;;Коростень;05.05.1970\n", number.digits())
        })
        .collect()
}

/// A list of so many people.
fn long_list(people: u16) -> String {
    let first = domain::time::Date::new(1970, 5, 5).unwrap();
    let rows = (0..people).map(|no| {
        // Of one day there are five thousand numbers.
        let born = first.plus_days(i32::from(no / 5_000)).unwrap();
        let number = domain::national_id::Rnokpp::compose(born, no % 5_000, true).unwrap();
        format!(";{};;;Коростень;\n", number.digits())
    });
    format!("{HEADINGS}\n{}", rows.collect::<String>())
}

/// How far a command said it was in the lines that hold these words: rows written, and of how many.
fn progress(said: &str, words: &str) -> Vec<[usize; 2]> {
    let number = |line: &str, field: &str| -> usize {
        let after = line.split(field).nth(1).unwrap();
        after.split_whitespace().next().unwrap().parse().unwrap()
    };
    let lines = said.lines().filter(|line| line.contains(words));
    lines
        .map(|line| [" written=", " of="].map(|field| number(line, field)))
        .collect()
}

/// Several steps, each further than the one before it, the last of which is the end.
#[track_caller]
fn assert_led_to_the_end(steps: &[[usize; 2]], least: usize) {
    assert!(steps.len() > 2, "{steps:?}");
    assert!(
        steps.windows(2).all(|pair| pair[0][0] < pair[1][0]),
        "{steps:?}"
    );
    let all = steps[0][1];
    assert!(
        all >= least && steps.iter().all(|step| step[1] == all),
        "{steps:?}"
    );
    assert_eq!(steps[steps.len() - 1][0], all);
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

on_both_databases! {
    async fn whoever_the_councils_list_holds_is_confirmed_and_nobody_can_be_read_on_the_way(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let desk = Desk::of(&app);
        desk.codifier();
        desk.key();
        #[cfg(unix)]
        assert_eq!(mode(&desk.file("key")), 0o600);
        let again = desk.installation().args(["register", "key", "--community", "korosten", "--out", "key"]).output().unwrap();
        assert!(!again.status.success() && said(&again).contains("exists"), "{}", said(&again));

        // She came before the list did, and is a resident of nowhere.
        let browser = app.visitor();
        browser.sign_in(LISTED, "/").await;
        assert_eq!(desk.residency(LISTED).await, None);

        let bad = ";3081802367;;;Коростень;\n;;;;Коростень;\n;3081802366;;;Овруч;\n;;19840517-01188;;Коростень;\n";
        let list = format!("{HEADINGS}\n{}\n{bad}{}", row(LISTED, "с. Хотинівка"), others(0));
        std::fs::write(desk.file("list.csv"), &list).unwrap();
        let told = all_went_well(&desk.hash("list.csv", "2026-11-01"));
        assert!(told.contains("взято людей: 31, повторів: 0, не взято рядків: 4"), "{told}");
        for (line, why) in [(3, "контрольна цифра"), (4, "жодного номера"), (5, "не належить громаді"), (6, "УНЗР не буває таким: контрольна цифра")] {
            assert!(told.contains(&format!("рядок {line}: ")) && told.contains(why), "{told}");
        }

        // No number, name or date is in what leaves the council, nor in what was said.
        let extract = std::fs::read_to_string(desk.file("extract")).unwrap();
        let born = resident(LISTED).born;
        let known = [born.to_string(), format!("{:02}.{:02}.{}", born.day, born.month, born.year), FAMILY.to_owned()];
        let mistyped = ["3081802367".to_owned(), "19840517-01188".to_owned()];
        for secret in numbers(LISTED).into_iter().chain(mistyped).chain(known) {
            assert!(!extract.contains(&secret) && !told.contains(&secret), "{secret}");
        }
        for line in extract.lines().skip(1) {
            let of_hashes = line.strip_prefix("person;").is_none_or(|rest| {
                rest.split(';').skip(1).all(|key| key.split_once(':').is_some_and(|(_, hash)| hash.len() == 64))
            });
            assert!(of_hashes, "{line}");
        }
        // What is wrong with the rows goes into a file where one is named.
        let quiet = desk.hash_with("list.csv", "2026-11-01", &["--report", "report"]);
        let report = std::fs::read_to_string(desk.file("report")).unwrap();
        assert_eq!(report.lines().count(), 4, "{report}");
        assert!(report.contains("рядок 3: ") && !said(&quiet).contains("рядок 3: "), "{report}");

        let told = all_went_well(&desk.import(&[]));
        assert!(told.contains("confirmed=1") && told.contains("the register is up to date"), "{told}");
        let there = Some((Residency::ConfirmedByRegister, Some(KHOTYNIVKA.to_owned())));
        assert_eq!(desk.residency(LISTED).await, there);
        let me = browser.get("/me").await;
        assert!(me.says("підтверджено реєстром") && me.says("Хотинівка"), "{}", me.body);
        // Of which day the extract is.
        assert!(me.says("За витягом із реєстру громади від 1 листопада 2026"), "{}", me.body);
        let me = browser.in_english().get("/me").await;
        assert!(me.says("By the extract of the community’s register of 1 November 2026"), "{}", me.body);
        let today = domain::time::Date::new(2026, 11, 28).unwrap();
        for (from, people) in [(18, 31), (50, 30)] {
            let audience = Audience { age_from: from, ..content().audience };
            let entitled = app.town.store.entitled(KOROSTEN, &audience, 14, today).await.unwrap().unwrap();
            assert_eq!((entitled.people, entitled.by), (people, CountedBy::Register), "from {from}");
        }

        // The same again changes nothing; without her, she is worth a declaration.
        let told = all_went_well(&desk.import(&[]));
        assert!(told.contains("unchanged=32") && told.contains("confirmed=0"), "{told}");
        std::fs::write(desk.file("list.csv"), format!("{HEADINGS}\n{}", others(0))).unwrap();
        all_went_well(&desk.hash("list.csv", "2026-11-02"));
        let refused = desk.import(&[]);
        assert!(!refused.status.success() && said(&refused).contains("would take 2 of 32"), "{}", said(&refused));
        assert_eq!(desk.residency(LISTED).await, there);
        all_went_well(&desk.import(&["--take-out-anything"]));
        let declared = Some((Residency::Declared, Some(KHOTYNIVKA.to_owned())));
        assert_eq!(desk.residency(LISTED).await, declared);
    }

    async fn a_long_list_is_hashed_imported_and_carried_on_to_a_new_key_with_words_on_how_far_it_is(databases: Databases) {
        const PEOPLE: u16 = 10_001;
        let app = TestApp::start(&databases).await;
        let desk = Desk::of(&app);
        desk.codifier();
        desk.key();
        std::fs::write(desk.file("list.csv"), long_list(PEOPLE)).unwrap();
        let told = all_went_well(&desk.hash("list.csv", "2026-11-01"));
        let steps: Vec<&str> = told.lines().filter(|line| line.starts_with("опрацьовано рядків: ")).collect();
        assert_eq!(steps, ["опрацьовано рядків: 10000"]);
        assert!(told.contains("взято людей: 10001,"), "{told}");

        let told = all_went_well(&desk.import(&[]));
        assert_led_to_the_end(&progress(&told, "stored written="), PEOPLE.into());
        assert!(told.contains("the register is up to date added=10001 "), "{told}");

        let told = done(desk.installation().args(["key", "rotate", "--community", "korosten"]));
        let of_the_register = progress(&told, "carried on table=\"register_entry\"");
        assert_led_to_the_end(&of_the_register, PEOPLE.into());
        assert!(told.contains("the identity key is rotated"), "{told}");
    }

    async fn an_extract_that_is_old_by_the_regulation_is_said_so_at_the_desk(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let desk = Desk::of(&app);
        desk.codifier();
        desk.key();
        let browser = app.visitor();
        browser.sign_in(LISTED, "/").await;
        let administrator = app.administrator().await;
        let person = app.town.person(KOROSTEN, LISTED).await.unwrap();
        let today = domain::kyiv::date_at(crate::town::now());
        let year_ago = today.plus_days(-365).unwrap().to_string();
        let list = format!("{HEADINGS}\n{}\n{}", row(LISTED, "Хотинівка"), others(0));
        std::fs::write(desk.file("list.csv"), list).unwrap();
        for (taken_on, is_old) in [("2020-03-01", true), (year_ago.as_str(), false)] {
            all_went_well(&desk.hash("list.csv", taken_on));
            all_went_well(&desk.import(&[]));
            for (window, words) in [
                (administrator.clone(), "йому понад 365 днів"),
                (administrator.in_english(), "which is more than 365 days old"),
            ] {
                for page in ["/staff/people".to_owned(), format!("/staff/people/{person}")] {
                    let page = window.get(&page).await;
                    page.assert_page(200, window.lang());
                    assert_eq!(page.says(words), is_old, "{taken_on}: {}", page.body);
                }
            }
        }
    }

    async fn the_share_is_of_those_whom_the_register_counts_on_kept_pages_too(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let browser = app.resident(LISTED).await;
        browser.fill(poll).await;
        browser.submit(poll).await.assert_leads_to("/polls/1/done");
        let visitor = app.visitor();
        let mut page = visitor.get("/polls/1").await;
        for _ in 0..40 {
            if page.says("громада оцінила сама") {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            page = visitor.get("/polls/1").await;
        }
        assert!(page.says("громада оцінила сама"), "{}", page.body);

        let desk = Desk::of(&app);
        desk.codifier();
        desk.key();
        std::fs::write(desk.file("list.csv"), format!("{HEADINGS}\n{}", others(10))).unwrap();
        all_went_well(&desk.hash("list.csv", "2026-11-01"));
        all_went_well(&desk.import(&[]));
        for _ in 0..40 {
            page = visitor.get("/polls/1").await;
            if page.says("за реєстром жителів") {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        // One of twenty.
        assert!(page.says("за реєстром жителів") && page.says("Відповів 1 з 20"), "{}", page.body);
        // Displaced persons may answer, and are not among the twenty.
        assert!(page.says("внутрішньо переміщених осіб у ньому немає"), "{}", page.body);
        assert!(browser.get("/polls/1").await.says("за реєстром жителів"));
    }

    async fn a_workbook_and_a_list_in_the_old_encoding_say_the_same_as_utf_8(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let desk = Desk::of(&app);
        desk.codifier();
        desk.key();
        let human = resident(LISTED);
        let list = format!("{HEADINGS}\n{}\n{}", row(LISTED, "Хотинівка"), others(28));
        let people = |name: &str| {
            all_went_well(&desk.hash(name, "2026-11-01"));
            Extract::parse(&std::fs::read_to_string(desk.file("extract")).unwrap()).unwrap()
        };
        std::fs::write(desk.file("utf-8.csv"), format!("\u{feff}{list}")).unwrap();
        let expected = people("utf-8.csv");
        assert_eq!((expected.people.len(), expected.months.len()), (3, 2));

        let old = encoding_rs::WINDOWS_1251.encode(&list.replace(';', ",")).0.into_owned();
        std::fs::write(desk.file("1251.csv"), old).unwrap();
        assert_eq!(people("1251.csv"), expected);

        // Excel takes numbers and dates for what they look like.
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (column, heading) in HEADINGS.split(';').enumerate() {
            sheet.write(0, u16::try_from(column).unwrap(), heading).unwrap();
        }
        let day = Format::new().set_num_format("dd.mm.yyyy");
        for (at, line) in list.lines().skip(1).enumerate() {
            let cells: Vec<&str> = line.split(';').collect();
            let at = u32::try_from(at + 1).unwrap();
            sheet.write(at, 1, cells[1].parse::<f64>().unwrap()).unwrap();
            sheet.write(at, 2, cells[2]).unwrap();
            sheet.write(at, 4, cells[4]).unwrap();
            let born = if cells[5].contains('.') { domain::time::Date::new(1970, 5, 5).unwrap() } else { human.born };
            let serial = f64::from(born.days_since_1970()) + 25_569.0;
            sheet.write_with_format(at, 5, serial, &day).unwrap();
        }
        book.save(desk.file("list.xlsx")).unwrap();
        assert_eq!(people("list.xlsx"), expected);
        let code = Katottg::parse(KHOTYNIVKA).unwrap();
        assert_eq!(expected.people.iter().filter(|person| person.settlement == code).count(), 1);
    }

    async fn a_file_that_is_not_what_it_should_be_is_refused_in_words(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let desk = Desk::of(&app);
        let without = desk.installation().args(["register", "key", "--community", "korosten", "--out", "key"]).output().unwrap();
        assert!(said(&without).contains("viche import katottg"), "{}", said(&without));
        desk.codifier();
        desk.key();
        let list = format!("{HEADINGS}\n{}", others(0));
        for (name, bytes, words) in [
            ("headless.csv", b"3081802366;\xd0\x9a".to_vec(), "немає стовпця"),
            ("nothing.csv", Vec::new(), "немає рядків"),
            ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1".to_vec(), "збережіть її як .xlsx"),
            ("broken.xlsx", b"PK\x03\x04 no workbook".to_vec(), "broken.xlsx"),
            ("empty.csv", format!("{HEADINGS}\n").into_bytes(), "жодного рядка не взято"),
        ] {
            std::fs::write(desk.file(name), bytes).unwrap();
            let output = desk.hash(name, "2026-11-01");
            assert!(!output.status.success() && said(&output).contains(words), "{name}: {}", said(&output));
            assert!(!desk.file("extract").exists());
        }
        std::fs::write(desk.file("list.csv"), list).unwrap();
        all_went_well(&desk.hash("list.csv", "2026-11-02"));
        let whole = std::fs::read_to_string(desk.file("extract")).unwrap();
        for (text, words) in [
            (whole.replace("\nend;30;1", ""), "not whole"),
            (whole.replace("viche-register;1", "viche-register;2"), "no hashed extract"),
            (whole.replace("korosten;1", "ovruch;1"), "of the community ovruch"),
            (whole.replace("korosten;1", "korosten;7"), "a key that this installation does not have"),
        ] {
            std::fs::write(desk.file("extract"), text).unwrap();
            let output = desk.import(&[]);
            assert!(!output.status.success() && said(&output).contains(words), "{words}: {}", said(&output));
        }
        assert_eq!(app.town.store.last_extract(KOROSTEN).await.unwrap(), None);
        std::fs::write(desk.file("extract"), &whole).unwrap();
        all_went_well(&desk.import(&[]));
        std::fs::write(desk.file("extract"), whole.replace("2026-11-02", "2026-11-01")).unwrap();
        let older = desk.import(&[]);
        assert!(!older.status.success() && said(&older).contains("a later extract"), "{}", said(&older));
    }
}
