//! `viche community widget`: which websites may show a community's polls in frames.

use crate::{cli::community_named, clock::SystemClock, config::Config, instance};
use clap::Args;
use domain::{
    time::Clock,
    widget::{MOST_ORIGINS, Origin, WidgetOrigins},
};
use std::{error::Error, io::Write};
use store::{Actor, By};

/// What changes; without any of it the list is only printed.
#[derive(Args)]
pub struct Widget {
    /// The community's short name.
    slug: String,
    /// Allows a website: `https://misto.gov.ua`. A host in other letters than Latin is written in Punycode (`xn--…`).
    #[arg(long, value_name = "ORIGIN")]
    allow: Vec<String>,
    /// Takes the permission back.
    #[arg(long, value_name = "ORIGIN")]
    refuse: Vec<String>,
    /// Whether any website at all may show the polls.
    #[arg(long, value_name = "YES_OR_NO", value_parser = clap::value_parser!(bool))]
    anywhere: Option<bool>,
}

impl Widget {
    /// Changes the list as far as the arguments say, and prints it.
    ///
    /// # Errors
    /// In words for the operator: an unknown community, what is no website, too many of them.
    pub async fn run(self, config: &Config) -> Result<(), Box<dyn Error>> {
        let store = instance::connect(config).await?;
        let community = community_named(&store, &self.slug).await?;
        let before = store.widget_origins(community.id).await?;
        let allowed = self.changed(before.clone())?;
        if allowed != before {
            let by = By {
                actor: Actor::CommandLine,
                at: SystemClock::default().now(),
            };
            store.set_widget_origins(community.id, &allowed, by).await?;
        }
        let mut out = std::io::stdout().lock();
        for source in allowed.sources() {
            writeln!(out, "{source}")?;
        }
        Ok(())
    }

    /// The list after the changes.
    fn changed(&self, mut allowed: WidgetOrigins) -> Result<WidgetOrigins, String> {
        let read =
            |typed: &String| Origin::parse(typed).map_err(|problem| format!("{typed}: {problem}"));
        for typed in &self.allow {
            allowed.named.insert(read(typed)?);
        }
        for typed in &self.refuse {
            allowed.named.remove(&read(typed)?);
        }
        allowed.anywhere = self.anywhere.unwrap_or(allowed.anywhere);
        if allowed.named.len() > MOST_ORIGINS {
            return Err(format!("no more than {MOST_ORIGINS} websites"));
        }
        Ok(allowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(
        allow: &[&str],
        refuse: &[&str],
        anywhere: Option<bool>,
    ) -> Result<Vec<String>, String> {
        let owned = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect();
        let widget = Widget {
            slug: "korosten".to_owned(),
            allow: owned(allow),
            refuse: owned(refuse),
            anywhere,
        };
        let mut before = WidgetOrigins::default();
        before
            .named
            .insert(Origin::parse("https://old.ua").unwrap());
        let after = widget.changed(before)?;
        Ok(after.sources().map(str::to_owned).collect())
    }

    #[test]
    fn a_list_changes_by_what_is_said_and_by_nothing_else() {
        let kept = vec!["https://old.ua".to_owned()];
        assert_eq!(changed(&[], &[], None), Ok(kept));
        assert_eq!(
            changed(&["https://NEW.ua/"], &["https://old.ua"], Some(true)),
            Ok(vec!["*".to_owned(), "https://new.ua".to_owned()])
        );
        let wrong = changed(&["*"], &[], None).unwrap_err();
        assert!(wrong.contains("wildcards"), "{wrong}");
        let many: Vec<String> = (0..MOST_ORIGINS)
            .map(|n| format!("https://a{n}.ua"))
            .collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert!(changed(&many, &[], None).is_err());
        assert!(changed(&many[1..], &[], None).is_ok());
    }
}
