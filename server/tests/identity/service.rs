//! The sandbox service itself: its page, and the protocol as any client sees it.

use crate::{CALLBACK, CLIENT, SECRET, STATE, World, returned};
use domain::{identity::Assurance, lang::Lang};
use reqwest::{StatusCode, Url, header};
use serde_json::{Value, json};
use server::{
    demo_residents::DemoResidents,
    identity::{CallbackQuery, IdentityError},
};

#[tokio::test]
async fn the_person_chooses_on_a_page_without_script() {
    let world = World::with(|options| options.auto_approve = false).await;
    // Without the setting the address alone signs nobody in.
    let response = world
        .browser
        .get(world.page(&[("sandbox_person", "iryna-savchuk")]))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let policy = response.headers()[header::CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
    let html = response.text().await.unwrap();
    assert!(
        !html.contains("<script") && !html.contains("style=") && html.contains("Демонстрація.")
    );
    assert!(html.contains("Коростенська громада") && html.contains("Овруцька громада"));
    for listed in DemoResidents::embedded().unwrap().people() {
        assert!(
            html.contains(&format!("value=\"{}\"", listed.id)),
            "{}",
            listed.id
        );
    }

    let mut form = vec![("person", "olena-tkachuk"), ("way", "diia_id")];
    let fields = hidden_fields(&html);
    form.extend(
        fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    );
    let consent = format!("{}/consent", world.base);
    let agreed = world
        .browser
        .post(&consent)
        .form(&form)
        .send()
        .await
        .unwrap();
    let person = world.identify(&returned(&agreed)).await.unwrap();
    assert_eq!(
        (person.name.full().as_str(), person.assurance),
        ("Олена Ткачук", Assurance::Qualified)
    );

    form.push(("deny", "1"));
    let refused = returned(
        &world
            .browser
            .post(&consent)
            .form(&form)
            .send()
            .await
            .unwrap(),
    );
    assert_eq!(CallbackQuery::from_query(&refused).state(), Some(STATE));
    assert_eq!(world.identify(&refused).await, Err(IdentityError::Denied));
}

/// Names and values of the hidden fields of the form that goes to `/consent`.
fn hidden_fields(html: &str) -> Vec<(String, String)> {
    let form = html.split("action=\"consent\">").nth(1).unwrap();
    let form = form.split("</form>").next().unwrap();
    let between = |text: &str, from: &str| {
        text.split(from)
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .map(str::to_owned)
    };
    form.split("<input type=\"hidden\"")
        .skip(1)
        .map(|input| {
            (
                between(input, "name=\"").unwrap(),
                between(input, "value=\"").unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn the_page_searches_speaks_english_and_escapes_what_it_was_given() {
    let world = World::with(|options| options.auto_approve = false).await;
    let page = async |more: &[(&str, &str)]| {
        world
            .browser
            .get(world.page(more))
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
    };
    let found = page(&[("q", "БЕХИ мар'яна")]).await;
    assert!(
        found.contains("mariana-ostapchuk")
            && !found.contains("roman-ostapchuk")
            && !found.contains("Овруцька")
    );
    let nobody = page(&[("q", "<i>\"")]).await;
    assert!(
        nobody.contains("За запитом «&lt;i&gt;&quot;» нікого не знайдено.")
            && !nobody.contains("<i>")
    );
    let english = page(&[("lang", Lang::En.tag())]).await;
    assert!(
        english.contains("<html lang=\"en\">")
            && english.contains("Cancel the sign-in")
            && english.contains("under 14")
    );
    let style = world
        .browser
        .get(format!("{}/style.css", world.base))
        .send()
        .await
        .unwrap();
    assert_eq!(
        style.headers()[header::CONTENT_TYPE],
        "text/css; charset=utf-8"
    );
    // A state from somebody else's address cannot become markup.
    let mut url = Url::parse(&world.provider.address("\"><script>", CALLBACK)).unwrap();
    url.query_pairs_mut().append_pair("q", "x");
    let html = world
        .browser
        .get(url)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(html.contains("value=\"&quot;&gt;&lt;script&gt;\"") && !html.contains("<script"));
}

#[tokio::test]
async fn the_sandbox_speaks_the_protocol_to_any_client() {
    let world = World::new().await;
    let json = async |path: &str, query: &[(&str, &str)]| -> Value {
        let response = world
            .browser
            .get(format!("{}{path}", world.base))
            .query(query)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::OK, "errors arrive with 200");
        response.json().await.unwrap()
    };
    let query = world
        .come_back(&[
            ("sandbox_person", "petro-lysenko"),
            ("sandbox_auth_type", "mobile_id"),
        ])
        .await;
    let code = query
        .strip_prefix("code=")
        .unwrap()
        .split('&')
        .next()
        .unwrap();
    let client = [
        ("grant_type", "authorization_code"),
        ("client_id", CLIENT),
        ("client_secret", SECRET),
        ("code", code),
    ];
    let token = json("/get-access-token", &client).await;
    let (access_token, user_id) = (
        token["access_token"].as_str().unwrap(),
        token["user_id"].as_str().unwrap(),
    );
    assert_eq!(token["token_type"], "bearer");

    let own = [("access_token", access_token), ("user_id", user_id)];
    let all = json("/get-user-info", &own).await;
    assert_eq!(
        (&all["lastname"], &all["phone"], &all["auth_type"]),
        (&json!("Лисенко"), &json!("N/A"), &json!("mobile_id"))
    );
    assert_eq!(all.as_object().unwrap().len(), 23);
    let some = json(
        "/get-user-info",
        &[own[0], own[1], ("fields", "lastname, unzr"), ("cert", "")],
    )
    .await;
    assert_eq!(some, json!({"lastname": "Лисенко", "unzr": "N/A"}));
    assert!(
        json("/get-user-info", &[own[0], own[1], ("cert", "TUlJ")]).await["encryptedUserInfo"]
            .is_string()
    );
    assert_eq!(
        json("/get-user-info", &[own[0], ("user_id", "1")]).await["error"],
        "invalid_token"
    );

    assert_eq!(json("/get-user-logout", &own).await["error"], "0");
    assert_eq!(json("/get-user-info", &own).await["error"], "invalid_token");
    assert_eq!(
        json("/get-user-logout", &own).await["error"],
        "invalid_token"
    );
    assert_eq!(
        json("/get-access-token", &client[..3]).await["error"],
        "invalid_grant"
    );
}

#[tokio::test]
async fn a_signature_without_an_organisation_repeats_the_persons_own_code() {
    // Proves that the sandbox really sets the trap that the adapter avoids.
    let world = World::new().await;
    let query = world
        .come_back(&[
            ("sandbox_person", "roman-ostapchuk"),
            ("sandbox_auth_type", "dig_sign"),
        ])
        .await;
    let code = query
        .strip_prefix("code=")
        .unwrap()
        .split('&')
        .next()
        .unwrap();
    let client = [
        ("grant_type", "authorization_code"),
        ("client_id", CLIENT),
        ("client_secret", SECRET),
        ("code", code),
    ];
    let sent = world
        .browser
        .post(format!("{}/get-access-token", world.base))
        .form(&client)
        .send()
        .await
        .unwrap();
    let token: Value = sent.json().await.unwrap();
    let query = [
        ("access_token", token["access_token"].as_str().unwrap()),
        ("user_id", token["user_id"].as_str().unwrap()),
    ];
    let sent = world
        .browser
        .get(format!("{}/get-user-info", world.base))
        .query(&query)
        .send()
        .await
        .unwrap();
    let info: Value = sent.json().await.unwrap();
    assert_eq!(info["edrpoucode"], info["drfocode"]);
}
