//! What a visitor of the portal is promised.

mod assets;
mod html;
mod pages;
mod routes;
mod samples;
mod style;
mod texts;
mod visit;
