//! Pictures: kept once, each community's own, and named only by polls of the community that has them.

use super::town::*;
use crate::{Conflict, Page, StoreError, pictures::Picture, polls::NewPoll};
use domain::{
    lang::Bilingual,
    poll::{ChoicePicture, PictureFile, PictureHash, PictureKind, PollContent, Secrecy},
    time::Millis,
};
use serde_json::json;

fn picture(byte: u8) -> Picture {
    Picture {
        file: PictureFile {
            hash: PictureHash([byte; 32]),
            width: 600,
            height: 300,
        },
        kind: PictureKind::Png,
        bytes: vec![byte, 0, 255],
    }
}

fn beside(file: PictureFile) -> Option<ChoicePicture> {
    let alt = Bilingual::new("Парк", "A park");
    Some(ChoicePicture { file, alt })
}

/// A poll whose second option has this picture.
fn illustrated(file: PictureFile) -> PollContent {
    let mut content = content(Secrecy::Secret);
    content.questions[0].options[1].picture = beside(file);
    content
}

on_both_databases! {
    async fn a_picture_reads_back_and_a_second_copy_changes_nothing(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let first = picture(1);
        store.put_picture(KOROSTEN, &first, by(Millis(5))).await.unwrap();
        store.put_picture(KOROSTEN, &Picture { kind: PictureKind::Jpeg, ..first.clone() }, by(Millis(6))).await.unwrap();
        store.put_picture(KOROSTEN, &picture(2), by(Millis(7))).await.unwrap();
        assert_eq!(store.picture(KOROSTEN, first.file.hash).await.unwrap(), Some(first));
        assert_eq!(store.picture(KOROSTEN, PictureHash([9; 32])).await.unwrap(), None);

        let log = store.audit_log(KOROSTEN, Page::first(2)).await.unwrap().items;
        let told: Vec<_> = log.iter().map(|e| (e.act.as_str(), e.subject.clone(), e.by, e.detail.clone())).collect();
        let detail = json!({"width": 600, "height": 300, "bytes": 3});
        assert_eq!(told, [
            ("picture.added", "02".repeat(32), by(Millis(7)), detail.clone()),
            ("picture.added", "01".repeat(32), by(Millis(5)), detail),
        ]);
    }

    async fn an_options_picture_reads_back_with_its_words_and_stays_when_options_move(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let (one, two) = (picture(1).file, picture(2).file);
        for byte in [1, 2] {
            store.put_picture(KOROSTEN, &picture(byte), by(Millis(1))).await.unwrap();
        }
        let mut written = illustrated(one);
        written.questions[1].options[3].picture = beside(two);
        let new = NewPoll { id: poll_id(), content: &written, policy_version: 1, author: None };
        store.create_poll(KOROSTEN, &new, by(Millis(2))).await.unwrap();
        let read = async || store.poll(KOROSTEN, new.id).await.unwrap().unwrap().content;
        assert_eq!(read().await, written);

        let mut moved = written.clone();
        let options = &mut moved.questions[0].options;
        options.swap(0, 1);
        for (option, no) in options.iter_mut().zip(1..) {
            option.no.0 = no;
        }
        moved.questions[1].options[3].picture = None;
        store.save_poll(KOROSTEN, new.id, 1, &moved, by(Millis(3))).await.unwrap();
        assert_eq!(read().await, moved);
        assert_eq!(moved.questions[0].options[0].picture, beside(one));
        // What no draft refers to any more is still there for a page or a form that does.
        assert!(store.picture(KOROSTEN, two.hash).await.unwrap().is_some());
    }

    async fn pictures_belong_to_one_community(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let ours = picture(1);
        store.put_picture(KOROSTEN, &ours, by(Millis(1))).await.unwrap();
        assert_eq!(store.picture(ZVIAHEL, ours.file.hash).await.unwrap(), None);
        // Nor can a poll of another community name it, in any way of writing polls.
        let (plain, content) = (content(Secrecy::Secret), illustrated(ours.file));
        let is_unknown = |error: StoreError| matches!(error, StoreError::Conflict(Conflict::UnknownPicture));
        let new = NewPoll { id: poll_id(), content: &content, policy_version: 1, author: None };
        assert!(is_unknown(store.create_poll(ZVIAHEL, &new, by(Millis(2))).await.unwrap_err()));
        assert!(store.poll(ZVIAHEL, new.id).await.unwrap().is_none());
        let new = NewPoll { content: &plain, ..new };
        store.create_poll(ZVIAHEL, &new, by(Millis(3))).await.unwrap();
        assert!(is_unknown(store.save_poll(ZVIAHEL, new.id, 1, &content, by(Millis(4))).await.unwrap_err()));
        assert_eq!(store.poll(ZVIAHEL, new.id).await.unwrap().unwrap().content, plain);
        // The same picture put there by its own people is theirs.
        store.put_picture(ZVIAHEL, &ours, by(Millis(5))).await.unwrap();
        store.save_poll(ZVIAHEL, new.id, 1, &content, by(Millis(6))).await.unwrap();
    }

    async fn a_picture_of_another_size_than_the_stored_one_is_refused(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        store.put_picture(KOROSTEN, &picture(1), by(Millis(1))).await.unwrap();
        let content = illustrated(PictureFile { width: 601, ..picture(1).file });
        let new = NewPoll { id: poll_id(), content: &content, policy_version: 1, author: None };
        let refused = store.create_poll(KOROSTEN, &new, by(Millis(2))).await;
        assert!(matches!(refused, Err(StoreError::Conflict(Conflict::UnknownPicture))), "{refused:?}");
    }
}
