//! Forms with a file, as browsers send them.

use crate::browser::{Browser, Page};
use image::{ImageFormat, Rgb, RgbImage};
use reqwest::header;
use std::io::Cursor;

pub const BOUNDARY: &str = "----viche-test-boundary";

/// A PNG of one colour.
pub fn png(red: u8) -> Vec<u8> {
    let picture = RgbImage::from_pixel(64, 48, Rgb([red, 90, 120]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A field.
pub fn part(body: &mut Vec<u8>, name: &str, value: &str) {
    body.extend(
        format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        )
        .bytes(),
    );
}

/// The file, which says of itself that it is a page.
pub fn file_part(body: &mut Vec<u8>, file_name: &str, file: &[u8]) {
    body.extend(
        format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file_name}\"\r\n\
             Content-Type: text/html\r\n\r\n"
        )
        .bytes(),
    );
    body.extend(file);
    body.extend(b"\r\n");
}

/// The end of a form.
pub fn end(body: &mut Vec<u8>) {
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
}

pub async fn send(browser: &Browser, path: &str, body: Vec<u8>) -> Page {
    let mut request = browser.form(path, body).build().unwrap();
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    request
        .headers_mut()
        .insert(header::CONTENT_TYPE, kind.parse().unwrap());
    browser.send_request(request).await
}
