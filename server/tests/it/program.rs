//! Commands of `viche` as they are typed, from their start to their end.

use std::{process::Command, time::Duration};

/// What a command said, and whether it did what it was asked to.
pub struct Ran {
    pub went_well: bool,
    /// On standard output.
    pub told: String,
    /// On standard error.
    pub complained: String,
}

/// Runs a command that ends within a minute; one that does not is stopped, and fails the test.
pub async fn run(command: Command) -> Ran {
    let mut command = tokio::process::Command::from(command);
    let ended = command.kill_on_drop(true).output();
    let output = tokio::time::timeout(Duration::from_secs(60), ended).await;
    let output = output.expect("a command that ends").unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran {
        went_well: output.status.success(),
        told: text(output.stdout),
        complained: text(output.stderr),
    }
}
