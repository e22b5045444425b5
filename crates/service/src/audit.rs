//! Writing and reading the audit log.

use jiff::Timestamp;
use newtype_uuid::GenericUuid;
use serde_json::Value;
use taxiway_domain::ids::{AuditEntryId, OrganisationId};
use taxiway_domain::role::Action;
use taxiway_store::{AuditEntry, Organisation, Tx};
use uuid::Uuid;

use crate::Service;
use crate::context::Context;
use crate::error::Result;

/// What was done, to what.
#[derive(Debug, Clone)]
pub(crate) struct Act<'a> {
    /// `noun.verb`; a key of the locale below `audit-action-`.
    pub action: &'a str,
    /// Kind of the thing.
    pub object_kind: &'a str,
    /// Id of the thing.
    pub object_id: String,
    /// Further facts; never secrets, hashes or serial numbers.
    pub detail: Value,
}

/// Who did it, as far as the log is concerned.
#[derive(Debug, Clone)]
pub(crate) struct Doer {
    pub actor_id: Option<Uuid>,
    pub actor_name: String,
    pub organisation_id: Option<Uuid>,
    pub organisation: String,
    pub request_id: String,
}

impl Doer {
    /// The service itself, working on a request made earlier.
    pub(crate) fn service(request_id: &str) -> Self {
        Self {
            actor_id: None,
            actor_name: "taxiway".to_owned(),
            organisation_id: None,
            organisation: String::new(),
            request_id: request_id.to_owned(),
        }
    }

    /// The operator at the command line.
    pub(crate) fn operator(request_id: &str) -> Self {
        Self { actor_name: "taxiway admin".to_owned(), ..Self::service(request_id) }
    }
}

impl From<&Context> for Doer {
    fn from(context: &Context) -> Self {
        Self {
            actor_id: Some(context.actor.user_id.into_untyped_uuid()),
            actor_name: context.actor.name.clone(),
            organisation_id: Some(context.actor.organisation_id.into_untyped_uuid()),
            organisation: context.actor.organisation.clone(),
            request_id: context.request_id.clone(),
        }
    }
}

/// A page of the audit log, newest first.
#[derive(Debug, Clone)]
pub struct AuditPage {
    /// The entries.
    pub entries: Vec<AuditEntry>,
    /// Where the next page begins.
    pub next: Option<AuditEntryId>,
}

impl Service {
    /// Records an act in the log of the customer concerned and of the partner behind it.
    pub(crate) async fn record(
        &self,
        tx: &mut Tx,
        doer: &Doer,
        customer: Option<&Organisation>,
        also: Option<OrganisationId>,
        act: Act<'_>,
    ) -> Result<()> {
        let now = self.clock.now();
        let on_behalf_of =
            customer.filter(|one| Some(one.organisation_id.into_untyped_uuid()) != doer.organisation_id);
        let entry = AuditEntry {
            entry_id: self.ids.new_id(now),
            at: now,
            actor_id: doer.actor_id,
            actor_name: doer.actor_name.clone(),
            actor_organisation_id: doer.organisation_id,
            actor_organisation: doer.organisation.clone(),
            on_behalf_of: on_behalf_of.map(|one| one.organisation_id.into_untyped_uuid()),
            on_behalf_of_name: on_behalf_of.map(|one| one.name.clone()),
            action: act.action.to_owned(),
            object_kind: act.object_kind.to_owned(),
            object_id: act.object_id,
            request_id: doer.request_id.clone(),
            detail: act.detail.to_string(),
        };
        let mut logs: Vec<OrganisationId> = [
            customer.map(|one| one.organisation_id),
            doer.organisation_id.map(OrganisationId::from_untyped_uuid),
            also,
        ]
        .into_iter()
        .flatten()
        .collect();
        logs.sort_unstable();
        logs.dedup();
        for log in logs {
            tx.insert_audit_entry(log, &entry).await?;
        }
        Ok(())
    }

    /// The log of the caller's organisation, newest first.
    pub async fn audit_log(
        &self,
        context: &Context,
        before: Option<AuditEntryId>,
        limit: usize,
    ) -> Result<AuditPage> {
        context.require(Action::AuditRead)?;
        let before = before.unwrap_or_else(|| AuditEntryId::from_untyped_uuid(Uuid::max()));
        let mut conn = self.store.read().await?;
        let wanted = i64::try_from(limit).unwrap_or(100) + 1;
        let mut entries = conn.audit_entries(context.actor.organisation_id, before, wanted).await?;
        let next = (entries.len() > limit).then(|| entries[limit - 1].entry_id);
        entries.truncate(limit);
        Ok(AuditPage { entries, next })
    }

    /// The present moment by the service's clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
