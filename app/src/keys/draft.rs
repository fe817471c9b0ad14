//! Drafts sealed under a secret that only the browser holds (DESIGN §4): the database has a row that it can neither read nor
//! tie to a browser.

use super::{KeyError, Random, Token, secret::SecretKey};
use domain::ids::CommunityId;
use zeroize::Zeroizing;

/// The plaintext is filled up to a multiple of this many bytes, so that a draft's length does not tell the answers.
const STEP: usize = 256;
/// Bytes of the length before the plaintext.
const LENGTH: usize = 4;

/// The drafts of one browser in one community. A *scope* names one form, for example `poll/{id}`.
#[derive(Debug)]
pub struct DraftBox {
    ids: SecretKey,
    keys: SecretKey,
}

impl DraftBox {
    /// The box of the browser that holds `browser` in its cookie.
    pub fn new(browser: &Token, community: CommunityId) -> Self {
        let secret = SecretKey::new(*browser.bytes());
        let community = community.0.to_be_bytes();
        Self {
            ids: secret.derive("viche draft id v1", &community),
            keys: secret.derive("viche draft key v1", &community),
        }
    }

    /// The row's id: says nothing about the scope, the community or the browser to who lacks the secret.
    pub fn id(&self, scope: &str) -> [u8; 32] {
        self.ids.hash(&[scope.as_bytes()])
    }

    /// `plaintext` sealed for `scope`.
    ///
    /// # Errors
    /// [`KeyError::TooLong`] for 4 GiB and more.
    pub fn seal(
        &self,
        scope: &str,
        plaintext: &[u8],
        random: &dyn Random,
    ) -> Result<Vec<u8>, KeyError> {
        let length = u32::try_from(plaintext.len()).map_err(|_| KeyError::TooLong)?;
        let size = (LENGTH + plaintext.len()).next_multiple_of(STEP);
        let mut padded = Zeroizing::new(Vec::with_capacity(size));
        padded.extend_from_slice(&length.to_be_bytes());
        padded.extend_from_slice(plaintext);
        padded.resize(size, 0);
        self.key(scope).seal(&self.id(scope), &padded, random)
    }

    /// What [`Self::seal`] sealed for the same scope.
    ///
    /// # Errors
    /// [`KeyError::DoesNotOpen`] when the browser, community or scope is another or the text was changed;
    /// [`KeyError::UnknownForm`] when it was never ours.
    pub fn open(&self, scope: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let padded = self.key(scope).open(&self.id(scope), sealed)?;
        let (length, rest) = padded
            .split_at_checked(LENGTH)
            .ok_or(KeyError::UnknownForm)?;
        let length: [u8; LENGTH] = length.try_into().map_err(|_| KeyError::UnknownForm)?;
        let length =
            usize::try_from(u32::from_be_bytes(length)).map_err(|_| KeyError::UnknownForm)?;
        rest.get(..length)
            .map(|plaintext| Zeroizing::new(plaintext.to_vec()))
            .ok_or(KeyError::UnknownForm)
    }

    fn key(&self, scope: &str) -> SecretKey {
        SecretKey::new(self.keys.hash(&[scope.as_bytes()]))
    }
}

#[cfg(test)]
mod tests {
    use super::super::SeededRandom;
    use super::*;
    use proptest::prelude::*;

    fn browser(seed: u64) -> Token {
        Token::new(&SeededRandom::new(seed))
    }

    fn draft_box(seed: u64) -> DraftBox {
        DraftBox::new(&browser(seed), CommunityId(1))
    }

    proptest! {
        #[test]
        fn a_draft_comes_back_to_its_browser(text in prop::collection::vec(any::<u8>(), 0..2000), scope in ".{0,40}") {
            let mine = draft_box(1);
            let sealed = mine.seal(&scope, &text, &SeededRandom::new(9)).unwrap();
            prop_assert_eq!(&*mine.open(&scope, &sealed).unwrap(), &text);
        }

        #[test]
        fn another_browser_community_or_scope_opens_nothing(text in ".{0,300}", a in 0u64..1000, b in 0u64..1000) {
            prop_assume!(a != b);
            let sealed = draft_box(a).seal("poll/1", text.as_bytes(), &SeededRandom::new(9)).unwrap();
            let elsewhere = DraftBox::new(&browser(a), CommunityId(2));
            prop_assert_eq!(draft_box(b).open("poll/1", &sealed), Err(KeyError::DoesNotOpen));
            prop_assert_eq!(elsewhere.open("poll/1", &sealed), Err(KeyError::DoesNotOpen));
            prop_assert_eq!(draft_box(a).open("poll/2", &sealed), Err(KeyError::DoesNotOpen));
            prop_assert_ne!(draft_box(a).id("poll/1"), draft_box(b).id("poll/1"));
            prop_assert_ne!(draft_box(a).id("poll/1"), elsewhere.id("poll/1"));
            prop_assert_ne!(draft_box(a).id("poll/1"), draft_box(a).id("poll/2"));
        }

        #[test]
        fn a_changed_draft_does_not_open(at in any::<prop::sample::Index>(), bit in 0u8..8) {
            let mine = draft_box(1);
            let mut sealed = mine.seal("poll/1", b"option 2", &SeededRandom::new(9)).unwrap();
            let at = at.index(sealed.len());
            sealed[at] ^= 1 << bit;
            prop_assert_eq!(mine.open("poll/1", &sealed), Err(KeyError::DoesNotOpen));
        }

        #[test]
        fn the_length_of_a_draft_does_not_tell_the_answer(a in 0usize..252, b in 0usize..252) {
            let mine = draft_box(1);
            let size = |n| mine.seal("poll/1", &vec![b'x'; n], &SeededRandom::new(9)).unwrap().len();
            prop_assert_eq!(size(a), size(b));
            prop_assert_eq!((size(a) - 28) % STEP, 0);
        }

        #[test]
        fn no_stored_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            prop_assert!(draft_box(1).open("poll/1", &bytes).is_err());
        }
    }

    #[test]
    fn a_length_longer_than_the_text_is_refused() {
        let mine = draft_box(1);
        let forged = mine
            .key("s")
            .seal(&mine.id("s"), &[0xff; STEP], &SeededRandom::new(9))
            .unwrap();
        assert_eq!(mine.open("s", &forged), Err(KeyError::UnknownForm));
        let empty = mine
            .key("s")
            .seal(&mine.id("s"), &[], &SeededRandom::new(9))
            .unwrap();
        assert_eq!(mine.open("s", &empty), Err(KeyError::UnknownForm));
    }

    #[test]
    fn sealing_twice_looks_different_each_time() {
        let (mine, random) = (draft_box(1), SeededRandom::new(9));
        assert_ne!(
            mine.seal("s", b"yes", &random).unwrap(),
            mine.seal("s", b"yes", &random).unwrap()
        );
    }
}
