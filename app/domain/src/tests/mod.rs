//! Tests of the rules: examples from the field, and properties that must hold for everything.

mod answers;
mod ballot_sets;
mod brands;
mod codifier;
mod corrections;
mod desks;
mod drafts;
mod identifiers;
mod identity_cases;
mod lifecycles;
mod names_and_json;
mod papers;
mod pictures;
mod policies;
mod reasons;
mod searches;
mod settings;
mod strategies;
mod suppressions;
mod tallies;
mod texts;
mod times;
mod widgets;
