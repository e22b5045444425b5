//! The portal as people meet it, in a real browser.

mod approval;
mod clerk;
mod consent;
mod entry;
mod federation;
mod harness;
mod jobs;
mod keyboard;
mod narrow;
mod office;
mod pages;
mod partner_center;
mod passkeys;
mod pictures;
mod relationship;
mod visit;
