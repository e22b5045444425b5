//! Writing the audit log.

use jiff::Timestamp;
use newtype_uuid::GenericUuid;
use serde_json::Value;
use taxiway_domain::ids::{AppId, OrganisationId};
use taxiway_domain::role::Role;
use taxiway_store::{AuditEntry, Organisation, Tx};
use uuid::Uuid;

use crate::Service;
use crate::activity::ActivityFilter;
use crate::context::{Context, CustomerAccess};
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
    /// The lower role that would have done.
    pub lower_role: Option<Role>,
    /// The program that acted, alone or for the actor: its id and name.
    pub app: Option<(AppId, String)>,
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
            lower_role: None,
            app: None,
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
            lower_role: context.lower_role(),
            app: context.actor.app.as_ref().map(|app| (app.app_id, app.name.clone())),
        }
    }
}

/// A page of the audit log, newest first.
#[derive(Debug, Clone)]
pub struct AuditPage {
    /// The entries.
    pub entries: Vec<AuditEntry>,
    /// Where the next page begins: with the entries before this place.
    pub next: Option<i64>,
    /// Whether the page ends early because enough was looked at for one request.
    pub is_partial: bool,
}

/// An organisation concerned by an act.
struct Party {
    id: Uuid,
    name: String,
}

impl Service {
    /// Records an act in the log of the customer concerned, of the organisation that acted, and of another one concerned.
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
            sequence: 0,
            encoding: 0,
            entry_id: self.ids.new_id(now),
            at: now,
            actor_id: doer.actor_id,
            actor_name: doer.actor_name.clone(),
            actor_organisation_id: doer.organisation_id,
            actor_organisation: doer.organisation.clone(),
            on_behalf_of: on_behalf_of.map(|one| one.organisation_id.into_untyped_uuid()),
            on_behalf_of_name: on_behalf_of.map(|one| one.name.clone()),
            about_id: None,
            about_name: None,
            action: act.action.to_owned(),
            object_kind: act.object_kind.to_owned(),
            object_id: act.object_id,
            request_id: doer.request_id.clone(),
            lower_role: doer.lower_role.map(|role| role.as_str().to_owned()),
            detail: with_app(act.detail, doer).to_string(),
            hash: Vec::new(),
        };
        let parties = parties(tx, doer, customer, also).await?;
        let mut logs: Vec<Uuid> = parties.iter().map(|party| party.id).collect();
        // Writers that meet in several logs take them in the same order.
        logs.sort_unstable();
        logs.dedup();
        for log in logs {
            let about = parties.iter().find(|party| party.id != log);
            let about_id = about.map(|party| party.id);
            let about_name = about.map(|party| party.name.clone());
            let entry = AuditEntry { about_id, about_name, ..entry.clone() };
            tx.append_audit_entry(OrganisationId::from_untyped_uuid(log), &entry).await?;
        }
        Ok(())
    }

    /// Records that something of a customer's was read, which is all that happens to it.
    pub(crate) async fn note(&self, context: &Context, access: &CustomerAccess, act: Act<'_>) -> Result<()> {
        taxiway_store::write!(self.store, |tx| {
            self.record(tx, &Doer::from(context), Some(access.customer()), None, act.clone()).await
        })
    }

    /// The log of the caller's organisation, newest first.
    pub async fn audit_log(&self, context: &Context, before: Option<i64>, limit: usize) -> Result<AuditPage> {
        self.activity(context, &ActivityFilter::default(), before, limit).await
    }

    /// The present moment by the service's clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

/// The facts of an act, with the program that did it.
fn with_app(mut detail: Value, doer: &Doer) -> Value {
    if let (Some((id, name)), Value::Object(facts)) = (&doer.app, &mut detail) {
        facts.insert("app".to_owned(), Value::from(name.as_str()));
        facts.insert("app-id".to_owned(), Value::from(id.to_string()));
    }
    detail
}

/// Who is concerned, most telling first: to somebody else the customer, to the customer the other side.
async fn parties(
    tx: &mut Tx,
    doer: &Doer,
    customer: Option<&Organisation>,
    also: Option<OrganisationId>,
) -> Result<Vec<Party>> {
    let mut parties = Vec::new();
    if let Some(customer) = customer {
        parties.push(Party { id: customer.organisation_id.into_untyped_uuid(), name: customer.name.clone() });
    }
    if let Some(also) = also {
        let id = also.into_untyped_uuid();
        let name = match tx.organisation(also).await? {
            Some(found) => found.name,
            None => String::new(),
        };
        parties.push(Party { id, name });
    }
    if let Some(id) = doer.organisation_id {
        parties.push(Party { id, name: doer.organisation.clone() });
    }
    Ok(parties)
}
