//! Whether a provider is there, asked before a browser is sent to it: once it is sent, only the browser's own error page could tell its
//! person that nothing opens, and no other way to sign in would stand beside it.

use super::{IdentityError, Step, Unreachable, http};
use reqwest::{Client, ClientBuilder, Url};
use std::time::Duration;
use tokio::{sync::Mutex, time::Instant};

/// Longest time for an answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long a provider is believed to be there without asking again.
const THERE: Duration = Duration::from_secs(10);
/// How long it is believed to be away: whoever tries again soon finds it back.
const AWAY: Duration = Duration::from_secs(3);

/// What is known of one provider.
pub(super) struct Reach {
    http: Client,
    at: Url,
    /// How long it counts that it is there, and that it is not.
    lives: (Duration, Duration),
    known: Mutex<Option<Known>>,
}

#[derive(Clone, Copy)]
struct Known {
    outcome: Result<(), Unreachable>,
    until: Instant,
}

impl Reach {
    /// The builder of its client: each look is a new connection, as the browser's will be.
    pub fn client(plain_http: bool) -> ClientBuilder {
        http::client(PATIENCE, PATIENCE, plain_http).pool_max_idle_per_host(0)
    }

    /// The provider at this address, of which nothing is known yet.
    pub fn new(http: Client, at: Url) -> Self {
        Self::with(http, at, (THERE, AWAY))
    }

    fn with(http: Client, at: Url, lives: (Duration, Duration)) -> Self {
        Self {
            http,
            at,
            lives,
            known: Mutex::new(None),
        }
    }

    /// That it answers, whatever it says.
    ///
    /// # Errors
    /// [`IdentityError::Unreachable`].
    pub async fn check(&self) -> Result<(), IdentityError> {
        let outcome = self.look().await;
        outcome.map_err(|cause| IdentityError::Unreachable {
            step: Step::Reach,
            cause,
        })
    }

    async fn look(&self) -> Result<(), Unreachable> {
        // Whoever comes meanwhile waits for the same answer instead of asking once more.
        let mut known = self.known.lock().await;
        if let Some(known) = *known
            && Instant::now() < known.until
        {
            return known.outcome;
        }
        let asked = self.http.head(self.at.clone()).send().await;
        let (outcome, life) = match asked {
            Ok(_) => (Ok(()), self.lives.0),
            Err(error) => (Err(http::cause(&error)), self.lives.1),
        };
        let until = Instant::now() + life;
        *known = Some(Known { outcome, until });
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    const SHORT: Duration = Duration::from_millis(200);
    const LONG: Duration = Duration::from_secs(600);

    fn reach(listener: &TcpListener, lives: (Duration, Duration)) -> Reach {
        let address = listener.local_addr().unwrap();
        let http = http::client(SHORT, SHORT, true).tls_certs_only([]);
        let at = Url::parse(&format!("http://{address}/")).unwrap();
        let http = http.pool_max_idle_per_host(0).build().unwrap();
        Reach::with(http, at, lives)
    }

    async fn listener() -> TcpListener {
        TcpListener::bind("127.0.0.1:0").await.unwrap()
    }

    /// Answers everybody with an error; how many there were.
    fn serve(listener: TcpListener) -> Arc<AtomicUsize> {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = asked.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                let mut request = [0; 1024];
                let _ = stream.read(&mut request).await;
                let answer = b"HTTP/1.1 500 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
                let _ = stream.write_all(answer).await;
            }
        });
        asked
    }

    #[tokio::test]
    async fn of_many_who_come_at_once_one_asks_and_any_answer_is_one() {
        let listener = listener().await;
        let reach = reach(&listener, (LONG, LONG));
        let asked = serve(listener);
        let all = futures::future::join_all((0..32).map(|_| reach.look())).await;
        assert!(all.iter().all(Result::is_ok), "{all:?}");
        assert_eq!(asked.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_provider_that_went_away_is_asked_again_once_the_answer_is_old() {
        let listener = listener().await;
        let address = listener.local_addr().unwrap();
        let reach = reach(&listener, (Duration::ZERO, SHORT));
        drop(listener);
        assert_eq!(reach.look().await, Err(Unreachable::Connect));
        // It is back, and for a moment nobody asks.
        let asked = serve(TcpListener::bind(address).await.unwrap());
        assert_eq!(reach.look().await, Err(Unreachable::Connect));
        assert_eq!(asked.load(Ordering::SeqCst), 0);
        tokio::time::sleep(SHORT).await;
        assert_eq!(reach.look().await, Ok(()));
        assert_eq!(reach.look().await, Ok(()));
        assert_eq!(asked.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn a_provider_that_takes_the_call_and_says_nothing_is_not_there() {
        let listener = listener().await;
        let reach = reach(&listener, (LONG, LONG));
        assert_eq!(reach.look().await, Err(Unreachable::Timeout));
    }
}
