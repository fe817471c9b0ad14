//! What must hold under attack (issue "The main job", DESIGN §5, §6, §12), over HTTP: whole instances with their sandbox
//! identity service, on a database of their own, SQLite and PostgreSQL alike.
//!
//! `TestApp` starts the world, `Browser` visits it; a test reads as what somebody does and what they get.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on must fail"
)]
#![recursion_limit = "512"]

#[macro_use]
mod databases;
mod app;
mod authenticator;
mod browser;
mod logs;
mod mail_server;
mod program;
mod raw;
mod town;
mod upload;

mod access;
mod access_by_role;
mod access_table;
mod answering;
mod closing_second;
mod codifier;
mod corrections;
mod cross_site;
mod declared_home;
mod desk_forms;
mod desk_records;
mod districts;
mod downloads;
mod early_close;
mod editor_form;
mod email;
mod ended_sessions;
mod escaping;
mod find_polls;
mod full_queue;
mod kept_pages;
mod key_rotation;
mod large_polls;
mod limits;
mod master_key;
mod my_data;
mod my_page;
mod oidc;
mod one_ballot;
mod one_person;
mod open_id_connect;
mod organisations;
mod own_words;
mod paper;
mod passkeys;
mod people_desk;
mod pictures;
mod previews;
mod privacy;
mod protective_headers;
mod proxy;
mod register;
mod regulation;
mod residence_requests;
mod sealed_results;
mod second_factor;
mod settings;
mod sign_in;
mod sign_in_secrets;
mod sign_in_watch;
mod strange_bodies;
mod strange_requests;
mod team;
mod turnout_events;
mod widget;
