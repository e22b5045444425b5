//! Front doors: the portal.

pub mod assets;
pub mod portal;
