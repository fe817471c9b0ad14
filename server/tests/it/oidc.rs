//! The OpenID Connect provider of the tests: the certified `oidc-provider`, run by Node, and a browser's way through it.

use reqwest::{Client, Url, header, redirect};
use serde_json::Value;
use std::{collections::BTreeMap, process::Stdio};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// What it knows us by; the same stand in its script.
pub const CLIENT: &str = "viche-test";
pub const SECRET: &str = "only for tests, and long enough for that";

/// A running provider; it ends when this is dropped.
pub struct OidcProvider {
    pub issuer: String,
    process: Child,
}

impl OidcProvider {
    /// Starts one that sends browsers back to `callback`.
    pub async fn start(callback: &str) -> Self {
        let script = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../end2end/support/oidc-provider.mjs"
        );
        let mut process = Command::new("node")
            .arg(script)
            .arg(callback)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let issuer = loop {
            let line = lines.next_line().await.unwrap();
            let line = line.expect("the provider ended before it was ready");
            if let Some(issuer) = line.strip_prefix("ready ") {
                break issuer.to_owned();
            }
        };
        // Whatever else it writes is read, so that it never waits for us.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self { issuer, process }
    }

    pub async fn stop(&mut self) {
        self.process.kill().await.unwrap();
    }
}

/// What a browser remembers of the provider.
pub type Jar = BTreeMap<String, String>;

/// Goes through the provider's pages as `person`, from the address that we sent the browser to; the address of the callback to which
/// it sends the browser back. The browser has never been there.
pub async fn agree(address: &str, person: &Value) -> String {
    agree_in(&mut Jar::new(), address, person).await
}

/// The same in a browser that may be signed in at the provider.
pub async fn agree_in(jar: &mut Jar, address: &str, person: &Value) -> String {
    let http = Client::builder()
        .tls_certs_only([])
        .redirect(redirect::Policy::none())
        .no_proxy()
        .build()
        .unwrap();
    let mut address = Url::parse(address).unwrap();
    let provider = address.origin();
    address
        .query_pairs_mut()
        .append_pair("login_hint", &person.to_string());
    // What a page of the provider sends by itself, as a script does in a browser.
    let mut form: Option<Vec<(String, String)>> = None;
    for _ in 0..8 {
        let cookies: Vec<String> = jar
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = match form.take() {
            Some(fields) => http.post(address.clone()).form(&fields),
            None => http.get(address.clone()),
        };
        let answer = request
            .header(header::COOKIE, cookies.join("; "))
            .send()
            .await
            .unwrap();
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            jar.insert(name.to_owned(), value.to_owned());
        }
        let status = answer.status();
        let Some(location) = answer.headers().get(header::LOCATION).cloned() else {
            let page = answer.text().await.unwrap();
            let Some((action, fields)) = sent_by_itself(&page) else {
                panic!("{} ended with {status}: {page}", address.path());
            };
            address = address.join(&action).unwrap();
            form = Some(fields);
            continue;
        };
        address = address.join(location.to_str().unwrap()).unwrap();
        if address.origin() != provider {
            return address.into();
        }
    }
    panic!("the provider redirects without end");
}

/// Address and fields of the form in a page that a script sends at once: so the provider ends the session of somebody else.
fn sent_by_itself(page: &str) -> Option<(String, Vec<(String, String)>)> {
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!("{name}=\""))?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    };
    let (_, form) = page.split_once("<form")?;
    let action = attribute(form, "action")?;
    let fields = form.split("<input").skip(1).filter_map(|tag| {
        let tag = tag.split('>').next()?;
        Some((attribute(tag, "name")?, attribute(tag, "value")?))
    });
    page.contains("submit()")
        .then(|| (action, fields.collect()))
}
