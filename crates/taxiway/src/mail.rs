//! How mails are sent, as the operator said it.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use secrecy::SecretString;
use serde::Deserialize;
use taxiway_service::{MailServer, MailTls, Mailer};

/// The section `mail` of the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Mail {
    pub(crate) from: String,
    pub(crate) directory: PathBuf,
    host: String,
    port: u16,
    tls: Tls,
    user: String,
    password_file: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Tls {
    Starttls,
    Implicit,
    None,
}

impl Mail {
    fn is_set(&self) -> bool {
        !self.host.is_empty() || !self.directory.as_os_str().is_empty()
    }

    /// Refuses what contradicts itself; `reachable` tells whether the public address of the portal is known.
    pub(crate) fn check(&self, reachable: bool) -> Result<()> {
        if !self.is_set() {
            return Ok(());
        }
        let server = !self.host.is_empty();
        ensure!(
            !server || self.directory.as_os_str().is_empty(),
            "only one of `mail.directory` and `mail.host` can be set"
        );
        Mailer::directory("", &self.from).context("`mail.from` is no mail address")?;
        ensure!(!server || reachable, "`public-url` must be set where mails are sent: links begin with it");
        ensure!(
            self.user.is_empty() || !self.password_file.as_os_str().is_empty(),
            "`mail.password-file` must be set where `mail.user` is"
        );
        Ok(())
    }

    /// The way for mails.
    pub(crate) fn mailer(&self) -> Result<Mailer> {
        if !self.is_set() {
            return Ok(Mailer::default());
        }
        if self.host.is_empty() {
            return Mailer::directory(&self.directory, &self.from).context("`mail.from` is no mail address");
        }
        let credentials =
            if self.user.is_empty() { None } else { Some((self.user.clone(), self.password()?)) };
        let tls = match self.tls {
            Tls::Starttls => MailTls::StartTls,
            Tls::Implicit => MailTls::Implicit,
            Tls::None => MailTls::None,
        };
        let server = MailServer { host: self.host.clone(), port: self.port, tls, credentials };
        Mailer::smtp(&server, &self.from).context("mails cannot be sent as configured")
    }

    fn password(&self) -> Result<SecretString> {
        let name = self.password_file.display();
        let text = fs::read_to_string(&self.password_file)
            .with_context(|| format!("cannot read `mail.password-file` {name}"))?;
        let password = text.trim_end_matches(['\r', '\n']);
        if password.is_empty() {
            bail!("`mail.password-file` {name} is empty");
        }
        Ok(SecretString::from(password))
    }
}
