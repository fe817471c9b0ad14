//! The starosta districts of a community, for its administrators: `/staff/districts` lists them and takes a new one,
//! `/staff/districts/N` changes or removes one.

mod form;
mod page;
mod save;

pub use page::{DistrictPage, Districts};
pub use save::{RemoveDistrict, SaveDistrict, remove_district, save_district};

use domain::district::DistrictNo;

/// The page of a district; that of all where it is a new one.
pub(super) fn path_of(no: Option<DistrictNo>) -> String {
    match no {
        Some(no) => format!("/staff/districts/{no}"),
        None => "/staff/districts".to_owned(),
    }
}
