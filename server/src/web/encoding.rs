//! Bodies in the encoding that a client takes: brotli or gzip, chosen by `Accept-Encoding` (RFC 9110 §12.5.3).

use flate2::{Compression, write::GzEncoder};
use http::{HeaderMap, header};
use std::io::Write;

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Encoding {
    /// What the client takes, the smallest first.
    pub fn accepted(headers: &HeaderMap) -> Self {
        let list = headers
            .get(header::ACCEPT_ENCODING)
            .and_then(|v| v.to_str().ok())
            .unwrap_or("");
        if accepts(list, "br") {
            Self::Brotli
        } else if accepts(list, "gzip") {
            Self::Gzip
        } else {
            Self::Identity
        }
    }

    /// The value of `Content-Encoding`; `None` for the plain body.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    /// `body` written so. `quality` is brotli's, 0 to 11; a page made for one person wants a quick one.
    pub fn encode(self, body: &[u8], quality: u32) -> Vec<u8> {
        match self {
            Self::Identity => body.to_vec(),
            Self::Brotli => {
                let mut out = Vec::with_capacity(body.len() / 3);
                let mut writer = brotli::CompressorWriter::new(&mut out, 4096, quality, 20);
                // Writing into memory does not fail.
                _ = writer.write_all(body);
                drop(writer);
                out
            }
            Self::Gzip => {
                let mut writer = GzEncoder::new(
                    Vec::with_capacity(body.len() / 3),
                    Compression::new(quality.min(6)),
                );
                _ = writer.write_all(body);
                writer.finish().unwrap_or_default()
            }
        }
    }
}

/// Whether an `Accept-Encoding` list names `encoding` without a weight of zero.
pub fn accepts(list: &str, encoding: &str) -> bool {
    list.split(',').any(|item| {
        let (name, parameters) = item.split_once(';').map_or((item, ""), |(n, p)| (n, p));
        let weight = parameters
            .trim()
            .strip_prefix("q=")
            .and_then(|q| q.trim().parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case(encoding) && weight.is_none_or(|q| q > 0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn an_encoding_with_weight_zero_is_refused() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("br;q=0.5", "br"));
        assert!(!accepts("br;q=0", "br"));
        assert!(!accepts("br; q=0.000", "br"));
        assert!(!accepts("gzip", "br"));
        assert!(!accepts("", "br"));
    }

    #[test]
    fn what_is_encoded_can_be_read_back() {
        let body = "Віче ".repeat(2_000);
        let mut plain = String::new();
        brotli::Decompressor::new(&*Encoding::Brotli.encode(body.as_bytes(), 5), 4096)
            .read_to_string(&mut plain)
            .unwrap();
        assert_eq!(plain, body);
        let mut plain = String::new();
        flate2::read::GzDecoder::new(&*Encoding::Gzip.encode(body.as_bytes(), 5))
            .read_to_string(&mut plain)
            .unwrap();
        assert_eq!(plain, body);
    }
}
