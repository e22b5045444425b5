//! The portal in this process, with people who look at pages, fill in forms and press buttons.

mod browser;
mod world;

mod activity;
mod audit;
mod clerk;
mod entry;
mod limits;
mod roles;
mod session;
mod sweep;

pub(crate) use browser::{Browser, Page, pieces_of};
pub(crate) use world::{PASSWORD, World, delivery};
