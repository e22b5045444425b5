//! Looking something up in the audit log, and taking it away.

use jiff::Timestamp;
use newtype_uuid::GenericUuid;
use serde_json::json;
use taxiway_domain::audit::{Digest, Entry, Head};
use taxiway_domain::ids::{OrganisationId, UserId};
use taxiway_domain::role::Action;
use taxiway_store::{AuditEntry, AuditFilter, Conn, Named};

use crate::Service;
use crate::audit::{Act, AuditPage, Doer};
use crate::context::Context;
use crate::error::{Result, ServiceError};

/// Every action that the log knows, as stored. The text of one is `audit-action-` with `-` in place of the dot.
pub const ACTIONS: &[&str] = &[
    "session.sign-in",
    "session.refuse",
    "session.lock",
    "session.sign-out",
    "upload.receive",
    "upload.discard",
    "upload.expire",
    "upload.read",
    "upload.export",
    "job.submit",
    "job.finish",
    "job.stop",
    "job.cancel",
    "job.retry",
    "job.export",
    "device.export",
    "device.read-hash",
    "device.deregister",
    "approval.decide",
    "organisation.create",
    "user.create",
    "user.reset-password",
    "relationship.approve",
    "relationship.end",
    "relationship.decline",
    "relationship.change-scope",
    "relationship.remove-administration",
    "consent.request",
    "consent.renew",
    "consent.revoke",
    "consent.send",
    "consent.refuse",
    "link.open",
    "link.close",
    "link.rotate",
    "organisation.set-region",
    "provider.link",
    "provider.unlink",
    "tag.create",
    "catalogue.publish",
    "identity-provider.create",
    "identity-provider.change",
    "identity-provider.delete",
    "sign-in-policy.change",
    "user.link",
    "passkey.add",
    "passkey.rename",
    "passkey.remove",
    "second-factor.require",
    "second-factor.release",
    "audit.export",
    "audit.checkpoint",
    "user.invite",
    "user.revoke-invitation",
    "user.accept-invitation",
    "user.change-roles",
    "user.remove-passkeys",
    "user.disable",
    "user.enable",
    "user.send-reset",
    "user.request-reset",
    "user.change-password",
    "user.change-profile",
    "session.end",
    "mail.fail",
    "app.create",
    "app.change",
    "app.add-secret",
    "app.revoke-secret",
    "app.disable",
    "app.enable",
    "app.sign-in",
    "app.let-act",
    "app.stop-acting",
    "app.delete",
    "api.read",
    "profile.create",
    "profile.change",
    "profile.delete",
    "profile.assign",
];

/// Which entries of the log are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActivityFilter {
    /// Only this action, as stored.
    pub action: Option<String>,
    /// Only what is about this organisation.
    pub organisation: Option<OrganisationId>,
    /// Only acts of this person.
    pub person: Option<UserId>,
    /// Only entries in which this text stands anywhere.
    pub search: Option<String>,
    /// Not before this moment.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

/// Who and what a log can be narrowed down to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActivityChoices {
    /// Organisations that the log tells about, by name.
    pub organisations: Vec<(OrganisationId, String)>,
    /// People who acted, by name.
    pub people: Vec<(UserId, String)>,
}

/// A log, or a part of one, on its way to a file.
#[derive(Debug, Clone)]
pub struct LogExport {
    /// Whose log: the caller's organisation.
    pub log: OrganisationId,
    /// When it was asked for.
    pub at: Timestamp,
    /// What comes before the first entry; none when entries are left out in between.
    pub after: Option<Head>,
    /// Where the log ended when it was asked for.
    pub end: Head,
    filter: ActivityFilter,
    /// The place after which the next entries are read.
    read: u64,
}

/// Longest text that is searched for, in characters.
const SEARCH_CHARS: usize = 100;
/// Choices that a filter offers; a longer list is of no help.
const CHOICES: usize = 200;
/// Entries among which a filter without an index of its own looks at a time.
const WINDOW: i64 = 10_000;
/// Windows looked through for one page; then the page ends early, with a cursor to go on from.
const WINDOWS: usize = 10;
/// Entries of an export that are read at a time.
const EXPORTED_AT_ONCE: i64 = 500;

impl ActivityFilter {
    fn stored(&self) -> Result<AuditFilter> {
        let search = self.search.as_deref().map(str::trim).filter(|search| !search.is_empty());
        if search.is_some_and(|search| search.chars().count() > SEARCH_CHARS) {
            return Err(ServiceError::invalid("search", "search-long", SEARCH_CHARS.to_string()));
        }
        Ok(AuditFilter {
            action: self.action.clone(),
            about: self.organisation.map(GenericUuid::into_untyped_uuid),
            actor: self.person.map(GenericUuid::into_untyped_uuid),
            search: search.map(ToOwned::to_owned),
            from: self.from,
            until: self.until,
        })
    }

    /// Whether what it takes are all entries from some place on.
    fn is_whole(&self) -> bool {
        *self == Self { from: self.from, ..Self::default() }
    }

    fn takes(&self, entry: &AuditEntry) -> bool {
        self.action.as_ref().is_none_or(|action| *action == entry.action)
            && self.organisation.is_none_or(|one| entry.about_id == Some(one.into_untyped_uuid()))
            && self.person.is_none_or(|one| entry.actor_id == Some(one.into_untyped_uuid()))
            && self.from.is_none_or(|from| entry.at >= from)
            && self.until.is_none_or(|until| entry.at < until)
    }
}

/// Whether the store has an index for the filter, so that it reads nothing but what is wanted.
fn is_direct(filter: &AuditFilter) -> bool {
    let asked = [filter.action.is_some(), filter.about.is_some(), filter.actor.is_some()];
    filter.search.is_none() && asked.into_iter().filter(|asked| *asked).count() <= 1
}

/// The first and the last place at which something that the filter takes can stand.
async fn bounds(conn: &mut Conn, log: OrganisationId, filter: &AuditFilter) -> Result<Option<(i64, i64)>> {
    if filter.from.is_some() || filter.until.is_some() {
        return Ok(conn.audit_bounds(log, filter).await?);
    }
    Ok(conn.last_audit_entry(log).await?.map(|last| (i64::MIN, last)))
}

impl Service {
    /// The entries of the caller's log that the filter takes, newest first.
    ///
    /// The order is that of the log, in which an entry that comes late stands last: reading on from a place never misses one.
    pub async fn activity(
        &self,
        context: &Context,
        filter: &ActivityFilter,
        before: Option<i64>,
        limit: usize,
    ) -> Result<AuditPage> {
        context.require(Action::AuditRead)?;
        let filter = filter.stored()?;
        let log = context.actor.organisation_id;
        let mut conn = self.store.read().await?;
        let mut page = AuditPage { entries: Vec::new(), next: None, is_partial: false };
        let Some((lowest, highest)) = bounds(&mut conn, log, &filter).await? else { return Ok(page) };
        let mut before = before.unwrap_or(i64::MAX).min(highest.saturating_add(1));
        let window = if is_direct(&filter) { i64::MAX } else { WINDOW };
        for _ in 0..WINDOWS {
            let floor = before.saturating_sub(window).max(lowest);
            let missing = i64::try_from(limit + 1 - page.entries.len()).unwrap_or(i64::MAX);
            page.entries.extend(conn.audit_entries(log, &filter, before, floor, missing).await?);
            if page.entries.len() > limit {
                page.entries.truncate(limit);
                page.next = page.entries.last().map(|last| last.sequence);
                return Ok(page);
            }
            before = floor;
            if before <= lowest.max(1) {
                return Ok(page);
            }
        }
        Ok(AuditPage { next: Some(before), is_partial: true, ..page })
    }

    /// Who and what the caller's log can be narrowed down to.
    pub async fn activity_choices(&self, context: &Context) -> Result<ActivityChoices> {
        context.require(Action::AuditRead)?;
        let log = context.actor.organisation_id;
        let mut conn = self.store.read().await?;
        let organisations = conn.audit_organisations(log, CHOICES).await?;
        let people = conn.audit_people(log, CHOICES).await?;
        Ok(ActivityChoices { organisations: by_name(organisations), people: by_name(people) })
    }

    /// Begins to take the log away, which is an act like any other: its own entry is the last of the export.
    pub async fn begin_log_export(&self, context: &Context, filter: &ActivityFilter) -> Result<LogExport> {
        context.require(Action::AuditRead)?;
        let stored = filter.stored()?;
        let log = context.actor.organisation_id;
        let at = self.clock.now();
        let detail = json!({ "from": filter.from, "until": filter.until, "action": filter.action });
        let end = taxiway_store::write!(self.store, |tx| {
            let object_id = log.to_string();
            let detail = detail.clone();
            let act = Act { action: "audit.export", object_kind: "organisation", object_id, detail };
            self.record(tx, &Doer::from(context), None, None, act).await?;
            tx.audit_head(log).await?.ok_or(ServiceError::NotFound)
        })?;
        let mut conn = self.store.read().await?;
        let first = bounds(&mut conn, log, &stored).await?.map_or(i64::MAX, |(first, _)| first.max(1));
        let read = u64::try_from(first).unwrap_or(1) - 1;
        let after = if filter.is_whole() {
            Some(end_of(&mut conn, log, read.min(end.sequence)).await?)
        } else {
            None
        };
        let filter = if filter.is_whole() { ActivityFilter::default() } else { filter.clone() };
        Ok(LogExport { log, at, after, end, filter, read })
    }

    /// The next entries of an export, in the order of the log; none when it is complete.
    pub async fn log_export_part(
        &self,
        context: &Context,
        export: &mut LogExport,
    ) -> Result<Option<Vec<Entry>>> {
        context.require(Action::AuditRead)?;
        let signed = |place: u64| i64::try_from(place).unwrap_or(i64::MAX);
        let mut conn = self.store.read().await?;
        let (after, until) = (signed(export.read), signed(export.end.sequence));
        let rows = conn.audit_chain(export.log, after, until, EXPORTED_AT_ONCE).await?;
        let Some((last, _)) = rows.last() else { return Ok(None) };
        export.read = last.sequence.unsigned_abs();
        let wanted = rows.iter().filter(|(entry, _)| export.filter.takes(entry));
        Ok(Some(wanted.map(|(entry, _)| entry.chained()).collect()))
    }
}

/// What stands at a place of a log, as far as a chain is concerned.
async fn end_of(conn: &mut Conn, log: OrganisationId, place: u64) -> Result<Head> {
    let signed = i64::try_from(place).unwrap_or(i64::MAX);
    let rows = conn.audit_chain(log, signed - 1, signed, 1).await?;
    let hash = rows.first().map_or(Digest::BEGINNING, |(entry, _)| entry.chained().hash);
    Ok(Head { sequence: place, hash })
}

fn by_name<I: GenericUuid>(named: Vec<Named>) -> Vec<(I, String)> {
    let mut choices: Vec<_> =
        named.into_iter().map(|one| (I::from_untyped_uuid(one.id), one.name.unwrap_or_default())).collect();
    choices.sort_by_key(|(_, name)| name.to_lowercase());
    choices
}
