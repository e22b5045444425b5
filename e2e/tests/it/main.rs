//! The portal as people meet it, in a real browser.

mod clerk;
mod consent;
mod entry;
mod harness;
mod jobs;
mod keyboard;
mod pages;
mod pictures;
mod relationship;
mod visit;
