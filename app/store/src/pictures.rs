//! Pictures, each once in its community under the hash of its bytes. They are never changed and never deleted: a page that was
//! kept, or a form that somebody still has open, may name one that no draft refers to any more.

use crate::{By, Conflict, Store, StoreError, audit, convert, entity::picture};
use domain::{
    ids::CommunityId,
    poll::{PictureFile, PictureHash, PictureKind, PollContent},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    TryInsertResult,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// A picture as it is stored and served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Whoever makes the picture makes the hash of its bytes.
    pub file: PictureFile,
    pub kind: PictureKind,
    pub bytes: Vec<u8>,
}

impl Store {
    /// Keeps a picture and logs it; one that the community has already stays as it is.
    ///
    /// # Errors
    /// When there is no such community, or the database does not answer.
    pub async fn put_picture(
        &self,
        community: CommunityId,
        picture: &Picture,
        by: By,
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            let file = picture.file;
            let row = picture::Model {
                community_id: community.0,
                hash: file.hash.0.to_vec(),
                kind: picture.kind.as_str().to_owned(),
                width: file.width.into(),
                height: file.height.into(),
                bytes: picture.bytes.clone(),
                created_at: by.at.0,
            };
            let done = picture::Entity::insert(row.into_active_model())
                .on_conflict_do_nothing_on([picture::Column::CommunityId, picture::Column::Hash])
                .exec_without_returning(tx)
                .await?;
            if !matches!(done, TryInsertResult::Inserted(1..)) {
                return Ok(());
            }
            let detail = json!({
                "width": file.width,
                "height": file.height,
                "bytes": picture.bytes.len(),
            });
            let subject = file.hash.to_string();
            audit::record(tx, community, by, "picture.added", &subject, detail).await
        })
        .await
    }

    /// A picture of the community by its name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn picture(
        &self,
        community: CommunityId,
        hash: PictureHash,
    ) -> Result<Option<Picture>, StoreError> {
        let row = picture::Entity::find_by_id((community.0, hash.0.to_vec()))
            .one(self.reader())
            .await?;
        row.map(|row| {
            Ok(Picture {
                file: PictureFile {
                    hash,
                    width: convert::small(row.width)?,
                    height: convert::small(row.height)?,
                },
                kind: convert::named(&row.kind)?,
                bytes: row.bytes,
            })
        })
        .transpose()
    }
}

/// Those of the community's pictures that have one of these names, without their bytes.
pub(crate) async fn files(
    db: &impl ConnectionTrait,
    community: CommunityId,
    hashes: BTreeSet<Vec<u8>>,
) -> Result<BTreeMap<Vec<u8>, PictureFile>, StoreError> {
    use picture::Column as C;
    if hashes.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = picture::Entity::find()
        .select_only()
        .columns([C::Hash, C::Width, C::Height])
        .filter(C::CommunityId.eq(community.0))
        .filter(C::Hash.is_in(hashes))
        .into_tuple::<(Vec<u8>, i32, i32)>()
        .all(db)
        .await?;
    rows.into_iter()
        .map(|(hash, width, height)| {
            let file = PictureFile {
                hash: PictureHash(convert::hash32(&hash)?),
                width: convert::small(width)?,
                height: convert::small(height)?,
            };
            Ok((hash, file))
        })
        .collect()
}

/// Refuses content with a picture that the community does not have, or not in this size.
pub(crate) async fn require_known(
    db: &impl ConnectionTrait,
    community: CommunityId,
    content: &PollContent,
) -> Result<(), StoreError> {
    let named: BTreeSet<PictureFile> = content
        .questions
        .iter()
        .flat_map(|question| &question.options)
        .filter_map(|option| option.picture.as_ref())
        .map(|picture| picture.file)
        .collect();
    let hashes = named.iter().map(|file| file.hash.0.to_vec()).collect();
    let known = files(db, community, hashes).await?;
    let all_known = named
        .iter()
        .all(|file| known.get(file.hash.0.as_slice()) == Some(file));
    if all_known {
        Ok(())
    } else {
        Err(Conflict::UnknownPicture.into())
    }
}
