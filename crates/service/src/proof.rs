//! Proving that a log is what was written: checking its chain, and signing where it stands.

use std::sync::Arc;

use serde_json::json;
use taxiway_domain::audit::{AuditKey, Broken, Chain, Checkpoint, Fault, Follower, Head, PublicKey};
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::Action;
use taxiway_store::{AuditEntry, Conn, StoreError};

use crate::Service;
use crate::audit::{Act, Doer};
use crate::context::Context;
use crate::error::{Result, ServiceError};

/// Entries that are checked at a time: the memory that a check takes.
const CHECKED_AT_ONCE: i64 = 500;

/// What was found in one log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogCheck {
    /// Whose log.
    pub log: OrganisationId,
    /// That organisation's name, when there still is one.
    pub organisation: Option<String>,
    /// Where the log ends, or the first place where it is not what was written.
    pub outcome: std::result::Result<Head, Broken>,
}

impl Service {
    /// Lets it sign checkpoints with this key.
    #[must_use]
    pub fn signing_with(mut self, key: AuditKey) -> Self {
        self.audit_key = Some(Arc::new(key));
        self
    }

    /// Whether there is a key to sign checkpoints with.
    pub fn can_sign(&self) -> bool {
        self.audit_key.is_some()
    }

    /// The public halves of the keys that sign, or ever signed, checkpoints.
    pub async fn audit_keys(&self, context: &Context) -> Result<Vec<PublicKey>> {
        context.require(Action::AuditRead)?;
        let mut keys = self.store.read().await?.audit_keys().await?;
        let own = self.audit_key.as_ref().map(|key| key.public());
        keys.extend(own.filter(|own| !keys.contains(own)));
        Ok(keys)
    }

    /// Signs where the log of the caller's organisation stands. This is an act too: its own entry is the newest that it covers.
    pub async fn checkpoint(&self, context: &Context) -> Result<Checkpoint> {
        context.require(Action::AuditRead)?;
        let key = self.audit_key.clone().ok_or(ServiceError::Conflict("no-audit-key"))?;
        let public = key.public();
        let log = context.actor.organisation_id;
        let now = self.clock.now();
        let head = taxiway_store::write!(self.store, |tx| {
            tx.note_audit_key(&public, now).await?;
            let object_id = log.to_string();
            let detail = json!({ "public-key": public });
            let act = Act { action: "audit.checkpoint", object_kind: "organisation", object_id, detail };
            self.record(tx, &Doer::from(context), None, None, act).await?;
            tx.audit_head(log).await?.ok_or(ServiceError::NotFound)
        })?;
        Ok(key.checkpoint(log, head, now))
    }

    /// The log after this one, by id, for the operator's command line.
    pub async fn log_after(&self, log: OrganisationId) -> Result<Option<OrganisationId>> {
        Ok(self.store.read().await?.next_audit_log_any_tenant(log).await?)
    }

    /// Checks the chain of one log from its first entry to its end, for the operator's command line.
    ///
    /// Others may write meanwhile: what they add is left to the next check.
    pub async fn check_log(&self, log: OrganisationId) -> Result<LogCheck> {
        let mut conn = self.store.read().await?;
        let organisation = conn.organisation(log).await?.map(|found| found.name);
        let head = conn.audit_head(log).await?;
        let last = conn.last_audit_entry(log).await?;
        if organisation.is_none() && head.is_none() && last.is_none() {
            return Err(ServiceError::NotFound);
        }
        let mut follower = Follower::new(Chain::begin(log));
        let end = head.map_or(i64::MAX, |head| i64::try_from(head.sequence).unwrap_or(i64::MAX));
        let mut after = 0;
        while !follower.has_seen_enough() {
            // Behind the end stands what others added; but what was moved there belongs to what is looked for.
            let until = if follower.broken().is_some() { i64::MAX } else { end };
            let rows = match conn.audit_chain(log, after, until, CHECKED_AT_ONCE).await {
                Err(error) if error.is_unreadable() => up_to_unreadable(&mut conn, log, after, until).await?,
                rows => rows?.into_iter().map(Some).collect(),
            };
            if rows.is_empty() {
                break;
            }
            for row in rows {
                match row {
                    Some((entry, is_found)) => {
                        after = entry.sequence;
                        let chained = entry.chained();
                        if is_found || follower.broken().is_some() {
                            follower.see(&chained);
                        } else {
                            follower.refuse(Some(&chained), Fault::Changed);
                        }
                    }
                    None => follower.refuse(None, Fault::Unreadable),
                }
            }
        }
        let mut outcome = follower.end(head);
        if let Ok(whole) = outcome {
            // An entry and the new end come in one transaction: no entry read before is behind an end read after.
            let last = conn.last_audit_entry(log).await?.unwrap_or_default();
            let now = conn.audit_head(log).await?.map_or(0, |head| head.sequence);
            if u64::try_from(last).unwrap_or_default() > now {
                let fault = Fault::HeadChanged;
                outcome = Err(Broken { sequence: whole.sequence, entry: None, fault });
            }
        }
        Ok(LogCheck { log, organisation, outcome })
    }
}

/// Reads one by one what cannot be read together: the entries before the one that cannot be read, and none for that one.
async fn up_to_unreadable(
    conn: &mut Conn,
    log: OrganisationId,
    mut after: i64,
    until: i64,
) -> std::result::Result<Vec<Option<(AuditEntry, bool)>>, StoreError> {
    let mut rows = Vec::new();
    loop {
        match conn.audit_chain(log, after, until, 1).await {
            Ok(one) if one.is_empty() => return Ok(rows),
            Ok(one) => {
                after = one[0].0.sequence;
                rows.extend(one.into_iter().map(Some));
            }
            Err(error) if error.is_unreadable() => {
                rows.push(None);
                return Ok(rows);
            }
            Err(error) => return Err(error),
        }
    }
}
