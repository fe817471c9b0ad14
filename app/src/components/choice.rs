//! A closed choice in a form that filters a list: a label over a list of words, «all» first.

use leptos::prelude::*;

/// What can be chosen, by its name in the address.
#[derive(Clone, Debug)]
pub struct ChoiceList {
    /// The name in the address, and the field's id.
    pub name: &'static str,
    pub label: &'static str,
    /// The words for no choice.
    pub all: &'static str,
    /// Values as they stand in the address, with their words.
    pub options: Vec<(String, String)>,
    /// The value that is chosen now.
    pub chosen: Option<String>,
    /// A line under the field.
    pub hint: Option<&'static str>,
}

impl ChoiceList {
    /// The field with its label.
    pub fn view(self) -> AnyView {
        let options = self
            .options
            .into_iter()
            .map(|(value, words)| {
                let selected = self.chosen.as_ref() == Some(&value);
                view! {
                    <option value=value selected=selected>
                        {words}
                    </option>
                }
            })
            .collect_view();
        let hint_id = format!("{}-hint", self.name);
        let described_by = self.hint.map(|_| hint_id.clone());
        let hint = self.hint.map(|words| {
            view! {
                <p class="hint" id=hint_id>
                    {words}
                </p>
            }
        });
        view! {
            <div>
                <label class="label" for=self.name>
                    {self.label}
                </label>
                <select class="input" id=self.name name=self.name aria-describedby=described_by>
                    <option value="">{self.all}</option>
                    {options}
                </select>
                {hint}
            </div>
        }
        .into_any()
    }
}
