//! The picture that messengers and social networks show beside a link to a poll (Open Graph): whose it is, its title, until when.
//!
//! It is drawn once for each version of a poll and language and kept for a while: drawing takes some milliseconds of one core, and
//! anybody may ask for it.

use app::escape::escape;
use domain::brand::Colour;
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb},
};
use std::sync::{Arc, LazyLock};
use ttf_parser::Face;

/// Pixels: the 1.91:1 that the networks crop to.
pub const WIDTH: u32 = 1200;
pub const HEIGHT: u32 = 630;

/// Space at the sides.
const MARGIN: f32 = 72.0;
/// The sizes of the title that are tried, the largest that fits is taken.
const TITLE_SIZES: [f32; 4] = [76.0, 64.0, 54.0, 46.0];
/// The height that the title may take.
const TITLE_HEIGHT: f32 = 290.0;
const LINE_HEIGHT: f32 = 1.18;
const FAMILY: &str = "Libertinus Serif";

/// What stands on a card. All of it is text that somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// «Віче».
    pub brand: String,
    pub community: String,
    pub title: String,
    /// The kind and the term: «Опитування до 29 листопада 2026 р.»
    pub line: String,
    pub note: String,
    /// The community's colour of actions, which can be read on paper.
    pub action: Colour,
    /// Its colour of what is happening now, likewise.
    pub now: Colour,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum CardError {
    #[error("the drawing cannot be read: {0}")]
    Drawing(#[from] resvg::usvg::Error),
    #[error("the picture cannot be made")]
    Picture,
}

struct Fonts {
    all: Arc<fontdb::Database>,
    bold: Option<Face<'static>>,
}

/// The serif and nothing of the machine: the same picture everywhere.
static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let mut all = fontdb::Database::new();
    let mut bold = None;
    for data in typst_assets::fonts() {
        let Ok(face) = Face::parse(data, 0) else {
            continue;
        };
        let is_ours = face.names().into_iter().any(|name| {
            name.name_id == ttf_parser::name_id::FAMILY
                && name.to_string().as_deref() == Some(FAMILY)
        });
        if !is_ours || face.is_italic() {
            continue;
        }
        all.load_font_source(fontdb::Source::Binary(Arc::new(data)));
        if face.is_bold() {
            bold = Some(face);
        }
    }
    Fonts {
        all: Arc::new(all),
        bold,
    }
});

/// The picture as PNG.
///
/// # Errors
/// Only for a fault of ours: every text can be drawn.
pub fn png(card: &Card) -> Result<Vec<u8>, CardError> {
    let options = Options {
        font_family: FAMILY.into(),
        fontdb: FONTS.all.clone(),
        ..Options::default()
    };
    let tree = Tree::from_str(&svg(card), &options)?;
    let mut picture = Pixmap::new(WIDTH, HEIGHT).ok_or(CardError::Picture)?;
    resvg::render(&tree, Transform::identity(), &mut picture.as_mut());
    picture.encode_png().map_err(|_| CardError::Picture)
}

fn svg(card: &Card) -> String {
    let (size, lines) = fitted(&card.title);
    let title: String = (0u8..)
        .zip(&lines)
        .map(|(at, line)| {
            let y = 232.0 + f32::from(at) * size * LINE_HEIGHT;
            let line = written(line);
            format!(
                r#"<text x="{MARGIN}" y="{y}" font-size="{size}" font-weight="700">{line}</text>"#
            )
        })
        .collect();
    let Card {
        brand,
        community,
        line,
        note,
        action,
        now,
        title: _,
    } = card;
    let (brand, community, line, note) = (
        written(brand),
        written(community),
        written(line),
        written(note),
    );
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" fill="#13272f">
<rect width="{WIDTH}" height="{HEIGHT}" fill="#fbf8f1"/>
<g transform="translate(108 96) scale(2.4)" fill="none">
<path d="M2-10L12 0 0 12-12 0 0-12z" stroke="{action}" stroke-width="4.384" stroke-dasharray="4.384 1.273" stroke-dashoffset="5.02"/>
<path d="M0-6L6 0 0 6-6 0z" fill="{now}"/></g>
<text x="164" y="92" font-size="44" font-weight="700">{brand}</text>
<text x="164" y="128" font-size="30" fill="#4a5a5f">{community}</text>
{title}
<path d="M{MARGIN} 536H1128" stroke="{action}" stroke-width="8" stroke-dasharray="8 8"/>
<text x="{MARGIN}" y="588" font-size="34" font-weight="700" fill="{now}">{line}</text>
<text x="1128" y="588" font-size="30" text-anchor="end" fill="#4a5a5f">{note}</text>
</svg>"##
    )
}

/// A text as the drawing holds it, without the signs that XML forbids (XML 1.0 §2.2).
fn written(text: &str) -> String {
    let lawful = |c: &char| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}');
    escape(&text.chars().filter(lawful).collect::<String>())
}

/// The largest size at which the title fits, with its lines; cut with «…» when none does.
fn fitted(title: &str) -> (f32, Vec<String>) {
    let room = WIDTH as f32 - 2.0 * MARGIN;
    let mut last = (TITLE_SIZES[0], Vec::new());
    for size in TITLE_SIZES {
        let lines = wrapped(title, room, size);
        let most = (TITLE_HEIGHT / (size * LINE_HEIGHT)) as usize;
        if lines.len() <= most {
            return (size, lines);
        }
        let mut lines: Vec<String> = lines.into_iter().take(most.max(1)).collect();
        if let Some(line) = lines.last_mut() {
            while width(line, size) + width("…", size) > room && line.pop().is_some() {}
            line.truncate(line.trim_end().len());
            line.push('…');
        }
        last = (size, lines);
    }
    last
}

/// The text in lines of at most `room` pixels; a word that is longer than a line is broken.
fn wrapped(text: &str, room: f32, size: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text
        .split([' ', '\t', '\n'])
        .filter(|word| !word.is_empty())
    {
        let line = lines.last().map_or("", String::as_str);
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if width(&longer, size) <= room {
            lines.pop();
            lines.push(longer);
            continue;
        }
        if line.is_empty() {
            lines.pop();
        }
        let mut rest = String::new();
        for c in word.chars() {
            rest.push(c);
            if width(&rest, size) > room && rest.pop().is_some() {
                lines.push(std::mem::replace(&mut rest, c.to_string()));
            }
        }
        lines.push(rest);
    }
    lines
}

/// How wide a text is in the bold serif, in pixels, without kerning.
fn width(text: &str, size: f32) -> f32 {
    let Some(face) = &FONTS.bold else {
        return 0.0;
    };
    let units: f32 = text
        .chars()
        .map(|c| {
            let glyph = face.glyph_index(c);
            // What the font does not have is drawn as a box about as wide as a letter.
            let advance = glyph.and_then(|glyph| face.glyph_hor_advance(glyph));
            advance.map_or_else(|| f32::from(face.units_per_em()) / 2.0, f32::from)
        })
        .sum();
    units * size / f32::from(face.units_per_em())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn card(title: &str) -> Card {
        Card {
            brand: "Віче".into(),
            community: "Коростенська громада".into(),
            title: title.into(),
            line: "Опитування до 29 листопада 2026 р.".into(),
            note: "Результат рекомендаційний".into(),
            action: Colour([0x0b, 0x56, 0x65]),
            now: Colour([0xa3, 0x1a, 0x4d]),
        }
    }

    fn drawn(card: &Card) -> Pixmap {
        Pixmap::decode_png(&png(card).unwrap()).unwrap()
    }

    /// How many pixels of a rectangle are no paper.
    fn ink(picture: &Pixmap, x: std::ops::Range<u32>, y: std::ops::Range<u32>) -> usize {
        let paper = picture.pixel(0, 0).unwrap();
        y.flat_map(|y| x.clone().map(move |x| (x, y)))
            .filter(|&(x, y)| picture.pixel(x, y).unwrap() != paper)
            .count()
    }

    #[test]
    fn the_picture_has_the_size_that_is_promised_and_shows_every_part() {
        let picture = drawn(&card("Ремонт вулиць наступного року: з чого почати?"));
        assert_eq!((picture.width(), picture.height()), (WIDTH, HEIGHT));
        assert!(ink(&picture, 164..700, 60..140) > 500, "whose it is");
        assert!(ink(&picture, 72..1128, 170..480) > 2_000, "the title");
        assert!(ink(&picture, 72..700, 560..600) > 500, "until when");
        assert!(ink(&picture, 800..1128, 560..600) > 500, "the note");
        assert_eq!(
            ink(&picture, 0..50, 0..630),
            0,
            "nothing runs into the margin"
        );
    }

    #[test]
    fn the_colours_of_the_community_are_drawn() {
        let (action, now) = (Colour([0, 0x57, 0xb7]), Colour([0x7b, 0x47, 0]));
        let own = Card {
            action,
            now,
            ..card("Заголовок")
        };
        let has = |picture: &Pixmap, Colour([r, g, b]): Colour| {
            let drawn = |p: &resvg::tiny_skia::PremultipliedColorU8| {
                (p.red(), p.green(), p.blue()) == (r, g, b)
            };
            picture.pixels().iter().any(drawn)
        };
        for colour in [action, now] {
            assert!(has(&drawn(&own), colour), "{colour}");
            assert!(!has(&drawn(&card("Заголовок")), colour), "{colour}");
        }
    }

    #[test]
    fn the_font_has_every_letter_of_both_languages() {
        let face = FONTS.bold.as_ref().unwrap();
        let letters = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ’«»№–…?!.,:;0123456789";
        for c in letters.chars().chain('a'..='z').chain('A'..='Z') {
            assert!(face.glyph_index(c).is_some(), "{c:?}");
        }
    }

    #[test]
    fn markup_in_a_title_is_drawn_as_text() {
        let plain = drawn(&card("Заголовок"));
        let attack = card("</text><rect width='1200' height='630'/>&amp;\"<text>");
        let picture = drawn(&attack);
        assert_eq!(
            picture.pixel(0, 0),
            plain.pixel(0, 0),
            "nothing covers the paper"
        );
    }

    #[test]
    fn signs_that_no_drawing_may_hold_are_left_out() {
        let strange = card("а\u{1}\u{0}\u{fffe}\u{ffff}б");
        assert_eq!(png(&strange).unwrap(), png(&card("аб")).unwrap());
    }

    proptest! {
        #[test]
        fn every_title_fits_its_place(title in "[а-яіїєґ A-Z«»0-9,.?]{0,200}") {
            let (size, lines) = fitted(&title);
            let room = WIDTH as f32 - 2.0 * MARGIN;
            prop_assert!(TITLE_SIZES.contains(&size));
            prop_assert!(lines.len() as f32 * size * LINE_HEIGHT <= TITLE_HEIGHT);
            for line in &lines {
                prop_assert!(width(line, size) <= room + 0.5, "{line}");
            }
            let shown: String = lines.concat().chars().filter(|c| !c.is_whitespace()).collect();
            let whole: String = title.chars().filter(|c| !c.is_whitespace()).collect();
            let cut = shown.strip_suffix('…').unwrap_or(&shown);
            prop_assert!(whole.starts_with(cut) || cut.is_empty(), "{cut} of {whole}");
        }
    }
}
