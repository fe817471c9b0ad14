//! A community's regulation from the command line: printed, changed, given back; what it cannot say is refused.

use crate::{app::TestApp, town::KOROSTEN};
use domain::{
    policy::Policy,
    time::{DAY, Millis},
};
use serde_json::{Value, json};
use std::process::Output;

fn run(app: &TestApp, more: &[&str]) -> Output {
    let mut command = app.command();
    command
        .args(["community", "policy", "korosten"])
        .args(more)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The settings that the command prints.
fn printed(output: &Output) -> Value {
    assert!(output.status.success(), "{}", said(output));
    serde_json::from_slice(&output.stdout).unwrap()
}

on_both_databases! {
    async fn a_regulation_is_printed_changed_and_in_force(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let store = &app.town.store;
        let in_force = async |at: Millis| store.policy_in_force(KOROSTEN, at).await.unwrap().unwrap();
        let before = in_force(crate::town::now()).await;
        let mut document = printed(&run(&app, &[]));
        assert_eq!(serde_json::from_value::<Policy>(document.clone()).unwrap(), before.policy);

        document["least_age"] = json!(16);
        document["secrecy_allowed"] = json!(["secret"]);
        let file = app.database.folder.path().join("regulation.json");
        std::fs::write(&file, document.to_string()).unwrap();
        let path = file.to_str().unwrap();
        assert_eq!(printed(&run(&app, &["--set", path])), document);
        let now = crate::town::now();
        let after = in_force(now).await;
        assert_eq!((after.version, after.policy.least_age), (before.version + 1, 16));
        // Another one from a day to come: until then nothing changes.
        std::fs::write(&file, json!({ "least_age": 18 }).to_string()).unwrap();
        assert_eq!(printed(&run(&app, &["--set", path, "--in-force-from", "2099-01-01"])), document);
        assert_eq!(in_force(now).await.version, after.version);
        let later = in_force(now.plus(365 * 90 * DAY)).await;
        assert_eq!(later.policy, Policy { least_age: 18, ..Policy::default() });
        let appended = "SELECT count(*) FROM audit WHERE act = 'policy.appended' AND actor = 'command_line'";
        assert_eq!(app.database.count(appended).await, 2);
    }

    async fn what_no_regulation_can_say_is_refused_in_words_and_changes_nothing(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let file = app.database.folder.path().join("regulation.json");
        let path = file.to_str().unwrap();
        let versions = "SELECT count(*) FROM policy";
        let before = app.database.count(versions).await;
        for (document, why) in [
            ("", "EOF"),
            ("[]", "must be an object"),
            (r#"{"leastAge": 16}"#, "there is no setting leastAge"),
            (r#"{"least_age": "sixteen"}"#, "invalid type"),
            (r#"{"secrecy_allowed": ["public"]}"#, "unknown variant"),
            (r#"{"least_age": 200, "response_days": 0}"#, "least_age: 0 to 100; response_days: 1 to 366"),
            (r#"{"shortest_term_ms": 9000000000}"#, "none less than the one before"),
        ] {
            std::fs::write(&file, document).unwrap();
            let output = run(&app, &["--set", path]);
            assert!(!output.status.success(), "{document}");
            assert!(said(&output).contains(why), "{document}: {}", said(&output));
        }
        std::fs::write(&file, "{}").unwrap();
        for (arguments, why) in [
            (&["--set", path, "--in-force-from", "2020-01-01"][..], "2020-01-01 is not a day to come"),
            (&["--set", "/nowhere/regulation.json"], "cannot read /nowhere/regulation.json"),
            (&["--in-force-from", "2099-01-01"], "--set"),
        ] {
            let output = run(&app, arguments);
            assert!(!output.status.success(), "{arguments:?}");
            assert!(said(&output).contains(why), "{arguments:?}: {}", said(&output));
        }
        assert_eq!(app.database.count(versions).await, before);
        let elsewhere = app.command().args(["community", "policy", "nowhere"]).output().unwrap();
        assert!(said(&elsewhere).contains("no such community: nowhere"), "{}", said(&elsewhere));
    }
}
