//! An instance refuses to start on a database that would lose ballots.

use crate::{
    load::town::Town,
    program::{command, postgres},
};
use sea_orm::{ConnectionTrait, Database};

#[tokio::test]
async fn a_database_that_commits_without_waiting_is_refused_at_start() {
    let folder = tempfile::tempdir().unwrap();
    let url = postgres().await;
    let town = Town::found(&url, folder.path()).await.unwrap();
    let name = url.rsplit('/').next().unwrap();
    let name = url
        .split('?')
        .next()
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap_or(name);
    let db = Database::connect(&url).await.unwrap();
    db.execute_unprepared(&format!(
        "ALTER DATABASE {name} SET synchronous_commit = off"
    ))
    .await
    .unwrap();
    let output = command(&town, &[], &[])
        .env("VICHE_ADDR", "127.0.0.1:0")
        .arg("serve")
        .output()
        .unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("synchronous_commit"), "{said}");
}
