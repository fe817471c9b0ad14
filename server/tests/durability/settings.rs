//! An instance refuses a database that would lose what it acknowledged: at start, and on every connection that it opens later.

use crate::{
    casting::{Told, assert_everybody_once, cast, residents, stored_receipt},
    cluster::Cluster,
    databases::{database_in, number, on_postgres, on_sqlite, run, runtime},
    load::town::Town,
    program::{Viche, command},
};
use std::process::Output;

/// `viche serve`, which must end by itself with a failure and say which setting it does not like.
fn assert_refuses(town: &Town, setting: &str) {
    let output = output(town);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{setting}: {said}");
    let words = format!("{setting} is off, must be on");
    assert!(said.contains(&words), "{setting}: {said}");
    assert!(!said.contains("viche is serving"), "{setting}: {said}");
}

/// `viche serve` to its end. It is told an address that is taken, so that it ends also if it likes everything.
fn output(town: &Town) -> Output {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut serve = command(town);
    serve.env("VICHE_ADDR", taken.local_addr().unwrap().to_string());
    serve.arg("serve").output().unwrap()
}

/// It gets as far as listening.
fn assert_likes(town: &Town) {
    let output = output(town);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("cannot listen"), "{said}");
}

#[test]
fn a_database_or_a_role_that_commits_without_waiting_is_refused_at_start() {
    runtime().block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let mut cluster = Cluster::create();
        cluster.start().await;
        let url = cluster.url();
        let town = Town::found(&url, folder.path()).await.unwrap();
        assert_likes(&town);
        for (what, setting) in [
            ("DATABASE postgres", "synchronous_commit"),
            ("ROLE viche", "synchronous_commit"),
            ("ROLE viche IN DATABASE postgres", "synchronous_commit"),
        ] {
            run(&url, &format!("ALTER {what} SET {setting} = off")).await;
            assert_refuses(&town, setting);
            run(&url, &format!("ALTER {what} RESET {setting}")).await;
            assert_likes(&town);
        }
        for setting in ["synchronous_commit", "fsync", "full_page_writes"] {
            run(&url, &format!("ALTER SYSTEM SET {setting} = off")).await;
            run(&url, "SELECT pg_reload_conf()").await;
            until_shown(&url, setting, "off").await;
            assert_refuses(&town, setting);
            run(&url, &format!("ALTER SYSTEM RESET {setting}")).await;
            run(&url, "SELECT pg_reload_conf()").await;
            until_shown(&url, setting, "on").await;
            assert_likes(&town);
        }
        // What waits for the local disk is enough.
        run(
            &url,
            "ALTER DATABASE postgres SET synchronous_commit = local",
        )
        .await;
        assert_likes(&town);
        town.store.close().await.unwrap();
        cluster.stop();
    });
}

/// A reload reaches new connections a moment later.
async fn until_shown(url: &str, setting: &str, value: &str) {
    let sql = format!(
        "SELECT count(*) FROM pg_settings WHERE name = '{setting}' AND setting = '{value}'"
    );
    for _ in 0..500 {
        if number(url, &sql).await == 1 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("{setting} does not become {value}");
}

#[test]
fn a_connection_opened_later_is_held_to_the_same_and_no_ballot_is_acknowledged_on_a_weak_one() {
    on_postgres(async |mut town| {
        let url = town.config.database_url.clone();
        let (poll, poll_number) = town.poll(4).await.unwrap();
        let mut viche = Viche::start(&town);
        town.port = viche.port;
        let all = residents(&town, poll_number, 8).await;
        town.store.close().await.unwrap();
        let name = database_in(&url).to_owned();
        run(
            &url,
            &format!("ALTER DATABASE {name} SET synchronous_commit = off"),
        )
        .await;
        // As after a restart of the database or a cut cable: the program must connect anew.
        let others = "pid <> pg_backend_pid() AND datname = current_database()";
        run(
            &url,
            &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"),
        )
        .await;
        let told = cast(viche.port, poll_number, &all, 4).await;
        assert!(!viche.has_ended(), "{}", viche.log());
        for told in &told {
            assert!(
                matches!(told, Told::Other(503 | 303, _)),
                "acknowledged on a weak connection, or not answered: {told:?}"
            );
        }
        assert_eq!(number(&url, "SELECT count(*) FROM participation").await, 0);

        // The setting is mended; the program comes back by itself.
        run(
            &url,
            &format!("ALTER DATABASE {name} RESET synchronous_commit"),
        )
        .await;
        for attempt in 0.. {
            let told = cast(viche.port, poll_number, &all, 4).await;
            if told.iter().all(|told| *told == Told::Recorded) {
                break;
            }
            assert!(attempt < 100, "{told:?}:\n{}", viche.log());
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        viche.stop();
        town.store = store::Store::connect(&url, store::StoreOptions::default())
            .await
            .unwrap();
        assert!(stored_receipt(&town, poll, &all[0]).await.is_some());
        assert_everybody_once(&town, poll, &all).await;
    });
}

#[test]
fn durability_can_be_switched_off_in_a_demonstration_alone_and_is_loud() {
    on_sqlite(async |town| {
        for (demo, weak, loud) in [
            ("1", Some("1"), true),
            ("1", None, false),
            ("0", Some("1"), false),
            ("", Some("1"), false),
        ] {
            let mut migrate = command(&town);
            migrate.env("VICHE_DEMO", demo).arg("migrate");
            if let Some(weak) = weak {
                migrate.env("VICHE_DURABILITY_OFF_FOR_TESTS", weak);
            }
            let output = migrate.output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{said}");
            assert_eq!(
                said.contains("DURABILITY IS OFF"),
                loud,
                "{demo} {weak:?}: {said}"
            );
        }
    });
}
