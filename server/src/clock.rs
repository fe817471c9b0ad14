//! The system's clock, with an offset that only tests and the demonstration set.

use domain::time::{Clock, Millis};
use std::time::{SystemTime, UNIX_EPOCH};

/// Wall-clock time plus `offset_ms`.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock {
    pub offset_ms: i64,
}

impl Clock for SystemClock {
    fn now(&self) -> Millis {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the one place that reads the system's clock"
        )]
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX)).plus(self.offset_ms)
    }
}
