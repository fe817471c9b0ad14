//! What a browser has typed and not yet sent: sealed rows whose key only its cookie holds (DESIGN §4).
//!
//! The database sees random-looking ids and ciphertext of a few fixed lengths; without the cookie nobody can tell whose a row
//! is or what it says. Rows live 24 hours from the last change.

use crate::{
    context::{Services, Visit, cookies},
    failure::Failure,
    keys::{DraftBox, RandomBytes, Token},
};
use domain::{
    answer::Given,
    ids::{PollId, QuestionNo, SubmissionId},
    poll::Poll,
    time::{DAY, Millis},
};
use leptos::prelude::use_context;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::sync::Arc;
use store::drafts::{Draft, DraftId};

/// How long a draft waits, in milliseconds.
pub const DRAFT_LIFE_MS: i64 = DAY;

/// The sealed forms of one browser in one community.
pub struct SealedForms {
    services: Services,
    visit: Visit,
    browser: Arc<Token>,
    draft_box: DraftBox,
}

impl SealedForms {
    /// The forms of the browser that is asking; `None` when it has no secret yet, and so no form.
    pub fn of(services: &Services, visit: &Visit) -> Option<Self> {
        visit
            .browser
            .clone()
            .map(|browser| Self::with(services, visit, browser))
    }

    /// The same, giving the browser a secret when it has none. The cookie is (re)set, so that it lives as long as the rows.
    pub fn open(services: &Services, visit: &Visit) -> Self {
        let browser = visit
            .browser
            .clone()
            .unwrap_or_else(|| Arc::new(Token::new(&*services.random)));
        let forms = Self::with(services, visit, browser);
        set_cookie(
            services,
            cookies::BROWSER,
            &forms.browser.to_client(),
            DRAFT_LIFE_MS / 1000,
        );
        forms
    }

    /// The forms that a secret other than the browser's own opens: a choice on its way from a widget.
    pub fn with(services: &Services, visit: &Visit, browser: Arc<Token>) -> Self {
        let draft_box = DraftBox::new(&browser, visit.community_id());
        Self {
            services: services.clone(),
            visit: visit.clone(),
            browser,
            draft_box,
        }
    }

    /// The row id of a form.
    pub fn id(&self, scope: &str) -> DraftId {
        DraftId(self.draft_box.id(scope))
    }

    /// Several forms at once, in the order of `scopes`. What cannot be opened or read counts as absent.
    ///
    /// # Errors
    /// Only when the database does not answer.
    pub async fn get_many<T: DeserializeOwned>(
        &self,
        scopes: &[String],
    ) -> Result<Vec<Option<T>>, Failure> {
        let ids: Vec<DraftId> = scopes.iter().map(|s| self.id(s)).collect();
        let rows = self
            .services
            .store
            .drafts(self.visit.community_id(), &ids, self.visit.now)
            .await?;
        Ok(scopes
            .iter()
            .zip(&ids)
            .map(|(scope, id)| {
                let row = rows.iter().find(|row| row.id == *id)?;
                let plain = self.draft_box.open(scope, &row.ciphertext).ok()?;
                serde_json::from_slice(&plain).ok()
            })
            .collect())
    }

    /// One form.
    ///
    /// # Errors
    /// Only when the database does not answer.
    pub async fn get<T: DeserializeOwned>(&self, scope: &str) -> Result<Option<T>, Failure> {
        Ok(self.get_many(&[scope.to_owned()]).await?.pop().flatten())
    }

    /// Stores a form.
    ///
    /// # Errors
    /// Only when the database does not answer.
    pub async fn put<T: Serialize>(&self, scope: &str, form: &T) -> Result<(), Failure> {
        let row = self.sealed(scope, form)?;
        Ok(self
            .services
            .store
            .put_draft(self.visit.community_id(), &row)
            .await?)
    }

    /// A form as the row that is stored.
    fn sealed<T: Serialize>(&self, scope: &str, form: &T) -> Result<Draft, Failure> {
        let plain = serde_json::to_vec(form).map_err(|_| Failure::Internal)?;
        let ciphertext = self
            .draft_box
            .seal(scope, &plain, &*self.services.random)
            .map_err(|_| Failure::TooLarge)?;
        Ok(Draft {
            id: self.id(scope),
            // Only the kind of form: which poll it is about is nobody's business.
            scope: scope.split('/').next().unwrap_or_default().to_owned(),
            ciphertext,
            updated_at: self.visit.now,
            expires_at: self.visit.now.plus(DRAFT_LIFE_MS),
        })
    }

    /// Removes forms.
    ///
    /// # Errors
    /// Only when the database does not answer.
    pub async fn clear(&self, scopes: &[String]) -> Result<(), Failure> {
        let ids: Vec<DraftId> = scopes.iter().map(|s| self.id(s)).collect();
        Ok(self
            .services
            .store
            .delete_drafts(self.visit.community_id(), &ids)
            .await?)
    }
}

/// Sets one of our cookies on the response; a life of zero seconds removes it.
pub fn set_cookie(services: &Services, name: &str, value: &str, life_s: i64) {
    if let (Some(options), Some(cookie)) = (
        use_context::<leptos_axum::ResponseOptions>(),
        services.cookies.set(name, value, life_s),
    ) {
        options.append_header(http::header::SET_COOKIE, cookie);
    }
}

/// What the draft of a poll says of itself.
#[derive(Serialize, Deserialize)]
struct Head {
    /// The submission id that the check page's form will carry.
    submission: SubmissionId,
}

/// This browser's answers to one poll. Each question is a row of its own: an autosave that is still under way cannot
/// overwrite the next question's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PollDraft {
    pub submission: SubmissionId,
    /// What is given so far, by question; nothing for a question that was never sent.
    pub given: Vec<(QuestionNo, Given)>,
}

impl PollDraft {
    /// What is given to question `no`; nothing when it was never sent.
    pub fn given(&self, no: QuestionNo) -> Given {
        let found = self.given.iter().find(|(q, _)| *q == no);
        found.map(|(_, given)| given.clone()).unwrap_or_default()
    }

    /// Whether question `no` was sent at least once, even if left empty.
    pub fn has(&self, no: QuestionNo) -> bool {
        self.given.iter().any(|(q, _)| *q == no)
    }
}

fn head_scope(poll: PollId) -> String {
    format!("poll/{poll}")
}

fn question_scope(poll: PollId, no: QuestionNo) -> String {
    format!("poll/{poll}/{}", no.0)
}

/// The scopes of all rows of a poll's draft, the head first.
fn scopes(poll: &Poll) -> Vec<String> {
    std::iter::once(head_scope(poll.id))
        .chain(
            poll.content
                .questions
                .iter()
                .map(|q| question_scope(poll.id, q.no)),
        )
        .collect()
}

/// The row ids of a poll's draft: what the transaction that records the ballot deletes.
pub fn row_ids(forms: &SealedForms, poll: &Poll) -> Vec<DraftId> {
    scopes(poll).iter().map(|s| forms.id(s)).collect()
}

/// This browser's draft of `poll`, if it has one.
///
/// # Errors
/// Only when the database does not answer.
pub async fn read(
    services: &Services,
    visit: &Visit,
    poll: &Poll,
) -> Result<Option<PollDraft>, Failure> {
    let Some(forms) = SealedForms::of(services, visit) else {
        return Ok(None);
    };
    let mut rows = forms
        .get_many::<serde_json::Value>(&scopes(poll))
        .await?
        .into_iter();
    let Some(head) = rows
        .next()
        .flatten()
        .and_then(|v| serde_json::from_value::<Head>(v).ok())
    else {
        return Ok(None);
    };
    let given = poll
        .content
        .questions
        .iter()
        .zip(rows)
        .filter_map(|(question, row)| Some((question.no, serde_json::from_value(row?).ok()?)))
        .collect();
    Ok(Some(PollDraft {
        submission: head.submission,
        given,
    }))
}

/// Until when this browser's draft of `poll` is kept; `None` when it has none.
///
/// # Errors
/// Only when the database does not answer.
pub async fn kept_until(
    services: &Services,
    visit: &Visit,
    poll: &Poll,
) -> Result<Option<Millis>, Failure> {
    let Some(forms) = SealedForms::of(services, visit) else {
        return Ok(None);
    };
    let id = forms.id(&head_scope(poll.id));
    let head = services
        .store
        .draft(visit.community_id(), id, visit.now)
        .await?;
    Ok(head.map(|row| row.expires_at))
}

/// Of these polls those that this browser has begun to answer, in their order.
///
/// # Errors
/// Only when the database does not answer.
pub async fn begun(
    services: &Services,
    visit: &Visit,
    polls: &[PollId],
) -> Result<Vec<PollId>, Failure> {
    let Some(forms) = SealedForms::of(services, visit) else {
        return Ok(Vec::new());
    };
    let scopes: Vec<String> = polls.iter().map(|poll| head_scope(*poll)).collect();
    let heads = forms.get_many::<Head>(&scopes).await?;
    let begun = polls.iter().zip(heads).filter(|(_, head)| head.is_some());
    Ok(begun.map(|(poll, _)| *poll).collect())
}

/// Puts what is given to one question into the draft, beginning it when there is none.
///
/// # Errors
/// Only when the database does not answer.
pub async fn write(
    services: &Services,
    visit: &Visit,
    poll: &Poll,
    no: QuestionNo,
    given: &Given,
) -> Result<(), Failure> {
    let forms = SealedForms::open(services, visit);
    let head = forms.get::<Head>(&head_scope(poll.id)).await?;
    let head = head.unwrap_or_else(|| Head {
        submission: SubmissionId::from_random(services.random.bytes()),
    });
    // The head is written again each time, so that it never expires before its questions; one commit for both.
    let rows = [
        forms.sealed(&head_scope(poll.id), &head)?,
        forms.sealed(&question_scope(poll.id, no), given)?,
    ];
    Ok(services
        .store
        .put_drafts(visit.community_id(), &rows)
        .await?)
}

/// Removes the draft of `poll`.
///
/// # Errors
/// Only when the database does not answer.
pub async fn clear(services: &Services, visit: &Visit, poll: &Poll) -> Result<(), Failure> {
    match SealedForms::of(services, visit) {
        Some(forms) => forms.clear(&scopes(poll)).await,
        None => Ok(()),
    }
}
