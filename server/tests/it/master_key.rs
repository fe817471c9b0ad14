//! Where the master key comes from: an explicit command, or the seeding of a demonstration. Nothing else ever makes one.

use crate::{
    databases::{TestDatabase, run_on_sqlite},
    program,
};
use std::process::Command;

/// A command of an installation that is no demonstration and has no key.
fn command(database: &TestDatabase, words: &[&str]) -> Command {
    let mut command = database.command();
    command
        .env("VICHE_ADDR", "127.0.0.1:0")
        .env("VICHE_PUBLIC_URL", "https://viche.example")
        .args(words);
    command
}

#[test]
fn without_a_key_nothing_starts_and_none_is_made_but_by_the_command_that_says_so() {
    run_on_sqlite(async |databases| {
        let database = databases.create().await;
        let key = database.folder.path().join("master.key");
        let create = [
            "community",
            "create",
            "selyshche",
            "--name",
            "Селищна громада",
            "--council",
            "Селищна рада",
        ];
        for (words, why) in [
            (&["serve"][..], "master.key cannot be read"),
            // What is served where nothing is said.
            (&[][..], "master.key cannot be read"),
            (&create[..], "master.key cannot be read"),
            (&["seed"][..], "seeding is for demonstrations"),
        ] {
            let ran = program::run(command(&database, words)).await;
            assert!(!ran.went_well, "{words:?}: {}{}", ran.told, ran.complained);
            assert!(
                ran.complained.contains(why),
                "{words:?}: {}",
                ran.complained
            );
            assert!(!key.exists(), "{words:?} made a key");
        }
        // Nor is there one in the place where it is looked for when nothing is said.
        let mut unsaid = command(&database, &["serve"]);
        unsaid.env_remove("VICHE_MASTER_KEY_FILE");
        let ran = program::run(unsaid).await;
        assert!(
            !ran.went_well && ran.complained.contains("data/master.key cannot be read"),
            "{}",
            ran.complained
        );
        assert!(!database.folder.path().join("data/master.key").exists());

        let made = program::run(command(&database, &["generate-key"])).await;
        assert!(made.went_well && key.exists(), "{}", made.complained);
        let before = std::fs::read(&key).unwrap();
        let again = program::run(command(&database, &["generate-key"])).await;
        assert!(
            !again.went_well && again.complained.contains("never overwritten"),
            "{}",
            again.complained
        );
        assert_eq!(std::fs::read(&key).unwrap(), before);
        // With it the refusals end.
        let created = program::run(command(&database, &create)).await;
        assert!(created.went_well, "{}", created.complained);
    });
}
