//! `viche register key`: the file that a council hashes its list with.

use crate::{cli::community_named, config::Config, instance};
use app::keys::{HashingKeys, read_key_file, write_key_file};
use clap::Args;
use domain::{katottg::Katottg, register::Places};
use std::{
    error::Error,
    fmt::Write as _,
    path::{Path, PathBuf},
};
use zeroize::Zeroizing;

const MARK: &str = "viche-register-key";
const FORM: &str = "1";
/// A hromada has some hundred settlements at most.
const LONGEST_FILE: u64 = 1 << 20;

/// Which community's key goes where.
#[derive(Args)]
pub struct Key {
    /// The community's short name.
    #[arg(long)]
    community: String,
    /// The new file.
    #[arg(long)]
    out: PathBuf,
}

impl Key {
    pub(super) async fn run(self, config: &Config) -> Result<(), Box<dyn Error>> {
        let store = instance::connect(config).await?;
        let ring = instance::key_ring(config, &store).await?;
        let community = community_named(&store, &self.community).await?;
        let territory = community.territory.as_ref().ok_or(
            "the community has no code of the national codifier: nobody's settlement could be told",
        )?;
        let settlements = store.settlements(territory).await?;
        if settlements.is_empty() {
            return Err("the codifier's rows of this community are not imported: see `viche import katottg`".into());
        }
        let keys = ring.of(community.id)?;
        let mut text = Zeroizing::new(format!("{MARK};{FORM};{}\n", community.slug));
        for (id, key) in keys.hashing().export() {
            writeln!(text, "key;{id};{}", key.as_str())?;
        }
        for unit in settlements {
            writeln!(text, "settlement;{};{}", unit.code, unit.name)?;
        }
        write_key_file(&self.out, &text)
            .map_err(|error| format!("{}: {error}", self.out.display()))?;
        tracing::info!(file = %self.out.display(), "the community's key is written; take it to the council by hand and delete it after use");
        Ok(())
    }
}

/// What such a file holds.
pub(super) struct KeyFile {
    pub community: String,
    pub keys: HashingKeys,
    pub places: Places,
}

impl KeyFile {
    /// Reads one.
    ///
    /// # Errors
    /// In Ukrainian, for the council's staff.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = read_key_file(path, LONGEST_FILE)
            .map_err(|error| format!("ключ {}: {error}", path.display()))?;
        Self::parse(&text).ok_or_else(|| {
            format!(
                "{} – не файл ключа, який дає viche register key",
                path.display()
            )
        })
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let head: Vec<&str> = lines.next()?.split(';').collect();
        let [MARK, FORM, community] = head[..] else {
            return None;
        };
        let (mut keys, mut settlements) = (Vec::new(), Vec::new());
        for line in lines {
            let fields: Vec<&str> = line.splitn(3, ';').collect();
            match fields[..] {
                ["key", id, key] => keys.push((id.parse().ok()?, key)),
                ["settlement", code, name] => {
                    settlements.push((Katottg::parse(code)?, name.to_owned()))
                }
                _ => return None,
            }
        }
        Some(Self {
            community: community.to_owned(),
            keys: HashingKeys::import(keys)?,
            places: Places::of(settlements),
        })
    }
}
