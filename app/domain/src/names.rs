//! Names of enums as they are stored and sent: one spelling, snake_case, for the database, JSON and forms.

/// A text that names no variant of the enum it was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no {enumeration} of that name")]
pub struct UnknownName {
    /// The enum's name, for the log. The text itself is not kept: it may be anybody's input.
    pub enumeration: &'static str,
}

/// Gives an enum of plain variants `ALL`, `as_str`, `Display` and `FromStr` by the names listed.
/// A variant without a name does not compile; serde's spelling is held to the same names by a test.
macro_rules! stored_names {
    ($type:ident { $($variant:ident = $name:literal),+ $(,)? }) => {
        impl $type {
            /// Every variant, in the order of the definition.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name under which it is stored.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::names::UnknownName;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                match name {
                    $($name => Ok(Self::$variant),)+
                    _ => Err($crate::names::UnknownName { enumeration: stringify!($type) }),
                }
            }
        }
    };
}
pub(crate) use stored_names;
