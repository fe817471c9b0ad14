//! The icons, drawn inline: a page carries only those it shows, and the same paths compress to almost nothing.

use leptos::prelude::*;

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident: $paths:literal,)+) => {
        /// Every icon of the interface; 24 × 24, stroked, always beside words.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Symbol { $($(#[$doc])* $name,)+ }

        impl Symbol {
            fn paths(self) -> &'static str {
                match self { $(Self::$name => $paths,)+ }
            }
        }
    };
}

icons! {
    Clock: r#"<circle cx="12" cy="12" r="9"/><path d="M12 6.5V12l3.5 2.5"/>"#,
    Check: r#"<path d="M4.5 12.5l5 5L19.5 7"/>"#,
    Cross: r#"<path d="M6 6l12 12M18 6L6 18"/>"#,
    Warn: r#"<path d="M12 3.5L2 20.5h20zM12 10v4.5M12 17.5v.01"/>"#,
    Half: r#"<circle cx="12" cy="12" r="9"/><path d="M12 3a9 9 0 0 0 0 18z" fill="currentColor"/>"#,
    Lock: r#"<rect x="4.5" y="10.5" width="15" height="10" rx="2"/><path d="M8 10.5v-3a4 4 0 0 1 8 0v3"/>"#,
    Town: r#"<path d="M3 9.5l9-6 9 6zM6 9.5V18m6-8.5V18m6-8.5V18M3.5 20.5h17"/>"#,
    Talk: r#"<path d="M3 4.5h13v9H9l-4 3.5v-3.5H3zM19 9h2v8.5h-2V21l-4-3.5h-3.5"/>"#,
    People: r#"<circle cx="8.5" cy="8.5" r="3.5"/><path d="M2 20c.4-3.8 3-5.5 6.5-5.5s6.1 1.7 6.5 5.5M15.5 5.2a3.5 3.5 0 0 1 0 6.6M17.5 14.7c2.6.5 4.2 2.2 4.5 5.3"/>"#,
    User: r#"<circle cx="12" cy="8" r="4"/><path d="M4 20.5c.5-4.3 3.6-6 8-6s7.5 1.7 8 6"/>"#,
    Heart: r#"<path d="M12 20.5C6 16.5 3 13 3 9.2c0-2.9 2.2-4.7 4.5-4.7 1.9 0 3.5 1 4.5 3 1-2 2.6-3 4.5-3 2.3 0 4.5 1.8 4.5 4.7 0 3.8-3 7.3-9 11.3z"/>"#,
    Hammer: r#"<path d="M10 5.5L13.5 2l8.5 8.5-3.5 3.5zM12.5 8.5l-9 9 3 3 9-9"/>"#,
    House: r#"<path d="M3 11.5L12 4l9 7.5M5.5 9.5V20h13V9.5M10 20v-6h4v6"/>"#,
    Briefcase: r#"<rect x="3" y="7.5" width="18" height="12.5" rx="2"/><path d="M8.5 7.5v-3h7v3M3 13h18M12 12v2.5"/>"#,
    Down: r#"<path d="M12 3.5V16M7 11l5 5 5-5M4.5 20.5h15"/>"#,
    Doc: r#"<path d="M6 3.5h8L18.5 8v12.5H6zM14 3.5V8h4.5M9 12.5h6M9 16.5h6"/>"#,
    Globe: r#"<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18"/>"#,
    Plus: r#"<path d="M12 5v14M5 12h14"/>"#,
    Trash: r#"<path d="M4 6.5h16M9 6.5V4h6v2.5M6 6.5l1 14h10l1-14M10 10.5v6M14 10.5v6"/>"#,
    Up: r#"<path d="M12 19.5v-15M6 10.5l6-6 6 6"/>"#,
    ArrowDown: r#"<path d="M12 4.5v15M6 13.5l6 6 6-6"/>"#,
    Eye: r#"<path d="M2 12c2.5-4.3 5.8-6.5 10-6.5s7.5 2.2 10 6.5c-2.5 4.3-5.8 6.5-10 6.5S4.5 16.3 2 12z"/><circle cx="12" cy="12" r="3"/>"#,
    Calendar: r#"<rect x="3.5" y="5" width="17" height="15.5" rx="2"/><path d="M3.5 10h17M8 2.5v4M16 2.5v4"/>"#,
    Pencil: r#"<path d="M4 20l1-5L16 4l4 4L9 19zM13.5 6.5l4 4"/>"#,
    Picture: r#"<rect x="3" y="4.5" width="18" height="15" rx="2"/><circle cx="8.5" cy="10" r="1.8"/><path d="M3.5 18l5.5-5 3.5 3 3.5-4 5 5"/>"#,
    Card: r#"<rect x="2.5" y="5" width="19" height="14" rx="2"/><path d="M2.5 10h19M6 15h4"/>"#,
    Phone: r#"<rect x="6.5" y="2.5" width="11" height="19" rx="2"/><path d="M11 18h2"/>"#,
    Key: r#"<circle cx="8" cy="16" r="4.5"/><path d="M11.2 12.8L20.5 3.5M16 8l3 3"/>"#,
}

/// One icon. Hidden from assistive technology: the words beside it say the same.
#[component]
pub fn Icon(symbol: Symbol) -> impl IntoView {
    view! { <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" inner_html=symbol.paths()></svg> }
}

/// The mark of Viche, people round a square: the ring is one path whose dashes become the diamonds. Without its core on error
/// pages, where the square is empty.
#[component]
pub fn Mark(#[prop(default = 40)] size: i32, #[prop(default = true)] core: bool) -> impl IntoView {
    view! {
        <svg class="mark" viewBox="-16 -16 32 32" width=size height=size aria-hidden="true">
            <path d="M2-10L12 0 0 12-12 0 0-12z"></path>
            {core.then(|| view! { <path class="core" d="M0-6L6 0 0 6-6 0z"></path> })}
        </svg>
    }
}

/// The mark with the town round it, for the head of the first page.
#[component]
pub fn HeroArt() -> impl IntoView {
    view! {
        <svg class="mark hero__art" viewBox="-32 -32 64 64" width="180" height="180" aria-hidden="true">
            <path class="far" d="M2-26L28 0 0 28-28 0 0-28z"></path>
            <path class="far" d="M2-22L24 0 0 24-24 0 0-24z"></path>
            <path class="far" d="M2-18L20 0 0 20-20 0 0-20z"></path>
            <path d="M2-14L16 0 0 16-16 0 0-16z"></path>
            <path d="M2-10L12 0 0 12-12 0 0-12z"></path>
            <path class="core" d="M0-6L6 0 0 6-6 0z"></path>
        </svg>
    }
}

/// The icon of a kind of initiator.
pub fn initiator_symbol(kind: domain::poll::InitiatorKind) -> Symbol {
    use domain::poll::InitiatorKind as Kind;
    match kind {
        Kind::LocalGovernment => Symbol::Town,
        Kind::AdvisoryBody => Symbol::Talk,
        Kind::PublicAssociation => Symbol::People,
        Kind::Charity => Symbol::Heart,
        Kind::TradeUnion => Symbol::Hammer,
        Kind::SelfOrganisation => Symbol::House,
        Kind::EmployersOrganisation => Symbol::Briefcase,
        Kind::Resident => Symbol::User,
    }
}
