//! An address as a QR code: black on white whatever the page's colours are, with the quiet zone that readers need.

use qrcode::{Color, EcLevel, QrCode, types::QrError};
use std::fmt::Write;

/// White modules on each side (ISO/IEC 18004).
const QUIET: usize = 4;

/// The drawing, one path: each run of dark modules of a row is one rectangle.
///
/// # Errors
/// When the text is too long for any code (over 2,300 bytes).
pub fn svg(text: &str) -> Result<String, QrError> {
    // Medium: a fold or a drop on a printed sheet does not matter yet, and the modules stay large.
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    let (width, modules) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (y, row) in modules.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let (left, top, length) = (x + QUIET, y + QUIET, run.len());
                // Writing into a string cannot fail.
                let _ = write!(path, "M{left} {top}h{length}v1h-{length}z");
            }
            x += run.len();
        }
    }
    let side = width + 2 * QUIET;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dark modules of a drawing, with their quiet zone.
    fn drawn(svg: &str) -> Vec<Vec<bool>> {
        let number = |text: &str| text.parse::<usize>().unwrap();
        let side = number(
            svg.split("viewBox=\"0 0 ")
                .nth(1)
                .unwrap()
                .split(' ')
                .next()
                .unwrap(),
        );
        let mut modules = vec![vec![false; side]; side];
        let path = svg
            .rsplit("d=\"")
            .next()
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        for run in path.split('M').skip(1) {
            let (place, rest) = run.split_once('h').unwrap();
            let (x, y) = place.split_once(' ').unwrap();
            let length = number(rest.split('v').next().unwrap());
            modules[number(y)][number(x)..][..length].fill(true);
        }
        modules
    }

    #[test]
    fn the_drawing_holds_the_modules_of_the_code_inside_a_quiet_zone() {
        let address = "https://opros.korosten.gov.ua/en/polls/214";
        let code = QrCode::with_error_correction_level(address, EcLevel::M).unwrap();
        let modules = drawn(&svg(address).unwrap());
        assert_eq!(modules.len(), code.width() + 2 * QUIET);
        for (y, row) in modules.iter().enumerate() {
            for (x, &dark) in row.iter().enumerate() {
                let inside = |n: usize| (QUIET..QUIET + code.width()).contains(&n);
                let expected =
                    inside(x) && inside(y) && code[(x - QUIET, y - QUIET)] == Color::Dark;
                assert_eq!(dark, expected, "at {x}, {y}");
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert!(svg(&"x".repeat(5_000)).is_err());
    }
}
