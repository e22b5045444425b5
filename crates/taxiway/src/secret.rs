//! Passwords and other secrets: asked for at a terminal, read once from a pipe, never taken from arguments.

use std::io::{self, BufRead, IsTerminal, Read};

use anyhow::{Context, Result, ensure};
use secrecy::{ExposeSecret, SecretString};

use crate::words::Words;

/// Longest line that is read; the service refuses passwords long before.
const LONGEST: u64 = 64 * 1024;

/// Reads a new password.
pub(crate) fn read(words: Words) -> Result<SecretString> {
    if io::stdin().is_terminal() {
        let typed = dialoguer::Password::new()
            .with_prompt(words.say("admin-password"))
            .with_confirmation(words.say("admin-password-again"), words.say("admin-password-differs"))
            .interact();
        return typed.map(SecretString::from).with_context(|| words.say("admin-password-unread"));
    }
    given(piped().with_context(|| words.say("admin-password-unread"))?, words, "admin-password-none")
}

/// Reads the secret by which somebody else knows this service.
pub(crate) fn read_known(words: Words) -> Result<SecretString> {
    let unread = || words.say("admin-secret-unread");
    if io::stdin().is_terminal() {
        let typed = dialoguer::Password::new().with_prompt(words.say("admin-secret")).interact();
        return typed.map(SecretString::from).with_context(unread);
    }
    given(piped().with_context(unread)?, words, "admin-secret-none")
}

/// What was piped in, unless that was nothing.
fn given(secret: SecretString, words: Words, none: &str) -> Result<SecretString> {
    ensure!(!secret.expose_secret().is_empty(), words.say(none));
    Ok(secret)
}

fn piped() -> io::Result<SecretString> {
    let mut line = String::new();
    io::stdin().lock().take(LONGEST).read_line(&mut line)?;
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    Ok(SecretString::from(line))
}
