//! The settings for nginx that the project gives away, against the addresses and limits that they speak of.

use app::pages::staff::EnterPaper;
use leptos::server_fn::ServerFn;
use server::{
    front::pass::MOST_DOCUMENT_TIME,
    web::{documents, functions::MOST_FORM_BYTES, upload::MOST_UPLOAD_BYTES},
};

const ROUTES: &str = include_str!("../../../app/src/root.rs");
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

/// By default nginx logs the visitor's address beside the whole address that they asked for, with single-use secrets in it.
#[test]
fn the_proxy_logs_nothing_of_a_visitor_and_no_query() {
    let format = SETTINGS.split("log_format viche '").nth(1).unwrap();
    let format = format.split("';").next().unwrap();
    let logged: Vec<&str> = format
        .split(' ')
        .map(|field| field.strip_prefix('$').unwrap())
        .collect();
    const HARMLESS: [&str; 8] = [
        "time_iso8601",
        "host",
        "request_method",
        "logged_path",
        "status",
        "body_bytes_sent",
        "request_time",
        "upstream_response_time",
    ];
    assert!(!logged.is_empty());
    for field in logged {
        assert!(HARMLESS.contains(&field), "{field}");
    }
    // Addresses that hold a secret in their path are cut off before it.
    let cut = SETTINGS.split("\"~^(?<kept>(/en)?/(").nth(1).unwrap();
    let mut cut: Vec<&str> = cut
        .split("))/\" $kept;")
        .next()
        .unwrap()
        .split('|')
        .collect();
    let mut secret: Vec<&str> = ROUTES
        .split("path!(\"/")
        .filter_map(|route| {
            route
                .split("/:token\"")
                .next()
                .filter(|path| *path != route)
        })
        .collect();
    cut.sort_unstable();
    secret.sort_unstable();
    assert_eq!(cut, secret);
    let servers: Vec<&str> = SETTINGS.split("\nserver {").skip(1).collect();
    assert_eq!(servers.len(), 2);
    for server in servers {
        for (log, how) in [("access_log", "viche"), ("error_log", "crit")] {
            let lines: Vec<&str> = server
                .lines()
                .map(str::trim)
                .filter(|line| line.starts_with(log))
                .collect();
            assert_eq!(lines.len(), 1, "{log}: {lines:?}");
            assert!(lines[0].ends_with(&format!(" {how};")), "{lines:?}");
        }
    }
}
