//! A partner asks a customer for consent: the request, its link, and what became of it.

use newtype_uuid::GenericUuid;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use taxiway_domain::ids::{ConsentRequestId, OrganisationId};
use taxiway_domain::relationship::{RequestState, Scope};
use taxiway_domain::role::{Action, OrganisationKind};
use taxiway_store::{Conn, ConsentRequest, NewLink, Organisation, RequestFilter};

use crate::Service;
use crate::audit::{Act, Doer};
use crate::context::Context;
use crate::customer::Page;
use crate::error::{Result, ServiceError};
use crate::letter::digest;
use crate::mailer::address;
use crate::outbox::NewMail;
use crate::scope::{ScopeInput, read_scope, scope_text, stored_scope};
use crate::standing_link::asking;

/// Longest name under which a request is kept, in characters.
const LABEL_CHARS: usize = 200;
/// Longest id of a form.
const SUBMISSION_BYTES: usize = 200;

/// What a partner asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewRequest {
    /// What the partner calls it, such as the customer's name; may be empty.
    pub label: String,
    /// Tenant id of the only customer that may decide; empty for whoever holds the link.
    pub customer: String,
    /// The provider that is asked for along with a reseller.
    pub provider: Option<OrganisationId>,
    /// Whether delegated administration is asked for.
    pub delegated_administration: bool,
    /// How far the consent should reach, as far as the partner can say.
    pub scope: ScopeInput,
    /// Makes a repeated form harmless.
    pub submission: String,
}

/// A request with the secret of its link, which is told this once.
#[derive(Debug, Clone)]
pub struct RequestMade {
    /// The request.
    pub view: RequestView,
    /// What stands in the link.
    pub token: SecretString,
}

/// A mail to a customer.
#[derive(Clone)]
pub struct RequestMail {
    /// To whom.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// Its text, with the link.
    pub body: String,
}

/// Refuses what is no e-mail address.
pub fn check_address(email: &str) -> Result<()> {
    if address(email).is_none() {
        return Err(ServiceError::invalid("email", "email", email));
    }
    Ok(())
}

/// A request as whoever asked sees it.
#[derive(Debug, Clone)]
pub struct RequestView {
    /// The stored facts.
    pub request: ConsentRequest,
    /// Where it stands now.
    pub state: RequestState,
    /// How far the consent should reach.
    pub scope: Scope,
    /// Name of the provider asked for along with the reseller.
    pub provider: Option<String>,
    /// The customer that decided.
    pub customer: Option<Organisation>,
}

impl Service {
    /// Asks for consent. What comes of it depends on a customer alone.
    pub async fn request_consent(&self, context: &Context, new: &NewRequest) -> Result<RequestMade> {
        asking_partner(context, Action::RelationshipRequest)?;
        if new.delegated_administration {
            context.require(Action::RelationshipRequestDelegated)?;
        }
        let now = self.clock.now();
        let organisation = context.actor.organisation_id;
        let mut conn = self.store.read().await?;
        let provider = provider(&mut conn, context, new.provider).await?;
        let token = self.token();
        let row = ConsentRequest {
            organisation_id: organisation,
            request_id: self.ids.new_id(now),
            submission: submission(&new.submission)?,
            token_digest: token.digest.to_vec(),
            provider_id: provider.as_ref().map(|one| one.organisation_id.into_untyped_uuid()),
            tenant_id: addressee(&new.customer)?.map(GenericUuid::into_untyped_uuid),
            label: label(&new.label)?,
            state: RequestState::Open.as_str().to_owned(),
            delegated_administration: new.delegated_administration,
            scope: scope_text(&read_scope(&new.scope, None, now)?)?,
            created_by: context.actor.user_id,
            created_by_name: context.actor.name.clone(),
            created_at: now,
            expires_at: now + self.settings.consent.link,
            decided_at: None,
            decided_by: None,
            reason: None,
            ended: false,
        };
        // The link was told once; whoever sends the form again finds the request in the list.
        if conn.consent_request_by_submission(organisation, &row.submission).await?.is_some() {
            return Err(ServiceError::Conflict("request-made"));
        }
        drop(conn);
        let made = taxiway_store::write!(self.store, |tx| {
            tx.insert_consent_request(&row).await?;
            self.record(tx, &Doer::from(context), None, provider_id(&row), act("consent.request", &row)).await
        });
        match made {
            Err(ServiceError::Store(error)) if error.is_unique_violation() => {
                return Err(ServiceError::Conflict("request-made"));
            }
            other => other?,
        }
        let view = view(&mut self.store.read().await?, row, now).await?;
        Ok(RequestMade { view, token: token.secret })
    }

    /// A page of the requests of the caller's organisation, newest first.
    pub async fn consent_requests(
        &self,
        context: &Context,
        search: &str,
        state: Option<RequestState>,
        number: u64,
        size: u64,
    ) -> Result<Page<RequestView>> {
        asking_partner(context, Action::RelationshipRead)?;
        let (number, size) = (number.clamp(1, 1_000_000), size.clamp(1, 200));
        let now = self.clock.now();
        let filter = RequestFilter { search, state: state.map_or("", RequestState::as_str), now };
        let (limit, offset) = window(number, size);
        let mut conn = self.store.read().await?;
        let (rows, total) =
            conn.consent_requests(context.actor.organisation_id, filter, limit, offset).await?;
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            items.push(view(&mut conn, row, now).await?);
        }
        Ok(Page { items, number, size, total: total.unsigned_abs() })
    }

    /// One request of the caller's organisation.
    pub async fn consent_request(&self, context: &Context, id: ConsentRequestId) -> Result<RequestView> {
        asking_partner(context, Action::RelationshipRead)?;
        let mut conn = self.store.read().await?;
        let found = conn.consent_request(context.actor.organisation_id, id).await?;
        view(&mut conn, found.ok_or(ServiceError::NotFound)?, self.clock.now()).await
    }

    /// Gives an undecided request another link and time anew; the earlier link stops working at once.
    pub async fn renew_request(&self, context: &Context, id: ConsentRequestId) -> Result<RequestMade> {
        let found = self.own_request(context, id).await?;
        let now = self.clock.now();
        let token = self.token();
        let link = NewLink { token_digest: &token.digest, expires_at: now + self.settings.consent.link };
        taxiway_store::write!(self.store, |tx| {
            if !tx.renew_consent_request(found.organisation_id, id, link).await? {
                return Err(ServiceError::Conflict("request-decided"));
            }
            self.record(tx, &Doer::from(context), None, provider_id(&found), act("consent.renew", &found))
                .await
        })?;
        Ok(RequestMade { view: self.consent_request(context, id).await?, token: token.secret })
    }

    /// Takes an undecided request back; its link stops working at once.
    pub async fn revoke_request(&self, context: &Context, id: ConsentRequestId) -> Result<()> {
        let found = self.own_request(context, id).await?;
        let now = self.clock.now();
        taxiway_store::write!(self.store, |tx| {
            if !tx.revoke_consent_request(found.organisation_id, id, now).await? {
                return Err(ServiceError::Conflict("request-decided"));
            }
            self.record(tx, &Doer::from(context), None, provider_id(&found), act("consent.revoke", &found))
                .await
        })
    }

    /// Whether a token is the one of an open request of the caller's: a draft that comes back is checked by it.
    pub async fn is_link_of(
        &self,
        context: &Context,
        id: ConsentRequestId,
        token: &SecretString,
    ) -> Result<bool> {
        let found = self.own_request(context, id).await?;
        let open = RequestState::from_name(&found.state) == Some(RequestState::Open);
        Ok(open && found.token_digest == digest(token))
    }

    /// Sends a draft with the link of a request. The address is kept only until the mail is sent.
    pub async fn send_request(
        &self,
        context: &Context,
        id: ConsentRequestId,
        token: &SecretString,
        mail: &RequestMail,
    ) -> Result<()> {
        let found = self.own_request(context, id).await?;
        if !self.is_link_of(context, id, token).await? || !mail.body.contains(token.expose_secret()) {
            return Err(ServiceError::Conflict("request-decided"));
        }
        let letter = NewMail {
            recipient: &mail.to,
            subject: &mail.subject,
            body: &mail.body,
            organisation: Some(context.actor.organisation_id),
            expires_at: found.expires_at,
        };
        taxiway_store::write!(self.store, |tx| {
            self.queue_mail(tx, letter, &context.request_id).await?;
            self.record(tx, &Doer::from(context), None, None, act("consent.send", &found)).await
        })?;
        self.mail_is_due();
        Ok(())
    }

    /// Begins a request: refuses whoever may not ask, and gives the providers of which a reseller names one.
    pub async fn begin_request(&self, context: &Context) -> Result<Vec<Organisation>> {
        asking_partner(context, Action::RelationshipRequest)?;
        match context.actor.kind {
            OrganisationKind::IndirectReseller => self.own_providers(context).await,
            _ => Ok(Vec::new()),
        }
    }

    /// The providers under which the caller's reseller may ask.
    pub async fn own_providers(&self, context: &Context) -> Result<Vec<Organisation>> {
        asking(context, Action::RelationshipRead)?;
        Ok(self.store.read().await?.providers(context.actor.organisation_id).await?)
    }

    /// A request that the caller may change: one with delegated administration only by those who may ask for it.
    async fn own_request(&self, context: &Context, id: ConsentRequestId) -> Result<ConsentRequest> {
        asking_partner(context, Action::RelationshipRequest)?;
        let found = self.store.read().await?.consent_request(context.actor.organisation_id, id).await?;
        let found = found.ok_or(ServiceError::NotFound)?;
        if found.delegated_administration {
            context.require(Action::RelationshipRequestDelegated)?;
        }
        Ok(found)
    }
}

/// Manufacturers have one link for all; only partners ask one by one.
fn asking_partner(context: &Context, action: Action) -> Result<()> {
    if !context.actor.kind.is_partner() {
        return Err(ServiceError::NotFound);
    }
    context.require(action)
}

/// The rows of a numbered page.
pub(crate) fn window(number: u64, size: u64) -> (i64, i64) {
    let offset = i64::try_from((number - 1) * size).unwrap_or(i64::MAX);
    (i64::try_from(size).unwrap_or(200), offset)
}

/// The provider under which a reseller asks: one of its own, and only where it has any.
async fn provider(
    conn: &mut Conn,
    context: &Context,
    wanted: Option<OrganisationId>,
) -> Result<Option<Organisation>> {
    let known = match context.actor.kind {
        OrganisationKind::IndirectReseller => conn.providers(context.actor.organisation_id).await?,
        _ => Vec::new(),
    };
    match wanted {
        None if known.is_empty() => Ok(None),
        None => Err(ServiceError::invalid("provider", "provider-missing", "")),
        Some(wanted) => known
            .into_iter()
            .find(|one| one.organisation_id == wanted)
            .map(Some)
            .ok_or_else(|| ServiceError::invalid("provider", "provider-missing", "")),
    }
}

fn provider_id(row: &ConsentRequest) -> Option<OrganisationId> {
    row.provider_id.map(OrganisationId::from_untyped_uuid)
}

/// The label stays out of the log: it may name a person.
fn act<'a>(action: &'a str, row: &ConsentRequest) -> Act<'a> {
    Act {
        action,
        object_kind: "consent-request",
        object_id: row.request_id.to_string(),
        detail: json!({
            "delegated-administration": row.delegated_administration,
            "customer": row.tenant_id.map(|tenant| tenant.to_string()),
        }),
    }
}

/// Whether such a tenant exists is not looked up: nobody may find out by asking.
fn addressee(text: &str) -> Result<Option<OrganisationId>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| ServiceError::invalid("customer", "tenant-id", text))
}

fn label(text: &str) -> Result<String> {
    let text = text.trim();
    if text.chars().count() > LABEL_CHARS || text.chars().any(char::is_control) {
        return Err(ServiceError::invalid("label", "text", LABEL_CHARS.to_string()));
    }
    Ok(text.to_owned())
}

fn submission(text: &str) -> Result<String> {
    if text.is_empty() || text.len() > SUBMISSION_BYTES {
        return Err(ServiceError::invalid("submission", "missing", ""));
    }
    Ok(text.to_owned())
}

async fn view(conn: &mut Conn, row: ConsentRequest, now: jiff::Timestamp) -> Result<RequestView> {
    let stored = RequestState::from_name(&row.state).unwrap_or(RequestState::Revoked);
    let provider = match provider_id(&row) {
        Some(id) => conn.organisation(id).await?.map(|found| found.name),
        None => None,
    };
    let customer = match row.decided_by {
        Some(id) => conn.organisation(OrganisationId::from_untyped_uuid(id)).await?,
        None => None,
    };
    let state = if row.ended { RequestState::Ended } else { stored.at(row.expires_at, now) };
    Ok(RequestView { scope: stored_scope(&row.scope), state, provider, customer, request: row })
}
