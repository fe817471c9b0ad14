//! A dense table of the desk. On a phone the stylesheet stacks a row's cells, which takes the meaning of a table away from
//! them; the roles, which are otherwise the elements' own, give it back.

use leptos::prelude::*;

/// How a column is headed.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub name: &'static str,
    /// Numbers stand at the right.
    pub is_number: bool,
}

impl Column {
    pub fn text(name: &'static str) -> Self {
        Self {
            name,
            is_number: false,
        }
    }

    pub fn number(name: &'static str) -> Self {
        Self {
            name,
            is_number: true,
        }
    }
}

/// The table with its caption, which only readers hear; `children` are its rows, each with the roles `row`, `rowheader` and `cell`.
/// A cell whose column a phone must name carries `data-label`.
#[component]
pub fn Lines<const N: usize>(
    id: &'static str,
    caption: &'static str,
    columns: [Column; N],
    children: Children,
) -> impl IntoView {
    let head = columns.map(|column| {
        view! {
            <th scope="col" role="columnheader" class:n=column.is_number>
                {column.name}
            </th>
        }
    });
    view! {
        <div class="scroll" role="region" tabindex="0" aria-labelledby=id>
            <table role="table" class="table table--lines">
                <caption id=id class="vh">
                    {caption}
                </caption>
                <thead role="rowgroup">
                    <tr role="row">{head}</tr>
                </thead>
                <tbody role="rowgroup">{children()}</tbody>
            </table>
        </div>
    }
}
