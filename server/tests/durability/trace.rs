//! Reading what `strace` saw, and judging it: was each ballot on the disk before its resident was told so?

use std::collections::HashMap;

/// The calls that must be traced: requests coming in, answers going out, the database's log being written and synced.
pub const CALLS: &str =
    "fsync,fdatasync,write,pwrite64,writev,pwritev,sendto,sendmsg,read,recvfrom";

/// By what two moments are compared.
#[derive(Clone, Copy)]
pub enum Order {
    /// By their place in the trace: exact, within one trace.
    Lines,
    /// By the clock, for what two programs did.
    Time,
}

/// A completed system call.
#[derive(Debug)]
pub struct Call {
    name: String,
    /// What its file descriptor stood for: a path or a socket.
    on: String,
    /// Its arguments, with data as strace escapes it.
    arguments: String,
    returned: i64,
    began: u64,
    ended: u64,
    line: usize,
}

/// The completed calls of a trace made with `-f -y -ttt -T`, each with its moments.
pub fn calls(trace: &str, order: Order) -> Vec<Call> {
    let mut calls = Vec::new();
    // What each thread is in the middle of.
    let mut unfinished: HashMap<&str, (&str, u64)> = HashMap::new();
    for (number, line) in trace.lines().enumerate() {
        let Some((thread, time, what)) = split(line) else {
            continue;
        };
        let place = 2 * number as u64;
        let now = match order {
            Order::Lines => place,
            Order::Time => time,
        };
        if let Some(beginning) = what.strip_suffix(" <unfinished ...>") {
            unfinished.insert(thread, (beginning, now));
        } else if let Some(rest) = what.strip_prefix("<... ") {
            let Some((_, rest)) = rest.split_once(" resumed>") else {
                continue;
            };
            if let Some((beginning, began)) = unfinished.remove(thread) {
                calls.extend(call(&format!("{beginning}{rest}"), began, now, number));
            }
        } else {
            let ended = match order {
                Order::Lines => place + 1,
                Order::Time => time + lasted(what),
            };
            calls.extend(call(what, now, ended, number));
        }
    }
    calls
}

/// Thread, time in microseconds, and the rest of a line.
fn split(line: &str) -> Option<(&str, u64, &str)> {
    let (thread, rest) = line.trim_start().split_once(' ')?;
    let (time, what) = rest.trim_start().split_once(' ')?;
    Some((thread, microseconds(time)?, what))
}

/// `1795516466.267335`, `0.000012`
fn microseconds(text: &str) -> Option<u64> {
    let (seconds, fraction) = text.split_once('.')?;
    if fraction.len() != 6 {
        return None;
    }
    Some(seconds.parse::<u64>().ok()? * 1_000_000 + fraction.parse::<u64>().ok()?)
}

/// How long a call took, by the `<0.001234>` at its end.
fn lasted(what: &str) -> u64 {
    let last = what.rsplit_once(" <").map(|(_, last)| last);
    last.and_then(|last| microseconds(last.strip_suffix('>')?))
        .unwrap_or(0)
}

/// `fdatasync(12</srv/viche.db-wal>) = 0 <0.002>`
fn call(what: &str, began: u64, ended: u64, line: usize) -> Option<Call> {
    let (name, rest) = what.split_once('(')?;
    let (arguments, result) = rest
        .rsplit_once(") = ")
        .or_else(|| rest.rsplit_once(")  = "))?;
    let returned = result.split(' ').next()?.parse().ok()?;
    let (_, on) = arguments.split_once('<')?;
    let (on, arguments) = on.split_once('>')?;
    Some(Call {
        name: name.to_owned(),
        on: on.to_owned(),
        arguments: arguments.to_owned(),
        returned,
        began,
        ended,
        line: line + 1,
    })
}

impl Call {
    /// A completed sync of the database's log. One that failed is none.
    fn syncs(&self, log: &str) -> bool {
        matches!(self.name.as_str(), "fsync" | "fdatasync")
            && self.on.contains(log)
            && self.returned == 0
    }

    fn writes(&self, log: &str) -> bool {
        matches!(
            self.name.as_str(),
            "write" | "pwrite64" | "pwritev" | "writev"
        ) && self.on.contains(log)
            && self.returned > 0
    }

    /// A ballot arrives.
    fn brings_a_ballot(&self) -> bool {
        matches!(self.name.as_str(), "read" | "recvfrom")
            && self.returned > 0
            && self.arguments.contains("POST /do/submit ")
    }

    /// Somebody is told «recorded».
    fn acknowledges(&self) -> bool {
        matches!(
            self.name.as_str(),
            "write" | "writev" | "sendto" | "sendmsg"
        ) && self.arguments.contains("HTTP/1.1 303 ")
            && self.arguments.contains("/done\\r\\n")
    }
}

/// How the ballots came, which decides what can be asked of the log.
#[derive(Clone, Copy)]
pub enum Ballots {
    /// One after the other, and nobody else writes: at an acknowledgement all that was written is synced.
    OneByOne,
    /// Several at once: after the request something was written, and that was synced.
    AtOnce,
}

/// What a trace says.
#[derive(Debug, Default)]
pub struct Verdict {
    pub acknowledged: usize,
    /// For each acknowledgement that came too early, why.
    pub too_early: Vec<String>,
}

/// Judges every acknowledgement in `program` by what happened to the database's log in `database` (the same calls, where
/// the database is inside the program). `log` is a part of the log's path.
pub fn judge(program: &[Call], database: &[Call], log: &str, ballots: Ballots) -> Verdict {
    let mut verdict = Verdict::default();
    for told in program.iter().filter(|call| call.acknowledges()) {
        verdict.acknowledged += 1;
        let arrived = program
            .iter()
            .filter(|call| call.brings_a_ballot() && call.on == told.on && call.ended < told.began)
            .max_by_key(|call| call.ended);
        let why = match arrived {
            None => Some("no ballot came in on its connection".to_owned()),
            Some(arrived) => too_early(arrived, told, database, log, ballots),
        };
        verdict
            .too_early
            .extend(why.map(|why| format!("line {}: {why}", told.line)));
    }
    verdict
}

fn too_early(
    arrived: &Call,
    told: &Call,
    database: &[Call],
    log: &str,
    ballots: Ballots,
) -> Option<String> {
    let mut written = database
        .iter()
        .filter(|call| call.writes(log) && call.began > arrived.ended && call.ended < told.began);
    let written = match ballots {
        Ballots::OneByOne => written.max_by_key(|call| call.ended),
        Ballots::AtOnce => written.next(),
    };
    let Some(written) = written else {
        return Some(format!(
            "nothing was written since the ballot came in line {}",
            arrived.line
        ));
    };
    let synced = database
        .iter()
        .any(|call| call.syncs(log) && call.began > written.ended && call.ended < told.began);
    (!synced).then(|| {
        format!(
            "what was written in line {} was not synced before",
            written.line
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: &str = r#"7 1.000100 recvfrom(9<socket:[55]>, "POST /do/submit HTTP/1.1\r\nHost: x", 8192, 0, NULL, NULL) = 33 <0.000010>"#;
    const WRITE: &str =
        r#"8 1.000200 pwrite64(4</srv/viche.db-wal>, "\0\1"..., 4096, 32) = 4096 <0.000010>"#;
    const SYNC: &str = r#"8 1.000300 fdatasync(4</srv/viche.db-wal>) = 0 <0.000100>"#;
    const ANSWER: &str = r#"7 1.000500 writev(9<socket:[55]>, [{iov_base="HTTP/1.1 303 See Other\r\nlocation: /polls/1/done\r\n\r\n", iov_len=50}], 1) = 50 <0.000010>"#;

    fn judged(lines: &[&str], ballots: Ballots) -> Verdict {
        let trace = lines.join("\n");
        let by_line = calls(&trace, Order::Lines);
        let by_time = calls(&trace, Order::Time);
        let verdict = judge(&by_line, &by_line, "viche.db-wal", ballots);
        let same = judge(&by_time, &by_time, "viche.db-wal", ballots);
        assert_eq!(verdict.too_early, same.too_early);
        verdict
    }

    fn is_safe(lines: &[&str]) -> bool {
        let one = judged(lines, Ballots::OneByOne);
        assert_eq!(one.acknowledged, 1);
        let at_once = judged(lines, Ballots::AtOnce);
        assert_eq!(one.too_early.len(), at_once.too_early.len());
        one.too_early.is_empty()
    }

    #[test]
    fn an_answer_after_a_synced_write_is_safe() {
        assert!(is_safe(&[REQUEST, WRITE, SYNC, ANSWER]));
    }

    #[test]
    fn an_answer_without_a_sync_is_not_and_neither_is_one_before_it() {
        assert!(!is_safe(&[REQUEST, WRITE, ANSWER]));
        let late = SYNC.replace("1.000300", "1.000600");
        assert!(!is_safe(&[REQUEST, WRITE, ANSWER, &late]));
    }

    #[test]
    fn a_sync_of_something_else_or_of_earlier_writes_or_a_failed_one_does_not_count() {
        let other = SYNC.replace("viche.db-wal", "other.db-wal");
        assert!(!is_safe(&[REQUEST, WRITE, &other, ANSWER]));
        let failed = SYNC.replace("= 0", "= -1 EIO (Input/output error)");
        assert!(!is_safe(&[REQUEST, WRITE, &failed, ANSWER]));
        let earlier = SYNC
            .replace("1.000300", "1.000150")
            .replace("<0.000100>", "<0.000010>");
        assert!(!is_safe(&[REQUEST, &earlier, WRITE, ANSWER]));
        let before = [
            &WRITE.replace("1.000200", "1.000010"),
            &SYNC
                .replace("1.000300", "1.000030")
                .replace("<0.000100>", "<0.000010>"),
        ];
        assert!(!is_safe(&[before[0], before[1], REQUEST, ANSWER]));
    }

    #[test]
    fn calls_that_were_interrupted_count_from_beginning_to_end() {
        let begins = "8 1.000300 fdatasync(4</srv/viche.db-wal> <unfinished ...>";
        let ends = "8 1.000400 <... fdatasync resumed>) = 0 <0.000100>";
        assert!(is_safe(&[REQUEST, WRITE, begins, ends, ANSWER]));
        let late = ends.replace("1.000400", "1.000600");
        assert!(!is_safe(&[REQUEST, WRITE, begins, ANSWER, &late]));
        let asked = "7 1.000050 recvfrom(9<socket:[55]>,  <unfinished ...>";
        let got = r#"7 1.000100 <... recvfrom resumed>"POST /do/submit HTTP/1.1\r\n", 8192, 0, NULL, NULL) = 26 <0.000050>"#;
        assert!(is_safe(&[asked, got, WRITE, SYNC, ANSWER]));
        let never = "8 1.000300 fdatasync(4</srv/viche.db-wal> <unfinished ...>";
        assert!(!is_safe(&[REQUEST, WRITE, never, ANSWER]));
    }

    #[test]
    fn another_connection_is_another_ballot() {
        let other = REQUEST.replace("[55]", "[56]");
        assert!(!is_safe(&[&other, WRITE, SYNC, ANSWER]));
    }

    #[test]
    fn when_ballots_come_one_by_one_the_last_write_must_be_synced_too() {
        let last = WRITE.replace("1.000200", "1.000450");
        let lines = [REQUEST, WRITE, SYNC, &last, ANSWER];
        assert_eq!(judged(&lines, Ballots::OneByOne).too_early.len(), 1);
        assert_eq!(judged(&lines, Ballots::AtOnce).too_early.len(), 0);
    }

    #[test]
    fn other_answers_acknowledge_nothing() {
        for other in [
            ANSWER.replace("/done", "/vote/check"),
            ANSWER.replace("/done", "/done?again"),
            ANSWER.replace("303 See Other", "503 Service Unavailable"),
            ANSWER.replace("writev", "recvfrom"),
        ] {
            assert_eq!(judged(&[REQUEST, &other], Ballots::AtOnce).acknowledged, 0);
        }
    }
}
