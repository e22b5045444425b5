//! "Are you sure?", for acts that cannot be undone. A page of its own, so that it works without JavaScript.

use askama::Template;

use super::Shell;

/// The question with its two ways out.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/confirm.html")]
pub struct ConfirmPage {
    /// What is around it.
    pub shell: Shell,
    /// The question.
    pub title: String,
    /// What will happen, and what will not.
    pub text: String,
    /// Address to which the confirmation is posted.
    pub action: String,
    /// What the confirming button says.
    pub button: String,
    /// The way back.
    pub back: String,
}
