//! A community's own colours and logo, and the palette that is made of them: two colours are chosen, every other is reckoned from
//! them so that what is written in it can be read (WCAG 2.2, 1.4.3 and 1.4.11).
//!
//! The grounds are those of `style/tokens.css`; a test of `server` holds them to that file.

use crate::poll::PictureFile;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Least contrast of text with its ground (WCAG 2.2, 1.4.3).
pub const TEXT: f64 = 4.5;
/// Least contrast of a bar of a chart, or the edge of a control, with its ground (WCAG 2.2, 1.4.11).
pub const GRAPHICS: f64 = 3.0;
/// Contrast of text with its ground where the reader asks for more of it.
pub const MORE: f64 = 10.0;
/// Contrast of the dark theme's own tones with their ground: on a dark screen thin light letters need more than the least.
const DARK: f64 = 6.5;

/// Pixels of the longer side of a stored logo, at most: it is shown 40 pixels high, on screens of three times as many.
pub const MOST_LOGO_SIDE: i16 = 240;

/// A colour of sRGB. Written `#0b5665`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Colour(pub [u8; 3]);

/// A text that is no colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("six hexadecimal digits make a colour")]
pub struct NoColour;

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl FromStr for Colour {
    type Err = NoColour;

    /// Six hexadecimal digits of any case, with or without `#`; space round them does not count.
    fn from_str(text: &str) -> Result<Self, NoColour> {
        let digits = text.trim();
        let digits = digits.strip_prefix('#').unwrap_or(digits);
        let plain = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let number = plain
            .then(|| u32::from_str_radix(digits, 16).ok())
            .flatten();
        let [_, red, green, blue] = number.ok_or(NoColour)?.to_be_bytes();
        Ok(Self([red, green, blue]))
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.to_string()
    }
}

impl TryFrom<String> for Colour {
    type Error = NoColour;

    fn try_from(text: String) -> Result<Self, NoColour> {
        text.parse()
    }
}

/// In the address of a style sheet: a colour that the community did not choose.
const STANDARD: &str = "standard";

const WHITE: Colour = Colour([255, 255, 255]);
const BLACK: Colour = Colour([0, 0, 0]);

/// The grounds of a theme, and what is written on its dark bands.
#[derive(Clone, Copy, Debug)]
pub struct Grounds {
    pub paper: Colour,
    pub surface: Colour,
    pub sunken: Colour,
    /// Under the bars of a chart.
    pub track: Colour,
    /// The standard footer, than which no other is lighter.
    pub deep: Colour,
}

pub const LIGHT_GROUNDS: Grounds = Grounds {
    paper: Colour([0xfb, 0xf8, 0xf1]),
    surface: WHITE,
    sunken: Colour([0xf3, 0xed, 0xe1]),
    track: Colour([0xf0, 0xe9, 0xdb]),
    deep: Colour([0x0f, 0x30, 0x39]),
};
pub const DARK_GROUNDS: Grounds = Grounds {
    paper: Colour([0x0f, 0x1c, 0x21]),
    surface: Colour([0x16, 0x27, 0x2d]),
    sunken: Colour([0x1c, 0x30, 0x37]),
    track: Colour([0x20, 0x34, 0x3b]),
    deep: Colour([0x0a, 0x15, 0x19]),
};

impl Colour {
    /// Relative luminance from 0 (black) to 1 (white) (WCAG 2.2, definition).
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Contrast ratio with another colour, from 1 to 21 (WCAG 2.2, definition).
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// This colour with so many hundredths of `other` in it.
    fn with(self, other: Self, hundredths: u16) -> Self {
        let mut mixed = self.0;
        for (part, other) in mixed.iter_mut().zip(other.0) {
            let sum = u16::from(*part) * (100 - hundredths) + u16::from(other) * hundredths;
            *part = u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX);
        }
        Self(mixed)
    }

    /// The first of this colour with ever more of `other` in it that `is_good`; `other` itself if none is.
    fn towards(self, other: Self, is_good: impl Fn(Self) -> bool) -> Self {
        (0..=50)
            .map(|step| self.with(other, 2 * step))
            .find(|colour| is_good(*colour))
            .unwrap_or(other)
    }

    /// The least contrast that the colour has with white letters on it, and as letters with the light theme's grounds.
    pub fn least_contrast(self) -> f64 {
        [
            LIGHT_GROUNDS.paper,
            LIGHT_GROUNDS.surface,
            LIGHT_GROUNDS.sunken,
        ]
        .map(|ground| self.contrast(ground))
        .into_iter()
        .fold(f64::INFINITY, f64::min)
    }

    /// Whether buttons and links can have this colour in the light theme. The dark theme's is made of it.
    pub fn is_readable(self) -> bool {
        self.luminance() <= LIGHT_GROUNDS.sunken.luminance() && self.least_contrast() >= TEXT
    }

    /// The colour itself if it is readable, or the nearest darker one that is.
    pub fn readable(self) -> Self {
        self.towards(BLACK, Self::is_readable)
    }
}

/// A colour in the light theme and in the dark one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tone {
    pub light: Colour,
    pub dark: Colour,
}

/// The standard colour of actions, which is not reckoned.
pub const STANDARD_ACTION: Tone = Tone {
    light: Colour([0x0b, 0x56, 0x65]),
    dark: Colour([0x84, 0xcd, 0xd5]),
};
/// The standard colour of what is happening now.
pub const STANDARD_NOW: Tone = Tone {
    light: Colour([0xa3, 0x1a, 0x4d]),
    dark: Colour([0xf4, 0x97, 0xb3]),
};

/// What is made of one chosen colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tones {
    /// As letters on every ground, and as the ground of `on`.
    pub plain: Tone,
    /// Pressed, or under the pointer.
    pub strong: Tone,
    /// A quiet ground for `plain`.
    pub soft: Tone,
    /// Letters on `plain` and `strong`.
    pub on: Tone,
    /// The other bars of a chart.
    pub bar: Tone,
    /// `plain` for whoever asks for more contrast.
    pub more: Tone,
    /// The footer and the desk's side.
    pub deep: Tone,
    /// Lines on `deep`.
    pub deep_line: Tone,
    /// As letters on the standard `deep` and all that is darker.
    pub on_deep: Colour,
}

impl Tones {
    /// Those of `colour`, or where that is not readable, of the nearest darker one.
    pub fn of(colour: Colour) -> Self {
        let light = colour.readable();
        let (day, night) = (LIGHT_GROUNDS, DARK_GROUNDS);
        let dark = light.towards(WHITE, |c| c.contrast(night.sunken) >= DARK);
        // A ground as soft as it can be without taking the letters on it their contrast.
        let soft = |from: Colour, ground: Colour, letters: Colour| {
            from.towards(ground, |c| letters.contrast(c) >= TEXT)
        };
        let bar = |from: Colour, to: Colour, track: Colour| {
            let pale = (0..=50).map(|step| from.with(to, 2 * step));
            let seen = pale.take_while(|c| c.contrast(track) >= GRAPHICS);
            seen.last().unwrap_or(from)
        };
        let deep = |ground: Colour| {
            light
                .with(BLACK, 40)
                .towards(BLACK, |c| c.luminance() <= ground.luminance())
        };
        let deep = Tone {
            light: deep(day.deep),
            dark: deep(night.deep),
        };
        let line = |c: Colour| c.with(WHITE, 16);
        Self {
            plain: Tone { light, dark },
            strong: Tone {
                light: light.with(BLACK, 28),
                dark: dark.with(WHITE, 45),
            },
            soft: Tone {
                light: soft(light.with(WHITE, 88), WHITE, light),
                dark: soft(night.surface.with(dark, 16), night.surface, dark),
            },
            on: Tone {
                light: WHITE,
                dark: light
                    .with(BLACK, 50)
                    .towards(BLACK, |c| c.contrast(dark) >= DARK),
            },
            bar: Tone {
                light: bar(light, WHITE, day.track),
                dark: bar(dark, night.surface, night.track),
            },
            more: Tone {
                light: light.towards(BLACK, |c| c.contrast(WHITE) >= MORE),
                dark: dark.towards(WHITE, |c| c.contrast(BLACK) >= MORE),
            },
            deep,
            deep_line: Tone {
                light: line(deep.light),
                dark: line(deep.dark),
            },
            on_deep: light.towards(WHITE, |c| c.contrast(day.deep) >= TEXT + 0.5),
        }
    }
}

/// How a community looks. What it did not choose is the standard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brand {
    /// Buttons, links, charts.
    pub action: Option<Colour>,
    /// What is happening now.
    pub now: Option<Colour>,
    pub logo: Option<PictureFile>,
}

impl Brand {
    /// Where the style sheet with the chosen colours is; `None` where all are the standard. The colours are in the address, so that
    /// what stands there never changes.
    pub fn stylesheet(&self) -> Option<String> {
        let named = |colour: Option<Colour>| match colour {
            Some(colour) => colour.to_string().split_off(1),
            None => STANDARD.to_owned(),
        };
        let any = self.action.is_some() || self.now.is_some();
        any.then(|| format!("/brand/{}/{}", named(self.action), named(self.now)))
    }

    /// The colours of an address that [`Brand::stylesheet`] makes: of actions, and of what is happening now.
    ///
    /// # Errors
    /// For what is no colour, or none that a community may choose.
    pub fn colours_at(
        action: &str,
        now: &str,
    ) -> Result<(Option<Colour>, Option<Colour>), NoColour> {
        let read = |name: &str| match name {
            STANDARD => Ok(None),
            // One address for each colour.
            digits
                if digits
                    .bytes()
                    .any(|b| !matches!(b, b'0'..=b'9' | b'a'..=b'f')) =>
            {
                Err(NoColour)
            }
            digits => match digits.parse::<Colour>()? {
                colour if colour.is_readable() => Ok(Some(colour)),
                _ => Err(NoColour),
            },
        };
        Ok((read(action)?, read(now)?))
    }
}
