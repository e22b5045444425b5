//! What can be set about the interface of Partner Center.

use std::time::Duration;

use anyhow::{Result, ensure};
use ipnet::IpNet;
use serde::Deserialize;
use taxiway_partner_center::{AcceptedBody, PartnerCenterSettings};

/// The section `[partner-center]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct PartnerCenter {
    body_bytes: u64,
    silence_seconds: u32,
    uploads_at_once: u16,
    accepted_body: Accepted,
    byte_order_mark: bool,
    batches_without_user: bool,
    calls_per_minute: u32,
    tokens_per_minute: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Accepted {
    Empty,
    Object,
}

impl PartnerCenter {
    pub(crate) fn check(&self) -> Result<()> {
        ensure!(self.body_bytes > 0, "`partner-center.body-bytes` must not be 0");
        ensure!(self.silence_seconds > 0, "`partner-center.silence-seconds` must not be 0");
        let at_once = 1..=200;
        ensure!(
            at_once.contains(&self.uploads_at_once),
            "`partner-center.uploads-at-once` must be from 1 to 200"
        );
        Ok(())
    }

    /// What the interface is told.
    pub(crate) fn settings(&self, public_url: String, trusted_proxies: Vec<IpNet>) -> PartnerCenterSettings {
        PartnerCenterSettings {
            body_bytes: self.body_bytes,
            silence: Duration::from_secs(self.silence_seconds.into()),
            uploads_at_once: self.uploads_at_once,
            accepted_body: match self.accepted_body {
                Accepted::Empty => AcceptedBody::Empty,
                Accepted::Object => AcceptedBody::Object,
            },
            byte_order_mark: self.byte_order_mark,
            batches_without_person: self.batches_without_user,
            calls_per_minute: self.calls_per_minute,
            tokens_per_minute: self.tokens_per_minute,
            public_url,
            trusted_proxies,
        }
    }
}
