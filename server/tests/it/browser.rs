//! A browser: keeps cookies by host as browsers do, says where its requests come from, follows redirects when told to.
//! Whatever it is answered, anywhere in these tests, it checks the headers that no response of ours may lack.

use crate::town::TestPoll;
use reqwest::{
    Client, Method, RequestBuilder, StatusCode, Url,
    header::{self, HeaderMap, HeaderValue},
    redirect,
};
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

type Jar = Arc<Mutex<BTreeMap<(String, String), String>>>;

/// One browser on one host in one language. Clones are windows of the same browser.
#[derive(Clone)]
pub struct Browser {
    http: Client,
    /// The instance that answers.
    address: SocketAddr,
    /// The port in public addresses: that of the first instance.
    public_port: u16,
    host: String,
    prefix: &'static str,
    jar: Jar,
    /// Every address that was asked for or led to, in order.
    history: Arc<Mutex<Vec<String>>>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    /// What was asked for, for messages.
    pub asked: String,
}

/// Hidden fields of the sign-in that is under way: where the browser stands between our form and the provider's answer.
pub struct SignInUnderWay {
    /// The provider's address with the state in it.
    pub provider: Url,
}

impl Browser {
    pub fn new(address: SocketAddr, public_port: u16, host: &str) -> Self {
        let http = Client::builder()
            .tls_certs_only([])
            .redirect(redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Self {
            http,
            address,
            public_port,
            host: host.to_owned(),
            prefix: "",
            jar: Jar::default(),
            history: Arc::default(),
        }
    }

    /// The same browser on another of our hosts.
    pub fn on(&self, host: &str) -> Self {
        Self {
            host: host.to_owned(),
            ..self.clone()
        }
    }

    /// The same browser, answered by another instance.
    pub fn answered_by(&self, address: SocketAddr) -> Self {
        Self {
            address,
            ..self.clone()
        }
    }

    pub fn in_english(&self) -> Self {
        Self {
            prefix: "/en",
            ..self.clone()
        }
    }

    /// The instance that answers.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn lang(&self) -> &'static str {
        if self.prefix.is_empty() { "uk" } else { "en" }
    }

    pub fn origin(&self) -> String {
        format!("http://{}:{}", self.host, self.public_port)
    }

    /// A path in this browser's language.
    pub fn path(&self, path: &str) -> String {
        if path == "/" && !self.prefix.is_empty() {
            self.prefix.to_owned()
        } else {
            format!("{}{path}", self.prefix)
        }
    }

    /// A request with nothing but the host and this browser's cookies; `path` is taken as it is.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("http://{}{path}", self.address);
        let mut request = self
            .http
            .request(method, url)
            .header(header::HOST, format!("{}:{}", self.host, self.public_port));
        let cookies = self.cookie_line();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies);
        }
        request
    }

    /// The value of the `Cookie` header on this host.
    pub fn cookie_line(&self) -> String {
        let jar = self.jar.lock().unwrap_or_else(PoisonError::into_inner);
        let own = jar.iter().filter(|((host, _), _)| *host == self.host);
        let pairs: Vec<String> = own
            .map(|((_, name), value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    /// The value of one of our cookies on this host.
    pub fn cookie(&self, short: &str) -> Option<String> {
        let jar = self.jar.lock().unwrap_or_else(PoisonError::into_inner);
        jar.get(&(self.host.clone(), format!("__Host-viche-{short}")))
            .cloned()
    }

    /// Puts a cookie into the browser that no response of this host gave it: what somebody does who stole or forged one.
    pub fn forge_cookie(&self, short: &str, value: &str) {
        let mut jar = self.jar.lock().unwrap_or_else(PoisonError::into_inner);
        jar.insert(
            (self.host.clone(), format!("__Host-viche-{short}")),
            value.to_owned(),
        );
    }

    pub fn drop_cookie(&self, short: &str) {
        let mut jar = self.jar.lock().unwrap_or_else(PoisonError::into_inner);
        jar.remove(&(self.host.clone(), format!("__Host-viche-{short}")));
    }

    /// Sends a request and keeps the cookies of the answer.
    pub async fn send(&self, request: RequestBuilder) -> Page {
        self.send_request(request.build().unwrap()).await
    }

    /// The same for a request that was changed after it was made.
    pub async fn send_request(&self, request: reqwest::Request) -> Page {
        let asked = format!("{} {}", request.method(), request.url().path());
        self.remember(request.url().as_str());
        let response = self.http.execute(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await.unwrap();
        // Every text of ours is UTF-8; a picture is none.
        let picture = headers
            .get("content-type")
            .is_some_and(|kind| kind == "image/png" || kind == "image/jpeg");
        let body = match picture {
            true => String::from_utf8_lossy(&bytes).into_owned(),
            false => String::from_utf8(bytes.to_vec()).unwrap(),
        };
        let page = Page {
            status,
            headers,
            asked,
            body,
        };
        page.assert_protected();
        if let Some(location) = page.location() {
            self.remember(&location);
        }
        self.keep_cookies(&page);
        page
    }

    fn remember(&self, address: &str) {
        let mut history = self.history.lock().unwrap_or_else(PoisonError::into_inner);
        history.push(address.to_owned());
    }

    /// Every address that this browser asked for or was led to.
    pub fn history(&self) -> Vec<String> {
        self.history
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn keep_cookies(&self, page: &Page) {
        let mut jar = self.jar.lock().unwrap_or_else(PoisonError::into_inner);
        for cookie in page.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let mut parts = cookie.split("; ");
            let (name, value) = parts.next().unwrap().split_once('=').unwrap();
            let attributes: Vec<&str> = parts.collect();
            assert!(name.starts_with("__Host-viche-"), "{cookie}");
            for needed in ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"] {
                assert!(attributes.contains(&needed), "{cookie} lacks {needed}");
            }
            assert!(
                !attributes.iter().any(|a| a.starts_with("Domain")),
                "{cookie}"
            );
            let key = (self.host.clone(), name.to_owned());
            if attributes.contains(&"Max-Age=0") {
                jar.remove(&key);
            } else {
                jar.insert(key, value.to_owned());
            }
        }
    }

    /// Opens a page: `path` is without the language.
    pub async fn get(&self, path: &str) -> Page {
        self.get_exactly(&self.path(path)).await
    }

    /// The page at `path` once it is as `wanted` says: what an instance keeps in memory may be some seconds old.
    pub async fn until(&self, path: &str, wanted: impl Fn(&Page) -> bool) -> Page {
        let began = std::time::Instant::now();
        loop {
            let page = self.get(path).await;
            if wanted(&page) {
                return page;
            }
            assert!(
                began.elapsed().as_secs() < 10,
                "{path} stays as it was: {page:?}"
            );
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }

    /// Opens an address of this host as it is.
    pub async fn get_exactly(&self, path: &str) -> Page {
        let request = self
            .request(Method::GET, path)
            .header(header::ACCEPT, "text/html,*/*;q=0.8")
            .header("sec-fetch-site", "same-origin");
        self.send(request).await
    }

    /// A plain form of ours, as this browser sends it.
    pub fn form(&self, path: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
        self.call(path, body)
            .header(header::ACCEPT, "text/html,*/*;q=0.8")
    }

    /// The same, as an island sends it: it asks for no page.
    pub fn call(&self, path: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
        self.request(Method::POST, &self.path(path))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header(header::ORIGIN, self.origin())
            .body(body)
    }

    /// Sends a form of ours with these fields.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send(self.form(path, encoded(fields))).await
    }

    /// Goes where a redirect leads, through any of our hosts, until something else comes back.
    pub async fn follow(&self, page: Page) -> Page {
        let (mut browser, mut page) = (self.clone(), page);
        for _ in 0..8 {
            let Some(location) = page.location() else {
                return page;
            };
            let (next, path) = browser.toward(&location);
            page = next.get_exactly(&path).await;
            browser = next;
        }
        panic!("redirected too often: {}", page.asked);
    }

    /// The window and path that an address of ours leads to.
    pub fn toward(&self, location: &str) -> (Self, String) {
        let here = Url::parse(&format!("{}/", self.origin())).unwrap();
        let url = here.join(location).unwrap();
        assert_eq!(
            (url.scheme(), url.port()),
            ("http", Some(self.public_port)),
            "{location} leads away from us"
        );
        let host = url.host_str().unwrap();
        assert!(
            host == "localhost" || host.ends_with(".localhost"),
            "{location} leads away from us"
        );
        let path = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        (self.on(host), path)
    }

    /// Presses the provider's button on the sign-in page: its address is where the browser is sent.
    pub async fn begin_sign_in(&self, back: &str) -> SignInUnderWay {
        let provider = self.get("/sign-in").await.field("provider").unwrap();
        let fields = [("provider", provider.as_str()), ("back", back)];
        let page = self.post("/do/sign-in", &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{page:?}");
        SignInUnderWay {
            provider: Url::parse(&page.location().unwrap()).unwrap(),
        }
    }

    /// Agrees at the provider as somebody; the address of the callback to which the provider sends the browser.
    pub async fn agree(&self, under_way: &SignInUnderWay, name: &str) -> String {
        self.agree_by(under_way, name, None).await
    }

    /// The same by one of the provider's ways (`dig_sign`); by its usual one where that is nothing.
    async fn agree_by(&self, under_way: &SignInUnderWay, name: &str, way: Option<&str>) -> String {
        let mut address = under_way.provider.clone();
        address
            .query_pairs_mut()
            .append_pair("sandbox_person", name);
        if let Some(way) = way {
            address
                .query_pairs_mut()
                .append_pair("sandbox_auth_type", way);
        }
        let response = self.http.get(address).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let callback = response.headers()[header::LOCATION].to_str().unwrap();
        self.remember(callback);
        callback.to_owned()
    }

    /// Comes back from the provider; the address of the ticket, or of the page that says what went wrong.
    pub async fn come_back(&self, callback: &str) -> Page {
        let (platform, path) = self.toward(callback);
        platform.get_exactly(&path).await
    }

    /// The whole sign-in; the page on which it ends, which is `back` when all went well.
    pub async fn sign_in(&self, name: &str, back: &str) -> Page {
        let page = self.try_sign_in(name, back).await;
        assert!(self.cookie("session").is_some(), "{name} has no session");
        page
    }

    /// The whole sign-in by the key of the organisation that somebody signs for, if they do.
    pub async fn sign_in_by_key(&self, name: &str, back: &str) -> Page {
        let under_way = self.begin_sign_in(back).await;
        let callback = self.agree_by(&under_way, name, Some("dig_sign")).await;
        let page = self.come_back(&callback).await;
        self.follow(page).await
    }

    /// The whole sign-in, however it ends.
    pub async fn try_sign_in(&self, name: &str, back: &str) -> Page {
        let under_way = self.begin_sign_in(back).await;
        let callback = self.agree(&under_way, name).await;
        let page = self.come_back(&callback).await;
        self.follow(page).await
    }

    /// Answers one question and goes on.
    pub async fn answer(&self, poll: TestPoll, question: i16, options: &[i16]) -> Page {
        let (number, question) = (poll.number.to_string(), question.to_string());
        let options: Vec<String> = options.iter().map(i16::to_string).collect();
        let mut fields = vec![
            ("poll", number.as_str()),
            ("question", &question),
            ("go", "next"),
        ];
        fields.extend(options.iter().map(|option| ("choice[]", option.as_str())));
        self.post("/do/answer", &fields).await
    }

    /// Answers all three questions of the usual poll.
    pub async fn fill(&self, poll: TestPoll) {
        for (question, options) in [(1, &[1][..]), (2, &[2, 4]), (3, &[1])] {
            let page = self.answer(poll, question, options).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{page:?}");
        }
    }

    pub async fn check(&self, poll: TestPoll) -> Page {
        self.get(&format!("/polls/{}/vote/check", poll.number))
            .await
    }

    /// The submission id on the check page.
    pub async fn submission(&self, poll: TestPoll) -> String {
        let page = self.check(poll).await;
        page.field("submission")
            .unwrap_or_else(|| panic!("the check page lets nobody submit: {}", page.body))
    }

    /// Presses «Подати відповіді» on the check page.
    pub async fn submit(&self, poll: TestPoll) -> Page {
        let submission = self.submission(poll).await;
        self.submit_as(poll, &submission).await
    }

    /// Sends the form of a check page that was shown some time ago.
    pub async fn submit_as(&self, poll: TestPoll, submission: &str) -> Page {
        let number = poll.number.to_string();
        let fields = [("poll", number.as_str()), ("submission", submission)];
        self.post("/do/submit", &fields).await
    }

    /// The draft's answers: what is marked on the questions' pages, or for whoever is not asked what the check page says.
    pub async fn draft(&self, poll: TestPoll) -> String {
        let page = self.check(poll).await;
        // Whoever has answered is led to the confirmation; where a draft was left, the address says `again=new`.
        let answered = format!("/polls/{}/done?again", poll.number);
        if page.location() == Some(self.path(&answered)) {
            return "no draft".to_owned();
        }
        let mut marked = Vec::new();
        for question in 1..=3 {
            let path = format!("/polls/{}/vote/{question}", poll.number);
            let page = self.get(&path).await;
            if page.status == StatusCode::OK {
                let tags = page.body.split('<').filter(|tag| tag.contains(" checked"));
                marked.extend(tags.map(str::to_owned));
            }
        }
        if !marked.is_empty() {
            return marked.join("\n");
        }
        match page.body.split_once("<dl class=\"summary\">") {
            Some((_, rest)) => rest.split_once("</dl>").unwrap().0.to_owned(),
            None => "no draft".to_owned(),
        }
    }
}

impl Page {
    /// The address in `Location`.
    pub fn location(&self) -> Option<String> {
        self.header("location").map(str::to_owned)
    }

    /// Whether it says these words, with whatever spaces between them.
    pub fn says(&self, words: &str) -> bool {
        let plain = |text: &str| text.replace('\u{a0}', " ");
        plain(&self.body).contains(&plain(words))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The value of the first form field of this name.
    pub fn field(&self, name: &str) -> Option<String> {
        let tag = self
            .body
            .split('<')
            .find(|tag| tag.starts_with("input") && tag.contains(&format!("name=\"{name}\"")))?;
        let value = tag.split_once("value=\"")?.1;
        Some(value.split_once('"')?.0.to_owned())
    }

    /// Asserts a redirect to this path of our own.
    #[track_caller]
    pub fn assert_leads_to(&self, path: &str) {
        assert_eq!(
            (self.status, self.location().as_deref()),
            (StatusCode::SEE_OTHER, Some(path)),
            "{self:?}"
        );
    }

    /// Asserts that a person can read what came back: a whole page of ours in their language, with a heading.
    #[track_caller]
    pub fn assert_is_page(&self, lang: &str) {
        let twice = self.body.match_indices("..").find(|(at, _)| {
            let before = self.body[..*at].chars().next_back();
            before.is_some_and(|c| ('а'..='я').contains(&c) || ('А'..='Я').contains(&c))
        });
        assert!(twice.is_none(), "a sentence ends twice: {self:?}");
        let kind = self.header("content-type").unwrap_or_default();
        assert!(kind.starts_with("text/html"), "{kind}: {self:?}");
        assert!(
            self.body.contains(&format!("<html lang=\"{lang}\"")),
            "not in {lang}: {self:?}"
        );
        assert!(self.body.contains("<h1"), "no heading: {self:?}");
        let title = self.body.split_once("<title>").map(|(_, rest)| rest);
        let title = title.and_then(|rest| rest.split_once("</title>"));
        assert!(
            title.is_some_and(|(t, _)| !t.trim().is_empty()),
            "no title: {self:?}"
        );
    }

    /// Asserts the status and a page of it in this language. The page of an error is never a dead end: a link leads on from its
    /// main part.
    #[track_caller]
    pub fn assert_page(&self, status: u16, lang: &str) {
        assert_eq!(self.status, status, "{self:?}");
        self.assert_is_page(lang);
        if status >= 400 {
            let main = self.body.split_once("<main").map(|(_, rest)| rest);
            let main = main.and_then(|rest| rest.split_once("</main>"));
            let leads_on =
                main.is_some_and(|(main, _)| main.contains("<a ") && main.contains("href=\""));
            assert!(leads_on, "a dead end: {self:?}");
        }
    }

    /// Asserts what every response of ours has, whatever it is. A 500 is never right.
    #[track_caller]
    fn assert_protected(&self) {
        assert_ne!(self.status, StatusCode::INTERNAL_SERVER_ERROR, "{self:?}");
        let has = |name: &str, value: &str| {
            let values: Vec<&HeaderValue> = self.headers.get_all(name).iter().collect();
            assert_eq!(
                values,
                [value],
                "{} of {} {}",
                name,
                self.asked,
                self.status
            );
        };
        has("x-content-type-options", "nosniff");
        has("referrer-policy", "strict-origin-when-cross-origin");
        has("cross-origin-opener-policy", "same-origin");
        let powers =
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()";
        has("permissions-policy", powers);
        let loader = self.asked.ends_with("/embed/v1.js") && self.status.as_u16() < 400;
        let policy = if loader {
            "cross-origin"
        } else {
            "same-origin"
        };
        has("cross-origin-resource-policy", policy);
        let policies: Vec<&HeaderValue> = self
            .headers
            .get_all("content-security-policy")
            .iter()
            .collect();
        assert_eq!(policies.len(), 1, "{self:?}");
        let policy = policies[0].to_str().unwrap();
        // The staff preview is framed by our own editor; cards by ourselves and whom the community names (`widget` says whom).
        let path = self.asked.split(' ').nth(1).unwrap_or_default();
        let card = path.starts_with("/embed/") || path.starts_with("/en/embed/");
        let framed = match policy
            .split("; ")
            .find(|p| p.starts_with("frame-ancestors 'self'"))
        {
            Some(list) if card => list,
            _ if card || path.ends_with("/preview/page") => "frame-ancestors 'self'",
            _ => "frame-ancestors 'none'",
        };
        for part in ["default-src 'none'", "base-uri 'none'", framed] {
            assert!(
                policy.split("; ").any(|p| p == part),
                "{part} is missing for {}: {policy}",
                self.asked
            );
        }
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
            "{policy}"
        );
        assert!(self.header("cache-control").is_some(), "{self:?}");
    }
}

/// Fields as a form encodes them.
pub fn encoded(fields: &[(&str, &str)]) -> String {
    let mut form = Url::parse("http://form.invalid/").unwrap();
    form.query_pairs_mut().extend_pairs(fields);
    form.query().unwrap_or_default().to_owned()
}
