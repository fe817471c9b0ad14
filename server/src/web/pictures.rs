//! Pictures: taking a file from the desk, beside an option or as the community's logo, and giving a stored picture out.

mod encode;

pub use encode::re_encode;

use super::{
    downloads::File,
    errors::{self, Failed},
    functions::{self, accepts_html},
    upload::{as_plain_form, read},
};
use crate::site::Site;
use app::{
    context::Visit,
    failure::Failure,
    pages::staff::{SetLogo, SetPicture},
};
use axum::{
    Extension,
    extract::{Path, Request, State},
    response::Response,
};
use domain::{
    brand::MOST_LOGO_SIDE,
    poll::{MOST_FILE_BYTES, MOST_SIDE, PictureFile, PictureHash, PictureProblem},
    role::Right,
};
use http::HeaderMap;
use leptos::server_fn::ServerFn;
use store::{Actor, By};

/// `GET /pictures/{hash}`: a stored picture of this community. What its name stands for never changes: it may be kept for ever.
///
/// # Errors
/// [`Failure::NotFound`] for what this community does not have.
pub async fn get(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let hash: PictureHash = name.parse().map_err(|_| Failed(Failure::NotFound))?;
    let found = site
        .services
        .store
        .picture(visit.community_id(), hash)
        .await;
    let picture = found
        .map_err(|error| Failed(error.into()))?
        .ok_or(Failed(Failure::NotFound))?;
    Ok(File {
        kind: picture.kind.as_str(),
        disposition: None,
        caching: "public, max-age=31536000, immutable",
        body: picture.bytes,
    }
    .answer(&headers))
}

/// A form with a file. The file is stored under its hash; then the form goes on, as a plain one that names the picture, to a
/// server function, which decides what becomes of it.
pub struct Upload {
    /// The names of the form's fields, without the file.
    fields: &'static [&'static str],
    /// The address of the server function.
    goes_to: &'static str,
    /// Who may send it. The function asks again; but of nobody else a file is read.
    right: Right,
    /// Pixels of the stored picture's longer side, at most.
    most_side: i16,
}

/// `POST /do/staff/option-picture`, for [`SetPicture`].
pub const OPTION_PICTURE: Upload = Upload {
    fields: &[
        "poll",
        "version",
        "f[mark]",
        "question",
        "option",
        "picture",
        "f[alt_uk]",
        "f[alt_en]",
    ],
    goes_to: SetPicture::PATH,
    right: Right::WritePolls,
    most_side: MOST_SIDE,
};

/// `POST /do/staff/logo`, for [`SetLogo`].
pub const LOGO: Upload = Upload {
    fields: &["version"],
    goes_to: SetLogo::PATH,
    right: Right::SetUpCommunity,
    most_side: MOST_LOGO_SIDE,
};

/// Takes such a form.
pub async fn take(upload: &'static Upload, site: Site, request: Request) -> Response {
    let page_for = accepts_html(request.headers())
        .then(|| request.extensions().get::<Visit>().cloned())
        .flatten();
    match plain_form(upload, &site, request).await {
        Err(failure) => errors::respond(&site, page_for.as_ref(), failure).await,
        Ok(request) => functions::answer(&site, page_for.as_ref(), request).await,
    }
}

/// The request for the server function that this upload amounts to. Of who may not send it no file is looked at.
async fn plain_form(upload: &Upload, site: &Site, request: Request) -> Result<Request, Failure> {
    let visit = request.extensions().get::<Visit>().cloned();
    let visit = visit.ok_or(Failure::Internal)?;
    let editor = match visit.require(upload.right) {
        Ok(editor) => editor.person,
        // It may be the author, whose session has ended: their words go on, to be kept for them. Of the file nothing is.
        Err(denied) => {
            let (parts, body) = request.into_parts();
            let sent = read(upload.fields, &parts, body, 0)
                .await
                .map_err(|_| denied)?;
            return as_plain_form(upload.goes_to, parts, &sent.fields);
        }
    };
    let (parts, body) = request.into_parts();
    // A few at a time, as of the editor's large forms: each may hold a file in memory.
    let _place = site.large_forms.acquire().await;
    let mut sent = read(upload.fields, &parts, body, MOST_FILE_BYTES).await?;
    let picked = match (sent.file_too_large, sent.file.is_empty()) {
        (true, _) => Some(Err(PictureProblem::TooManyBytes)),
        (false, true) => None,
        (false, false) => {
            let by = By {
                actor: Actor::Person(editor),
                at: visit.now,
            };
            let file = std::mem::take(&mut sent.file);
            Some(store(site, &visit, file, upload.most_side, by).await?)
        }
    };
    match picked {
        Some(Ok(file)) => {
            sent.fields.retain(|(name, _)| *name != "picture");
            sent.fields.push(("picture", file.to_string()));
        }
        Some(Err(problem)) => sent
            .fields
            .push(("f[problem]", problem.as_str().to_owned())),
        None => {}
    }
    as_plain_form(upload.goes_to, parts, &sent.fields)
}

/// Writes the file anew and stores the picture. One at a time, so that a crowd of files takes one core.
async fn store(
    site: &Site,
    visit: &Visit,
    file: Vec<u8>,
    most_side: i16,
    by: By,
) -> Result<Result<PictureFile, PictureProblem>, Failure> {
    let turn = site.easel.acquire().await.map_err(|_| Failure::Internal)?;
    let made = tokio::task::spawn_blocking(move || re_encode(&file, most_side)).await;
    drop(turn);
    let picture = match made {
        Ok(Ok(picture)) => picture,
        Ok(Err(problem)) => return Ok(Err(problem)),
        Err(error) => {
            tracing::error!(%error, "a file made the reader of pictures fall over");
            return Ok(Err(PictureProblem::Broken));
        }
    };
    let community = visit.community_id();
    site.services
        .store
        .put_picture(community, &picture, by)
        .await?;
    Ok(Ok(picture.file))
}
