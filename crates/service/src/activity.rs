//! Looking something up in the audit log.

use jiff::Timestamp;
use newtype_uuid::GenericUuid;
use taxiway_domain::ids::{AuditEntryId, OrganisationId};
use taxiway_store::AuditEntry;
use uuid::Builder;

use crate::Service;
use crate::audit::AuditPage;
use crate::context::Context;
use crate::error::Result;

/// Every action that the log knows, as stored. The text of one is `audit-action-` with `-` in place of the dot.
pub const ACTIONS: [&str; 30] = [
    "session.sign-in",
    "session.refuse",
    "session.lock",
    "session.sign-out",
    "upload.receive",
    "upload.discard",
    "job.submit",
    "job.finish",
    "job.stop",
    "job.cancel",
    "job.retry",
    "device.export",
    "organisation.create",
    "user.create",
    "user.reset-password",
    "relationship.approve",
    "relationship.end",
    "tag.create",
    "catalogue.publish",
    "identity-provider.create",
    "identity-provider.change",
    "identity-provider.delete",
    "sign-in-policy.change",
    "user.link",
    "user.assign-roles",
    "passkey.add",
    "passkey.rename",
    "passkey.remove",
    "second-factor.require",
    "second-factor.release",
];

/// Which entries of the log are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActivityFilter {
    /// Only this action, as stored.
    pub action: Option<String>,
    /// Only on behalf of this customer.
    pub customer: Option<OrganisationId>,
    /// Not before this moment.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

impl ActivityFilter {
    fn takes(&self, entry: &AuditEntry) -> bool {
        self.action.as_ref().is_none_or(|action| *action == entry.action)
            && self.customer.is_none_or(|one| entry.on_behalf_of == Some(one.into_untyped_uuid()))
            && self.until.is_none_or(|until| entry.at < until)
    }
}

/// Entries read at a time.
const STEP: usize = 500;
/// Entries looked at for one page; a filter that takes few of them gives a short page and a cursor to go on from.
const LOOKED_AT: usize = 10_000;

impl Service {
    /// The entries of the caller's log that the filter takes, newest first.
    pub async fn activity(
        &self,
        context: &Context,
        filter: &ActivityFilter,
        before: Option<AuditEntryId>,
        limit: usize,
    ) -> Result<AuditPage> {
        let mut cursor = before.or_else(|| filter.until.map(first_id));
        let mut entries = Vec::new();
        for _ in 0..LOOKED_AT / STEP {
            let page = self.audit_log(context, cursor, STEP).await?;
            for entry in page.entries {
                if filter.from.is_some_and(|from| entry.at < from) {
                    return Ok(AuditPage { entries, next: None });
                }
                if filter.takes(&entry) {
                    if entries.len() == limit {
                        let next = entries.last().map(|last: &AuditEntry| last.entry_id);
                        return Ok(AuditPage { entries, next });
                    }
                    entries.push(entry);
                }
            }
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        Ok(AuditPage { entries, next: cursor })
    }
}

/// The smallest id of a moment: ids begin with their time in milliseconds (RFC 9562 §5.7).
fn first_id(at: Timestamp) -> AuditEntryId {
    let millis = u64::try_from(at.as_millisecond()).unwrap_or_default();
    AuditEntryId::from_untyped_uuid(Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid())
}
