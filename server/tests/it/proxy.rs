//! The settings for nginx that the project gives away, against the addresses and limits that they speak of.

use app::pages::staff::EnterPaper;
use leptos::server_fn::ServerFn;
use server::{
    front::pass::MOST_DOCUMENT_TIME,
    web::{documents, functions::MOST_FORM_BYTES, upload::MOST_UPLOAD_BYTES},
};

const SETTINGS: &str = include_str!("../../../docs/nginx.conf");

/// The number that follows this name, before its unit.
fn number(text: &str, name: &str, unit: &str) -> usize {
    let value = text.split(&format!("{name} ")).nth(1).unwrap();
    let value = value.split(';').next().unwrap();
    value.strip_suffix(unit).unwrap().parse().unwrap()
}

#[test]
fn documents_pass_the_proxy_unwritten_in_both_languages_and_have_the_time_that_they_have_here() {
    let unwritten = SETTINGS
        .split("    location ")
        .map(|place| place.split("\n    }").next().unwrap())
        .find(|place| place.contains("proxy_request_buffering off;"))
        .unwrap();
    let addresses = unwritten.strip_prefix("~ ^(/en)?/do/(").unwrap();
    let (addresses, settings) = addresses.split_once(")$ {").unwrap();
    let mut named: Vec<&str> = addresses.split('|').collect();
    let sent_to = documents::ALL.map(|upload| upload.path);
    let mut expected: Vec<&str> = sent_to
        .iter()
        // What is typed off paper names a person beside their answers.
        .chain([&EnterPaper::PATH])
        .map(|path| path.strip_prefix("/do/").unwrap())
        .collect();
    named.sort_unstable();
    expected.sort_unstable();
    assert_eq!(named, expected);
    for name in ["proxy_send_timeout", "proxy_read_timeout"] {
        let seconds = number(settings, name, "s");
        assert!(seconds as u64 > MOST_DOCUMENT_TIME.as_secs(), "{name}");
    }
}

#[test]
fn the_proxy_lets_through_what_is_read_here_and_keeps_answers_in_memory() {
    let most = number(SETTINGS, "client_max_body_size", "m") << 20;
    assert!(most >= MOST_UPLOAD_BYTES, "{most}");
    let in_memory = number(SETTINGS, "client_body_buffer_size", "k") << 10;
    assert!(in_memory >= MOST_FORM_BYTES, "{in_memory}");
}
