//! `make bench`: what the design promises of speed and size, each as a ratio of two things measured in the same run, because
//! the machine is shared and noisy. Prints the table for docs/PERFORMANCE.md.
//!
//! Settings: `VICHE_BENCH_POSTGRES` (a server's address; without it the PostgreSQL rows are left out and said to be),
//! `VICHE_BENCH_QUICK=1` (a tenth of the work, for trying the program itself), `VICHE_BENCH_ONLY=memory`
//! (that part alone) or `people` (eligibility and the register).

#![recursion_limit = "512"]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod ballots;
mod eligibility;
#[path = "../../tests/load/mod.rs"]
mod load;
mod memory;
mod pages;
mod register;

use std::fmt::Write as _;

/// A line of the table.
pub struct Row {
    pub what: String,
    pub ours: String,
    pub theirs: String,
    pub ratio: f64,
    pub aim: &'static str,
}

/// How much work to do: 1 or a tenth.
pub fn scaled(n: usize) -> usize {
    if std::env::var_os("VICHE_BENCH_QUICK").is_some() {
        (n / 10).max(20)
    } else {
        n
    }
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let rows = runtime.block_on(async {
        // First, before anything else has used memory.
        let memory = memory::all().await.expect("memory");
        let only = std::env::var("VICHE_BENCH_ONLY").unwrap_or_default();
        if only == "memory" {
            return memory;
        }
        let mut people = eligibility::all().await.expect("eligibility");
        people.extend(register::all().await.expect("the register"));
        if only == "people" {
            return people;
        }
        let mut rows = ballots::on_sqlite().await.expect("ballots on SQLite");
        match std::env::var("VICHE_BENCH_POSTGRES") {
            Ok(server) => rows.extend(
                ballots::on_postgres(&server)
                    .await
                    .expect("ballots on PostgreSQL"),
            ),
            Err(_) => {
                eprintln!("VICHE_BENCH_POSTGRES is not set: the PostgreSQL rows are left out")
            }
        }
        rows.extend(pages::all().await.expect("pages"));
        rows.extend(people);
        rows.extend(memory);
        rows
    });
    let mut table =
        String::from("| What | Viche | Against | Ratio | Aim |\n|---|---|---|---|---|\n");
    for row in rows {
        _ = writeln!(
            table,
            "| {} | {} | {} | {:.2} | {} |",
            row.what, row.ours, row.theirs, row.ratio, row.aim
        );
    }
    println!("{table}");
}
