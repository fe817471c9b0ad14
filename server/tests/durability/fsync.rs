//! Seen from outside: between two acknowledgements of ballots cast one after the other there is a completed fsync or fdatasync.

use crate::{
    load::{client::Client, town::Town},
    program::Viche,
};
use std::path::Path;

/// Ballots cast one after the other.
const BALLOTS: usize = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ballot_is_on_the_disk_before_anybody_is_told_so() {
    let trace = trace(&[]).await;
    let unsafe_ones = acknowledged_without_sync(&trace);
    assert_eq!(
        unsafe_ones,
        (BALLOTS, 0),
        "acknowledged, and of these without a sync before it:\n{trace}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_durability_the_same_look_sees_that_nothing_was_synced() {
    let trace = trace(&[("VICHE_DURABILITY_OFF_FOR_TESTS", "1")]).await;
    let (acknowledged, without) = acknowledged_without_sync(&trace);
    assert_eq!(acknowledged, BALLOTS);
    assert!(
        without > BALLOTS / 2,
        "only {without} of {acknowledged} were caught: the look from outside is blind"
    );
}

/// Casts ballots one after the other under strace; gives its lines.
async fn trace(more: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/viche.db", folder.path().display());
    let mut town = Town::found(&url, folder.path()).await.unwrap();
    let (_, number) = town.poll(4).await.unwrap();
    town.serve().await.unwrap();
    let residents = town.residents_at_the_check(number, BALLOTS).await.unwrap();
    let log = folder.path().join("trace");
    let calls = "trace=fsync,fdatasync,write,writev,sendto,sendmsg";
    let strace = ["strace", "-f", "-s", "200", "-e", calls, "-o", path(&log)];
    let viche = Viche::start(&town, &strace, more);
    let mut client = Client::connect(viche.port).await.unwrap();
    for resident in &residents {
        let form = format!("poll={number}&submission={}", resident.submission);
        let answer = client
            .post("localhost:3000", "/do/submit", &resident.cookies, &form)
            .await
            .unwrap();
        assert_eq!(answer.status, 303, "{}", answer.head);
        assert_eq!(
            answer.header("location"),
            Some(format!("/polls/{number}/done").as_str())
        );
    }
    // The file is complete once strace has ended with the program.
    viche.stop();
    std::fs::read_to_string(&log).unwrap()
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// How many acknowledgements there are in a trace, and before how many of them nothing was synced since the one before.
fn acknowledged_without_sync(trace: &str) -> (usize, usize) {
    let (mut acknowledged, mut without, mut synced) = (0, 0, false);
    for line in trace.lines() {
        let is_sync =
            line.contains("fsync(") || line.contains("fdatasync(") || line.contains("sync resumed");
        if is_sync && line.trim_end().ends_with("= 0") {
            synced = true;
        } else if line.contains("HTTP/1.1 303") && !line.contains("resumed") {
            acknowledged += 1;
            without += usize::from(!synced);
            synced = false;
        }
    }
    (acknowledged, without)
}

#[test]
fn the_reading_of_a_trace_tells_a_synced_answer_from_another() {
    let trace = "1 fdatasync(9) = 0\n2 writev(7, [{iov_base=\"HTTP/1.1 303 See Other\"...\n\
                 1 fdatasync(9 <unfinished ...>\n2 writev(7, [{iov_base=\"HTTP/1.1 303 See Other\"...\n1 <... fdatasync resumed>) = 0\n\
                 2 writev(7, [{iov_base=\"HTTP/1.1 303 See Other\"...\n2 writev(7, [{iov_base=\"HTTP/1.1 303 See Other\"...\n";
    assert_eq!(acknowledged_without_sync(trace), (4, 2));
}
