//! The `catalogue!` macro: turns a list of messages into plain functions, and refuses one that is incomplete.

/// Declares messages. Each needs both languages, and each plural all forms of both; what is missing is a compile error.
///
/// The functions are plain matches, without a table, so that the linker drops from the browser's bundle what no island
/// says.
///
/// ```
/// use app::{catalogue, i18n::Lang};
/// catalogue! {
///     /// A greeting.
///     hello(name: &str) { uk "Вітаємо, {name}" en "Hello, {name}" }
///     days(n: i64) plural n {
///         uk { one "{n} день" few "{n} дні" many "{n} днів" other "{n} дня" }
///         en { one "{n} day" other "{n} days" }
///     }
/// }
/// assert_eq!(hello(Lang::Uk, "Олено"), "Вітаємо, Олено");
/// assert_eq!(days(Lang::Uk, 22), "22 дні");
/// ```
///
/// Without English:
///
/// ```compile_fail
/// app::catalogue! {
///     hello(name: &str) { uk "Вітаємо, {name}" }
/// }
/// ```
///
/// Without the form for «22 дні»:
///
/// ```compile_fail
/// app::catalogue! {
///     days(n: i64) plural n {
///         uk { one "{n} день" many "{n} днів" other "{n} дня" }
///         en { one "{n} day" other "{n} days" }
///     }
/// }
/// ```
#[macro_export]
macro_rules! catalogue {
    // A fixed text.
    (@message $(#[$doc:meta])* $name:ident () () { uk $uk:literal en $en:literal }) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name(lang: $crate::i18n::Lang) -> &'static str {
            match lang {
                $crate::i18n::Lang::Uk => $uk,
                $crate::i18n::Lang::En => $en,
            }
        }
    };
    // A text with arguments.
    (@message $(#[$doc:meta])* $name:ident ($($arg:ident: $ty:ty),+) () { uk $uk:literal en $en:literal }) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name(lang: $crate::i18n::Lang, $($arg: $ty),+) -> String {
            $(let $arg = $crate::i18n::Shown::shown($arg, lang);)+
            $(let _ = &$arg;)+
            match lang {
                $crate::i18n::Lang::Uk => format!($uk),
                $crate::i18n::Lang::En => format!($en),
            }
        }
    };
    // A text that bends with a count.
    (@message $(#[$doc:meta])* $name:ident ($($arg:ident: $ty:ty),+) ($count:ident) {
        uk { one $one:literal few $few:literal many $many:literal other $other:literal }
        en { one $en_one:literal other $en_other:literal }
    }) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name(lang: $crate::i18n::Lang, $($arg: $ty),+) -> String {
            use $crate::i18n::{Lang, plural::{Count, Form}};
            let form = Count::form($count, lang);
            $(let $arg = $crate::i18n::Shown::shown($arg, lang);)+
            $(let _ = &$arg;)+
            match (lang, form) {
                (Lang::Uk, Form::One) => format!($one),
                (Lang::Uk, Form::Few) => format!($few),
                (Lang::Uk, Form::Many) => format!($many),
                (Lang::Uk, Form::Other) => format!($other),
                (Lang::En, Form::One) => format!($en_one),
                (Lang::En, _) => format!($en_other),
            }
        }
    };
    (@message $(#[$doc:meta])* $name:ident $($rest:tt)*) => {
        compile_error!(concat!(
            "message `", stringify!($name), "` is incomplete: it needs `uk` and `en`, and a plural needs ",
            "uk { one few many other } and en { one other }, in this order",
        ));
    };
    // What the tests read: the texts of one message by language.
    (@texts { uk $uk:literal en $en:literal }) => { (&[$uk], &[$en]) };
    (@texts {
        uk { $($form:ident $uk:literal)+ }
        en { $($en_form:ident $en:literal)+ }
    }) => { (&[$($uk),+], &[$($en),+]) };
    (@texts $($rest:tt)*) => { (&[], &[]) };
    // The list.
    ($(
        $(#[$doc:meta])*
        $name:ident $(($($arg:ident: $ty:ty),+ $(,)?))? $(plural $count:ident)? { $($body:tt)* }
    )+) => {
        $($crate::catalogue! { @message $(#[$doc])* $name ($($($arg: $ty),+)?) ($($count)?) { $($body)* } })+

        /// Every message of this file: its name, its texts in Ukrainian and in English.
        #[cfg(test)]
        #[allow(clippy::type_complexity)]
        pub(crate) fn messages() -> Vec<(&'static str, (&'static [&'static str], &'static [&'static str]))> {
            vec![$((stringify!($name), $crate::catalogue!(@texts { $($body)* }))),+]
        }
    };
}
