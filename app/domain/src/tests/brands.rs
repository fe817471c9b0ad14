//! Every colour that is taken makes a palette in which everything can be read.

use crate::brand::{
    Brand, Colour, DARK_GROUNDS, GRAPHICS, Grounds, LIGHT_GROUNDS, MORE, NoColour, TEXT, Tones,
};
use proptest::prelude::*;

/// What `style/tokens.css` writes on its dark bands.
const ON_DEEP: Colour = Colour([0xf6, 0xf1, 0xe6]);
const ON_DEEP_2: Colour = Colour([0xb5, 0xc7, 0xc9]);

fn colour(text: &str) -> Colour {
    text.parse().unwrap()
}

#[test]
fn a_colour_is_six_hexadecimal_digits() {
    assert_eq!(colour("#0b5665"), Colour([0x0b, 0x56, 0x65]));
    assert_eq!(colour(" 0B5665 "), colour("#0b5665"));
    assert_eq!(colour("#0B5665").to_string(), "#0b5665");
    for wrong in [
        "",
        "#",
        "#0b566",
        "#0b56655",
        "##b5665",
        "#0b566g",
        "petrol",
        "#0b\u{ff10}665",
        "+b5665",
        "#+b5665",
    ] {
        assert_eq!(wrong.parse::<Colour>(), Err(NoColour), "{wrong}");
    }
}

#[test]
fn contrast_is_that_of_the_guidelines() {
    let (black, white) = (colour("#000000"), colour("#ffffff"));
    assert!((black.contrast(white) - 21.0).abs() < 1e-9);
    assert!((white.contrast(white) - 1.0).abs() < 1e-9);
    // The best known borderline: #767676 passes on white, #777777 does not.
    assert!(colour("#767676").contrast(white) >= TEXT);
    assert!(colour("#777777").contrast(white) < TEXT);
}

#[test]
fn a_pale_colour_is_not_taken_and_the_nearest_darker_one_is_named() {
    for pale in ["#ffd700", "#ffffff", "#7fb2e5", "#0b9a6a"] {
        let pale = colour(pale);
        assert!(!pale.is_readable(), "{pale}");
        let nearest = pale.readable();
        assert!(
            nearest.is_readable() && nearest != colour("#000000"),
            "{pale}: {nearest}"
        );
        // One step lighter would not do.
        assert!(nearest.least_contrast() < TEXT + 0.5, "{pale}: {nearest}");
    }
    for good in ["#0b5665", "#a31a4d", "#0057b7", "#000000"] {
        assert_eq!(colour(good).readable(), colour(good));
    }
}

#[test]
fn the_address_of_a_style_sheet_holds_its_colours() {
    let brand = |action: Option<&str>, now: Option<&str>| Brand {
        action: action.map(colour),
        now: now.map(colour),
        logo: None,
    };
    assert_eq!(Brand::default().stylesheet(), None);
    for chosen in [
        brand(Some("#0057b7"), None),
        brand(None, Some("#a31a4d")),
        brand(Some("#0057b7"), Some("#7b4700")),
    ] {
        let address = chosen.stylesheet().unwrap();
        let (action, now) = address
            .strip_prefix("/brand/")
            .unwrap()
            .split_once('/')
            .unwrap();
        assert_eq!(
            Brand::colours_at(action, now),
            Ok((chosen.action, chosen.now)),
            "{address}"
        );
    }
    for wrong in ["", "ffd700", "0057B7", "#0057b7", "0057b", " 0057b7", "x"] {
        assert_eq!(
            Brand::colours_at(wrong, "standard"),
            Err(NoColour),
            "{wrong}"
        );
        assert_eq!(
            Brand::colours_at("standard", wrong),
            Err(NoColour),
            "{wrong}"
        );
    }
}

fn every_pair_can_be_read(tones: &Tones, from: Colour) {
    let grounds = |g: Grounds| [g.paper, g.surface, g.sunken];
    let reads = |what: &str, letters: Colour, ground: Colour, least: f64| {
        let contrast = letters.contrast(ground);
        assert!(
            contrast >= least,
            "{from}, {what}: {letters} on {ground} has {contrast}"
        );
    };
    for ground in grounds(LIGHT_GROUNDS) {
        reads("light", tones.plain.light, ground, TEXT);
        reads("strong light", tones.strong.light, ground, TEXT);
        reads("more light", tones.more.light, ground, TEXT);
    }
    reads("more light", tones.more.light, LIGHT_GROUNDS.surface, MORE);
    for ground in grounds(DARK_GROUNDS) {
        reads("dark", tones.plain.dark, ground, TEXT);
        reads("strong dark", tones.strong.dark, ground, TEXT);
    }
    reads("more dark", tones.more.dark, colour("#000000"), MORE);
    reads("on light", tones.on.light, tones.plain.light, TEXT);
    reads("on strong light", tones.on.light, tones.strong.light, TEXT);
    reads("on dark", tones.on.dark, tones.plain.dark, TEXT);
    reads("on strong dark", tones.on.dark, tones.strong.dark, TEXT);
    reads("on more light", tones.on.light, tones.more.light, TEXT);
    reads("on more dark", tones.on.dark, tones.more.dark, TEXT);
    reads("on soft light", tones.plain.light, tones.soft.light, TEXT);
    reads("on soft dark", tones.plain.dark, tones.soft.dark, TEXT);
    reads("bar light", tones.bar.light, LIGHT_GROUNDS.track, GRAPHICS);
    reads("bar dark", tones.bar.dark, DARK_GROUNDS.track, GRAPHICS);
    for deep in [tones.deep.light, tones.deep.dark, LIGHT_GROUNDS.deep] {
        reads("text on deep", ON_DEEP, deep, 7.0);
        reads("second text on deep", ON_DEEP_2, deep, TEXT);
        reads("accent on deep", tones.on_deep, deep, TEXT);
    }
}

#[test]
fn the_standard_colours_and_the_corners_of_the_cube_make_readable_palettes() {
    const CORNERS: [u8; 3] = [0, 0x80, 0xff];
    let standard = [colour("#0b5665"), colour("#a31a4d")];
    let corner = |at: usize| Colour([9, 3, 1].map(|place| CORNERS[at / place % 3]));
    let all = (0..27).map(corner);
    for colour in all.chain(standard) {
        every_pair_can_be_read(&Tones::of(colour), colour);
    }
}

proptest! {
    #[test]
    fn whatever_colour_is_chosen_everything_made_of_it_can_be_read(rgb: [u8; 3]) {
        every_pair_can_be_read(&Tones::of(Colour(rgb)), Colour(rgb));
    }

    #[test]
    fn a_colour_is_read_back_as_it_is_written(rgb: [u8; 3]) {
        prop_assert_eq!(Colour(rgb).to_string().parse(), Ok(Colour(rgb)));
    }
}
