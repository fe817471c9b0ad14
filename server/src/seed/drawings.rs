//! The pictures of the demonstration: drawings that the program carries as text and paints when it seeds.

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree},
};

/// Why a drawing could not be painted. They are part of the program, so this is a programmer's error.
#[derive(Debug, thiserror::Error)]
pub enum DrawingError {
    #[error("the drawing cannot be read: {0}")]
    Drawing(#[from] resvg::usvg::Error),
    #[error("the drawing cannot be painted")]
    Painting,
}

/// The drawing of this name.
pub(super) fn named(name: &str) -> Option<&'static str> {
    Some(match name {
        "station" => include_str!("drawings/station.svg"),
        "hospital" => include_str!("drawings/hospital.svg"),
        "school" => include_str!("drawings/school.svg"),
        "market" => include_str!("drawings/market.svg"),
        _ => return None,
    })
}

/// A drawing as a PNG file in its own size.
///
/// # Errors
/// For what is no drawing.
pub fn painted(drawing: &str) -> Result<Vec<u8>, DrawingError> {
    let tree = Tree::from_str(drawing, &Options::default())?;
    let size = tree.size().to_int_size();
    let mut picture = Pixmap::new(size.width(), size.height()).ok_or(DrawingError::Painting)?;
    resvg::render(&tree, Transform::identity(), &mut picture.as_mut());
    picture.encode_png().map_err(|_| DrawingError::Painting)
}
