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
        view! {
            <div>
                <label class="label" for=self.name>
                    {self.label}
                </label>
                <select class="input" id=self.name name=self.name>
                    <option value="">{self.all}</option>
                    {options}
                </select>
            </div>
        }
        .into_any()
    }
}
