//! Forms with a file: reading them, and sending them on, as plain ones, to the server function that decides what becomes of it.

use app::{components::page::encoded, failure::Failure};
use axum::{
    body::Body,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request, multipart::Field},
};
use http::{HeaderValue, Uri, header, request::Parts};

/// The longest upload that is read to its end, in bytes: a phone's photo. Of a file larger than may be taken nothing is kept; but
/// its sender is told so beside the field, and what they wrote stays.
pub const MOST_UPLOAD_BYTES: usize = 16 << 20;
/// Fields of the form beside the file, and of one that a browser adds.
const MOST_FIELDS: usize = 12;
/// Bytes of one of them.
const MOST_FIELD_BYTES: usize = 8 * 1024;

/// What the form holds.
#[derive(Default)]
pub struct Sent {
    /// Name and value; the names are ours.
    pub fields: Vec<(&'static str, String)>,
    pub file: Vec<u8>,
    pub file_too_large: bool,
}

/// Reads the form, and its file if it has no more than `most` bytes; `fields` are the names of the others. Names of files, and what a browser says of their kind, are not
/// looked at.
///
/// # Errors
/// [`Failure::BadRequest`] for what no form of ours is, [`Failure::TooLarge`] beyond [`MOST_UPLOAD_BYTES`].
pub async fn read(
    fields: &[&'static str],
    parts: &Parts,
    body: Body,
    most: usize,
) -> Result<Sent, Failure> {
    let mut request = Request::new(body);
    *request.headers_mut() = parts.headers.clone();
    DefaultBodyLimit::apply(DefaultBodyLimit::max(MOST_UPLOAD_BYTES), &mut request);
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|_| Failure::BadRequest)?;
    let mut sent = Sent::default();
    let mut count = 0;
    while let Some(field) = form.next_field().await.map_err(unread)? {
        count += 1;
        if count > MOST_FIELDS {
            return Err(Failure::BadRequest);
        }
        let name = field.name().unwrap_or_default();
        if name == "file" {
            let (file, all) = bytes(field, most).await?;
            (sent.file, sent.file_too_large) = (file, !all);
        } else if let Some(name) = fields.iter().find(|known| **known == name) {
            let (value, all) = bytes(field, MOST_FIELD_BYTES).await?;
            let value = String::from_utf8(value).map_err(|_| Failure::BadRequest)?;
            if !all || value.contains('\0') || sent.fields.iter().any(|(there, _)| there == name) {
                return Err(Failure::BadRequest);
            }
            sent.fields.push((*name, value));
        }
    }
    Ok(sent)
}

fn unread(error: axum::extract::multipart::MultipartError) -> Failure {
    match error.status() {
        http::StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge,
        _ => Failure::BadRequest,
    }
}

/// The bytes of a field, and whether that is all of them: of one longer than `most` nothing is kept.
async fn bytes(mut field: Field<'_>, most: usize) -> Result<(Vec<u8>, bool), Failure> {
    let (mut bytes, mut length) = (Vec::new(), 0);
    while let Some(piece) = field.chunk().await.map_err(unread)? {
        length += piece.len();
        if length > most {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&piece);
        }
    }
    Ok((bytes, length <= most))
}

/// A form of ours for a server function, as the same browser would send it.
///
/// # Errors
/// None in practice.
pub fn as_plain_form(
    goes_to: &'static str,
    mut parts: Parts,
    fields: &[(&'static str, String)],
) -> Result<Request, Failure> {
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    parts.uri = Uri::from_static(goes_to);
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::TRANSFER_ENCODING);
    parts.headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/x-www-form-urlencoded"),
    );
    Ok(Request::from_parts(parts, Body::from(pairs.join("&"))))
}
