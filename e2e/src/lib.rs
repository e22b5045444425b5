//! The portal in a real browser: a demo server, a browser, and what a person does with both.
//!
//! ```no_run
//! # async fn story() -> anyhow::Result<()> {
//! use taxiway_e2e::{Browser, Demo, Look};
//!
//! let demo = Demo::start().await?;
//! let browser = Browser::open(Look::default()).await?;
//! browser.go(&demo.address("/")).await?;
//! browser.assert_accessible("the sign-in page").await?;
//! # Ok(())
//! # }
//! ```

mod accessibility;
mod authenticator;
mod browser;
mod client;
mod demo;
mod process;
mod provider;
mod service;

pub use accessibility::Violation;
pub use authenticator::Authenticator;
pub use browser::{Browser, Language, Look};
pub use client::{Facts, Seen, journey, told};
pub use demo::{Demo, Person};
pub use process::free_port;
pub use provider::{Provider, Trouble};
pub use service::Service;
pub use thirtyfour;
