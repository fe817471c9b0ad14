//! A browser as far as forms go: it reads the fields out of the page and sends them back as it shows them.

use crate::{
    components::said::rendered,
    i18n::Lang,
    pages::staff::{
        editor_about::{About, Audience, When},
        editor_questions::Questions,
        field::Wrong,
        form::PollForm,
    },
};
use domain::{
    district::{District, DistrictNo},
    katottg::{Category, Katottg, Unit},
    lang::Bilingual,
    policy::Policy,
};
use leptos::prelude::*;
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// The settlements that the page offers.
pub fn offered() -> Vec<Unit> {
    let names = ["Коростень", "Бехи", "Обиходи"];
    let codes = [
        "UA18060090010074365",
        "UA18060090030011111",
        "UA18060090040022222",
    ];
    codes
        .iter()
        .zip(names)
        .map(|(code, name)| Unit {
            code: Katottg::parse(code).unwrap(),
            parent: None,
            category: Category::Village,
            name: name.to_owned(),
        })
        .collect()
}

/// The districts that the page offers: the settlements do not matter to it.
fn offered_districts() -> Vec<District> {
    let named = |no: i16, name: &str| District {
        no: DistrictNo(no),
        name: Bilingual::new(name, ""),
        settlements: Vec::new(),
    };
    vec![named(1, "Бехівський"), named(12, "Обиходівський")]
}

/// The editor's panels with this form in them.
pub fn page_with(form: &PollForm, wrong: &Wrong) -> String {
    let (form, wrong) = (form.clone(), wrong.clone());
    rendered(move || {
        let lang = Lang::Uk;
        let policy = Arc::new(Policy::default());
        view! {
            <About lang form=form.clone() wrong=wrong.clone() />
            <Audience
                lang
                form=form.clone()
                wrong=wrong.clone()
                policy=policy.clone()
                settlements=offered()
                districts=offered_districts()
                organisations=Vec::new()
                removed=BTreeMap::new()
            />
            <When lang form=form.clone() wrong=wrong.clone() policy />
            <Questions lang form wrong />
        }
        .into_any()
    })
}

/// What a browser sends of this page when its form is submitted untouched: the keys inside `f[…]` with their values.
pub fn sent_by(page: &str) -> HashMap<String, String> {
    let mut sent = HashMap::new();
    for (tag, inside) in tags(page) {
        let (Some(key), kind) = (key_of(tag), attribute(tag, "type").unwrap_or_default()) else {
            continue;
        };
        let value = if tag.starts_with("<input") {
            let small = kind == "checkbox" || kind == "radio";
            if small && !has(tag, "checked") {
                continue;
            }
            attribute(tag, "value").unwrap_or_default()
        } else if tag.starts_with("<textarea") {
            let text = inside.split("</textarea>").next().unwrap();
            // The parser drops the first line break.
            decoded(text.strip_prefix('\n').unwrap_or(text))
        } else {
            let options = inside.split("</select>").next().unwrap();
            let all: Vec<&str> = tags(options).into_iter().map(|(tag, _)| tag).collect();
            let chosen = all.iter().find(|tag| has(tag, "selected")).or(all.first());
            chosen
                .and_then(|tag| attribute(tag, "value"))
                .unwrap_or_default()
        };
        assert!(
            sent.insert(key.clone(), value).is_none(),
            "two fields are named {key}"
        );
    }
    sent
}

/// Each opening tag and what follows it.
fn tags(html: &str) -> Vec<(&str, &str)> {
    html.match_indices('<')
        .filter(|(at, _)| !html[at + 1..].starts_with('/'))
        .filter_map(|(at, _)| {
            let end = at + html[at..].find('>')? + 1;
            Some((&html[at..end], &html[end..]))
        })
        .collect()
}

fn key_of(tag: &str) -> Option<String> {
    let name = attribute(tag, "name")?;
    Some(name.strip_prefix("f[")?.strip_suffix(']')?.to_owned())
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(decoded(rest.split('"').next()?))
}

fn has(tag: &str, name: &str) -> bool {
    tag.contains(&format!(" {name} "))
        || tag.contains(&format!(" {name}>"))
        || tag.contains(&format!(" {name}=\"\""))
}

fn decoded(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
}
