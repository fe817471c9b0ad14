//! The HTTP client of the protocol crate: ours, with its limits.

use super::OidcConfig;
use crate::identity::{BoxFuture, IdentityError, Step, Unreachable, http};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use reqwest::{Client, Request};

/// No answer is read beyond this many bytes: a provider's keys are some 10 KB.
const LARGEST_ANSWER: usize = 256 * 1024;

/// Follows no redirect, waits for nothing forever, reads nothing without end.
pub(super) struct HttpClient(Client);

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    #[error("the provider was not reached")]
    Unreachable(Unreachable),
    #[error("the provider's answer is too large")]
    TooLarge,
    #[error("the request cannot be made")]
    NoRequest,
}

impl Fault {
    /// The same as an outcome of a sign-in.
    pub fn at(self, step: Step) -> IdentityError {
        match self {
            Self::Unreachable(cause) => IdentityError::Unreachable { step, cause },
            Self::TooLarge => IdentityError::Malformed {
                step,
                fault: "it is too large",
            },
            Self::NoRequest => IdentityError::Malformed {
                step,
                fault: "its address is none",
            },
        }
    }
}

impl HttpClient {
    pub fn new(config: &OidcConfig) -> Result<Self, reqwest::Error> {
        let builder = http::client(
            config.connect_timeout,
            config.whole_timeout,
            config.plain_http,
        );
        Ok(Self(builder.build()?))
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Fault> {
        let request = Request::try_from(request).map_err(|_| Fault::NoRequest)?;
        let broken = |error: reqwest::Error| Fault::Unreachable(http::cause(&error));
        let mut response = self.0.execute(request).await.map_err(broken)?;
        let mut answer = HttpResponse::new(Vec::new());
        *answer.status_mut() = response.status();
        *answer.headers_mut() = std::mem::take(response.headers_mut());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(broken)? {
            if body.len() + chunk.len() > LARGEST_ANSWER {
                return Err(Fault::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        *answer.body_mut() = body;
        Ok(answer)
    }
}

impl<'c> AsyncHttpClient<'c> for HttpClient {
    type Error = Fault;
    type Future = BoxFuture<'c, Result<HttpResponse, Fault>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}
