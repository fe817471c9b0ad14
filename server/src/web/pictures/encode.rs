//! A file that somebody sent, made into a picture of ours: read by what it is and not by what it is called, turned upright, scaled
//! down, and written anew, so that nothing of the file reaches anybody else: no metadata, no place, no hidden content.

use domain::poll::{
    LEAST_SIDE, MOST_FILE_BYTES, PictureFile, PictureHash, PictureKind, PictureProblem,
};
use image::{
    DynamicImage, GenericImageView, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType as PngFilter, PngEncoder},
    },
    imageops::FilterType,
};
use sha2::{Digest, Sha256};
use std::io::Cursor;
use store::pictures::Picture;

/// Pixels of a file that is read, at most: a good camera's 40 megapixels.
const MOST_PIXELS: u64 = 40_000_000;
/// Pixels of one side of a file that is read, at most.
const MOST_FILE_SIDE: u32 = 12_000;
/// Bytes that reading a file may take: the most pixels in four bytes each, and room to work.
const MOST_MEMORY: u64 = 224 << 20;
/// From 0 to 100: above this the eye sees no difference, only the phone's bill does.
const JPEG_QUALITY: u8 = 82;

/// The picture of a file, neither side of it longer than `most_side` pixels.
///
/// # Errors
/// Why it is not taken.
pub fn re_encode(bytes: &[u8], most_side: i16) -> Result<Picture, PictureProblem> {
    let picture = read(bytes)?;
    let (width, height) = picture.dimensions();
    let least = u32::from(LEAST_SIDE.unsigned_abs());
    if width < least || height < least {
        return Err(PictureProblem::TooSmall);
    }
    let picture = scaled_down(picture, most_side);
    let (kind, bytes) = written(&picture).map_err(|_| PictureProblem::Broken)?;
    let side = |pixels| i16::try_from(pixels).map_err(|_| PictureProblem::TooManyPixels);
    Ok(Picture {
        file: PictureFile {
            hash: PictureHash(Sha256::digest(&bytes).into()),
            width: side(picture.width())?,
            height: side(picture.height())?,
        },
        kind,
        bytes,
    })
}

/// The picture of a file, upright. What it declares is looked at before anything of that size is made.
fn read(bytes: &[u8]) -> Result<DynamicImage, PictureProblem> {
    if bytes.is_empty() {
        return Err(PictureProblem::NoFile);
    }
    if bytes.len() > MOST_FILE_BYTES {
        return Err(PictureProblem::TooManyBytes);
    }
    let format = image::guess_format(bytes).map_err(|_| PictureProblem::UnknownKind)?;
    if !matches!(
        format,
        ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP
    ) {
        return Err(PictureProblem::UnknownKind);
    }
    // A file that was cut off on its way is shown by some readers with a grey rest.
    if format == ImageFormat::Jpeg && !bytes.windows(2).any(|pair| pair == [0xff, 0xd9]) {
        return Err(PictureProblem::Broken);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_FILE_SIDE);
    limits.max_image_height = Some(MOST_FILE_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(problem)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(PictureProblem::TooManyPixels);
    }
    let orientation = decoder.orientation().map_err(problem)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(problem)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn problem(error: ImageError) -> PictureProblem {
    match error {
        ImageError::Limits(_) => PictureProblem::TooManyPixels,
        _ => PictureProblem::Broken,
    }
}

/// The picture no larger than ours are; never made larger.
fn scaled_down(picture: DynamicImage, most_side: i16) -> DynamicImage {
    let most = u32::from(most_side.unsigned_abs());
    let longer = |picture: &DynamicImage| picture.width().max(picture.height());
    if longer(&picture) <= most {
        return picture;
    }
    // The first, coarse half of the way is quick and takes little memory.
    let picture = match longer(&picture) > 2 * most {
        true => picture.thumbnail(2 * most, 2 * most),
        false => picture,
    };
    picture.resize(most, most, FilterType::CatmullRom)
}

/// JPEG for what is opaque, PNG for what one can see through.
fn written(picture: &DynamicImage) -> Result<(PictureKind, Vec<u8>), ImageError> {
    let mut bytes = Vec::new();
    let see_through = picture.color().has_alpha()
        && picture
            .to_rgba8()
            .pixels()
            .any(|pixel| pixel.0[3] < u8::MAX);
    if see_through {
        let encoder =
            PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, PngFilter::Adaptive);
        DynamicImage::from(picture.to_rgba8()).write_with_encoder(encoder)?;
        return Ok((PictureKind::Png, bytes));
    }
    let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
    DynamicImage::from(picture.to_rgb8()).write_with_encoder(encoder)?;
    Ok((PictureKind::Jpeg, bytes))
}

#[cfg(test)]
mod tests;
