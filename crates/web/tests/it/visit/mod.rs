//! The portal in this process, with people who look at pages, fill in forms and press buttons.

mod browser;
mod world;

mod account;
mod acting;
mod activity;
mod api;
mod approval;
mod apps;
mod audit;
mod clerk;
mod consent;
mod consent_acts;
mod consent_links;
mod consents;
mod device;
mod ending;
mod ending_acts;
mod entry;
mod isolation;
mod limits;
mod mails;
mod passkeys;
mod peers;
mod people;
mod people_acts;
mod preview;
mod profiles;
mod providers;
mod rates;
mod relationships;
mod roles;
mod session;
mod sign_in_acts;
mod sweep;

pub(crate) use browser::{Browser, Page, pieces_of};
pub(crate) use world::{PASSWORD, World, delivery};
