//! Files of every kind, good and hostile.

use super::*;
use domain::poll::MOST_SIDE;
use image::{Rgb, RgbImage, Rgba, RgbaImage, codecs::webp::WebPEncoder, metadata::Orientation};
use proptest::prelude::*;

/// As beside an option.
fn re_encode(bytes: &[u8]) -> Result<Picture, PictureProblem> {
    super::re_encode(bytes, MOST_SIDE)
}

/// Left half red, right half blue.
fn halves(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, _| match x < width / 2 {
        true => Rgb([220, 20, 20]),
        false => Rgb([20, 20, 220]),
    })
    .into()
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn webp(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture
        .write_with_encoder(WebPEncoder::new_lossless(&mut bytes))
        .unwrap();
    bytes
}

fn decoded(picture: &Picture) -> DynamicImage {
    image::load_from_memory(&picture.bytes).unwrap()
}

fn size(picture: &Picture) -> (i16, i16) {
    (picture.file.width, picture.file.height)
}

fn is_red(picture: &DynamicImage, x: u32, y: u32) -> bool {
    let [red, _, blue, _] = picture.get_pixel(x, y).0;
    red > 150 && blue < 100
}

/// A JPEG with an Exif segment (CIPA DC-008): which way up, and a text as cameras write where and by whom it was taken.
fn photo(orientation: Orientation, secret: &str) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08".to_vec();
    exif.extend([0, 2]);
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation.to_exif(), 0, 0]);
    let length = u32::try_from(secret.len()).unwrap().to_be_bytes();
    exif.extend([0x01, 0x3b, 0, 2]);
    exif.extend(length);
    exif.extend([0, 0, 0, 38]);
    exif.extend([0; 4]);
    exif.extend(secret.as_bytes());
    let plain = file(&halves(80, 40), ImageFormat::Jpeg);
    let mut photo = plain[..2].to_vec();
    photo.extend([0xff, 0xe1]);
    photo.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    photo.extend(exif);
    photo.extend(&plain[2..]);
    photo
}

fn contains(bytes: &[u8], part: &str) -> bool {
    bytes.windows(part.len()).any(|at| at == part.as_bytes())
}

#[test]
fn each_of_the_three_kinds_becomes_a_jpeg_of_the_same_picture() {
    let picture = halves(64, 48);
    let files = [
        file(&picture, ImageFormat::Png),
        file(&picture, ImageFormat::Jpeg),
        webp(&picture),
    ];
    for bytes in files {
        let taken = re_encode(&bytes).unwrap();
        assert_eq!((taken.kind, size(&taken)), (PictureKind::Jpeg, (64, 48)));
        assert_eq!(
            image::guess_format(&taken.bytes).unwrap(),
            ImageFormat::Jpeg
        );
        assert_eq!(
            taken.file.hash.0,
            <[u8; 32]>::from(Sha256::digest(&taken.bytes))
        );
        let shown = decoded(&taken);
        assert!(is_red(&shown, 10, 20) && !is_red(&shown, 50, 20));
    }
}

#[test]
fn what_can_be_seen_through_stays_so_and_what_only_could_be_is_opaque() {
    let clear = RgbaImage::from_fn(40, 40, |x, _| {
        Rgba([0, 90, 0, if x < 20 { 0 } else { 255 }])
    });
    let taken = re_encode(&file(&clear.into(), ImageFormat::Png)).unwrap();
    assert_eq!(taken.kind, PictureKind::Png);
    assert_eq!(image::guess_format(&taken.bytes).unwrap(), ImageFormat::Png);
    assert_eq!(decoded(&taken).get_pixel(5, 5).0[3], 0);
    let opaque = RgbaImage::from_pixel(40, 40, Rgba([0, 90, 0, 255]));
    let taken = re_encode(&file(&opaque.into(), ImageFormat::Png)).unwrap();
    assert_eq!(taken.kind, PictureKind::Jpeg);
}

#[test]
fn a_large_picture_is_scaled_down_and_a_small_one_stays() {
    for (width, height, expected) in [
        (3_000, 1_500, (1_200, 600)),
        (800, 2_600, (369, 1_200)),
        (1_300, 40, (1_200, 37)),
        (1_200, 32, (1_200, 32)),
        (33, 32, (33, 32)),
    ] {
        let taken = re_encode(&file(&halves(width, height), ImageFormat::Jpeg)).unwrap();
        assert_eq!(size(&taken), expected, "{width} × {height}");
        let shown = decoded(&taken);
        let (x, y) = (shown.width(), shown.height() / 2);
        assert!(is_red(&shown, x / 8, y) && !is_red(&shown, x - x / 8, y));
    }
}

#[test]
fn a_photo_is_turned_upright_and_loses_what_the_camera_wrote() {
    let secret = "50.95 N 28.63 E, Olena";
    let upright = re_encode(&photo(Orientation::NoTransforms, secret)).unwrap();
    assert_eq!(size(&upright), (80, 40));
    let turned = photo(Orientation::Rotate90, secret);
    assert!(
        contains(&turned, secret),
        "the file of the test holds nothing to lose"
    );
    let taken = re_encode(&turned).unwrap();
    assert_eq!(size(&taken), (40, 80));
    let shown = decoded(&taken);
    assert!(is_red(&shown, 20, 10) && !is_red(&shown, 20, 70));
    for bytes in [&upright.bytes, &taken.bytes] {
        assert!(!contains(bytes, secret) && !contains(bytes, "Exif"));
    }
}

#[test]
fn what_stands_behind_a_picture_is_not_carried_along() {
    let mut bytes = file(&halves(64, 48), ImageFormat::Png);
    bytes.extend(b"<script>alert(1)</script>");
    let taken = re_encode(&bytes).unwrap();
    assert!(!contains(&taken.bytes, "script"));
}

#[test]
fn other_kinds_of_file_are_refused_whatever_they_claim() {
    let gif =
        b"GIF89a\x40\0\x40\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x40\0\x40\0\0\x02\x02\x44\x01\0;";
    let bmp = b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0";
    for bytes in [
        &gif[..],
        bmp,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"x",
    ] {
        assert_eq!(re_encode(bytes), Err(PictureProblem::UnknownKind));
    }
    assert_eq!(re_encode(b""), Err(PictureProblem::NoFile));
}

#[test]
fn a_file_that_was_cut_off_is_refused() {
    let picture = halves(200, 200);
    let files = [
        file(&picture, ImageFormat::Png),
        file(&picture, ImageFormat::Jpeg),
        webp(&picture),
    ];
    for bytes in files {
        for length in [16, bytes.len() / 3, bytes.len() / 2, bytes.len() - 20] {
            let cut = re_encode(&bytes[..length]);
            assert_eq!(
                cut,
                Err(PictureProblem::Broken),
                "{length} of {}",
                bytes.len()
            );
        }
    }
}

#[test]
fn too_large_and_too_small_files_are_refused() {
    let small = re_encode(&file(&halves(31, 200), ImageFormat::Png));
    assert_eq!(small, Err(PictureProblem::TooSmall));
    let mut long = file(&halves(64, 48), ImageFormat::Png);
    long.resize(MOST_FILE_BYTES, 0);
    assert!(re_encode(&long).is_ok());
    long.push(0);
    assert_eq!(re_encode(&long), Err(PictureProblem::TooManyBytes));
}

/// A PNG that says it is so large; its data is a few bytes.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = file(&halves(64, 48), ImageFormat::Png);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let mut crc = flate2::Crc::new();
    crc.update(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    bytes
}

#[test]
fn a_small_file_that_declares_a_huge_picture_takes_no_memory() {
    for (width, height) in [
        (12_001, 100),
        (100, 12_001),
        (12_000, 12_000),
        (8_000, 5_001),
        (2_000_000_000, 2_000_000_000),
    ] {
        let refused = re_encode(&bomb(width, height));
        assert_eq!(
            refused,
            Err(PictureProblem::TooManyPixels),
            "{width} × {height}"
        );
    }
    // The same trick within the limits is only a damaged file.
    assert_eq!(re_encode(&bomb(65, 4_000)), Err(PictureProblem::Broken));
}

#[test]
fn a_picture_of_ours_is_taken_again_as_it_is() {
    let once = re_encode(&file(&halves(2_000, 1_000), ImageFormat::Png)).unwrap();
    let twice = re_encode(&once.bytes).unwrap();
    assert_eq!((once.kind, size(&once)), (twice.kind, size(&twice)));
    let (before, after) = (decoded(&once), decoded(&twice));
    for (x, y) in [(10, 10), (590, 300), (610, 300), (1_190, 590)] {
        let pair = before
            .get_pixel(x, y)
            .0
            .into_iter()
            .zip(after.get_pixel(x, y).0);
        assert!(
            pair.into_iter().all(|(a, b)| a.abs_diff(b) < 12),
            "{x}, {y}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_make_it_fall_over(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(re_encode(&bytes).is_err());
    }

    #[test]
    fn no_damage_makes_it_fall_over(
        format in prop::sample::select(vec![ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP]),
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
    ) {
        let picture = halves(48, 40);
        let mut bytes = match format {
            ImageFormat::WebP => webp(&picture),
            format => file(&picture, format),
        };
        for (place, byte) in damage {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len()).max(20));
        if let Ok(taken) = re_encode(&bytes) {
            prop_assert!(taken.file.width <= MOST_SIDE && taken.file.height <= MOST_SIDE);
        }
    }
}
