//! A dense table of the desk. On a phone the stylesheet stacks a row's cells, which takes the meaning of a table away from
//! them; the roles, which are otherwise the elements' own, give it back.

use leptos::prelude::*;

/// How a column is headed.
#[derive(Clone, Debug)]
pub struct Column {
    pub name: &'static str,
    /// Numbers stand at the right.
    pub is_number: bool,
    /// Where the rows can be sorted by it.
    pub sorting: Option<Sorting>,
}

/// How a column sorts its table.
#[derive(Clone, Debug)]
pub struct Sorting {
    /// The address of the table sorted by this column, the other way round where it already is.
    pub href: String,
    /// Which way it sorts now; `None` when another column does.
    pub now: Option<Way>,
}

/// Which way rows are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Up,
    Down,
}

impl Way {
    /// The value of `aria-sort`.
    fn aria(self) -> &'static str {
        match self {
            Self::Up => "ascending",
            Self::Down => "descending",
        }
    }

    /// The sign beside the heading.
    fn sign(self) -> &'static str {
        match self {
            Self::Up => " ↑",
            Self::Down => " ↓",
        }
    }
}

impl Column {
    pub fn text(name: &'static str) -> Self {
        Self {
            name,
            is_number: false,
            sorting: None,
        }
    }

    pub fn number(name: &'static str) -> Self {
        Self {
            is_number: true,
            ..Self::text(name)
        }
    }

    /// The same column, by which the rows can be sorted.
    pub fn sorted(self, sorting: Sorting) -> Self {
        Self {
            sorting: Some(sorting),
            ..self
        }
    }

    fn head(self) -> impl IntoView {
        let now = self.sorting.as_ref().and_then(|sorting| sorting.now);
        let words = match self.sorting {
            None => self.name.into_any(),
            Some(sorting) => view! {
                <a href=sorting.href>
                    {self.name} <span aria-hidden="true">{now.map(Way::sign)}</span>
                </a>
            }
            .into_any(),
        };
        view! {
            <th scope="col" role="columnheader" class:n=self.is_number aria-sort=now.map(Way::aria)>
                {words}
            </th>
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
    let head = columns.map(Column::head);
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
