//! What a link leads to, and who may follow it.

use jiff::Timestamp;
use newtype_uuid::GenericUuid;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use taxiway_domain::ids::{ConsentRequestId, OrganisationId};
use taxiway_domain::region::Region;
use taxiway_domain::relationship::{RequestState, Scope};
use taxiway_domain::role::{Action, OrganisationKind, Role};
use taxiway_store::{Conn, ConsentRequest, Organisation, Relationship};

use crate::Service;
use crate::affiliation::{kind_of, regions_of};
use crate::audit::{Act, Doer};
use crate::context::Context;
use crate::error::Result;
use crate::letter::digest;
use crate::scope::stored_scope;
use crate::session::roles_of;

/// Characters of a token and of the code of a standing link: 32 bytes in base64.
const TOKEN_CHARS: usize = 43;
/// Administrators named to somebody who may not decide.
const DECIDERS: usize = 5;

/// What stands in a link.
#[derive(Debug, Clone)]
pub enum Ticket {
    /// The secret of a request, or the code of a standing link.
    Token(SecretString),
    /// The published form: it names a partner and holds no secret.
    Partner {
        /// Who asks.
        partner: OrganisationId,
        /// The provider asked for along with a reseller.
        provider: Option<OrganisationId>,
        /// Whether the link asks for delegated administration. It can leave out what the partner asks for, never add.
        delegated: bool,
    },
}

impl Ticket {
    /// Reads what stands in a link of ours; none for what was never made by us.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if text.len() == TOKEN_CHARS && text.bytes().all(plain) {
            return Some(Self::Token(SecretString::from(text)));
        }
        let mut parts = text.strip_prefix("partner.")?.split('.');
        let partner = parts.next()?.parse().ok()?;
        let delegated = match parts.next()? {
            "1" => true,
            "0" => false,
            _ => return None,
        };
        let provider = match parts.next() {
            Some(provider) => Some(provider.parse().ok()?),
            None => None,
        };
        parts.next().is_none().then_some(Self::Partner { partner, provider, delegated })
    }

    /// As it stands in the path of a link.
    pub fn text(&self) -> String {
        match self {
            Self::Token(token) => token.expose_secret().to_owned(),
            Self::Partner { partner, provider, delegated } => {
                let provider = provider.map(|provider| format!(".{provider}")).unwrap_or_default();
                format!("partner.{partner}.{}{provider}", u8::from(*delegated))
            }
        }
    }
}

/// Why a link leads nowhere for this person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkRefusal {
    /// Nobody made it, or it was replaced.
    Forged,
    /// Only customers give consent.
    NotACustomer,
    /// The visitor's own organisation asked.
    Own,
    /// It is meant for another customer.
    OtherTenant,
    /// Its time is over.
    Expired,
    /// It was taken back.
    Revoked,
    /// A decision was made by it.
    Used,
    /// The consent stands already.
    AlreadyRelated,
    /// The partner may not have customers where this one is.
    Region,
    /// Another role decides.
    NotTheDecider,
    /// The account is not one that counts for manufacturers.
    Account,
    /// More was ticked than was asked for.
    NotAsked,
}

impl LinkRefusal {
    /// Every reason.
    pub const ALL: [Self; 12] = [
        Self::Forged,
        Self::NotACustomer,
        Self::Own,
        Self::OtherTenant,
        Self::Expired,
        Self::Revoked,
        Self::Used,
        Self::AlreadyRelated,
        Self::Region,
        Self::NotTheDecider,
        Self::Account,
        Self::NotAsked,
    ];

    /// Stable name; the texts are `link-<name>-title` and `link-<name>-text` in the locale.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Forged => "forged",
            Self::NotACustomer => "not-a-customer",
            Self::Own => "own",
            Self::OtherTenant => "other-tenant",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Used => "used",
            Self::AlreadyRelated => "already-related",
            Self::Region => "region",
            Self::NotTheDecider => "not-the-decider",
            Self::Account => "account",
            Self::NotAsked => "not-asked",
        }
    }

    /// Whether the visitor may know who asks.
    fn tells_asker(self) -> bool {
        !matches!(self, Self::Forged | Self::NotACustomer | Self::OtherTenant)
    }
}

/// A refusal with what the visitor may know about it.
#[derive(Debug, Clone)]
pub struct RefusedLink {
    /// Why.
    pub why: LinkRefusal,
    /// Name of who asks.
    pub asker: Option<String>,
    /// Names of those of the visitor's own organisation who may decide.
    pub deciders: Vec<String>,
    /// The visitor's own request.
    pub own_request: Option<ConsentRequestId>,
}

/// An organisation that asks, as the customer sees it.
#[derive(Debug, Clone)]
pub struct Party {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: OrganisationKind,
    /// Its domain.
    pub domain: Option<String>,
    /// Where it sells.
    pub regions: Vec<Region>,
}

/// A question that this visitor may decide.
#[derive(Debug, Clone)]
pub struct ConsentQuestion {
    /// Who asks.
    pub asker: Party,
    /// The provider that is authorised along with a reseller.
    pub provider: Option<Party>,
    /// Whether the customer has consented to that provider already.
    pub provider_stands: bool,
    /// Whether delegated administration is asked for.
    pub delegated_administration: bool,
    /// How far the consent should reach, as the partner proposes.
    pub scope: Scope,
    /// Until when it can be decided; none for a standing link.
    pub expires_at: Option<Timestamp>,
    /// The relationship that stands already and would be changed.
    pub standing: Option<Relationship>,
    pub(crate) request: Option<ConsentRequest>,
    pub(crate) parties: (Organisation, Option<Organisation>),
}

impl ConsentQuestion {
    pub(crate) fn asker_organisation(&self) -> &Organisation {
        &self.parties.0
    }
}

/// What a link leads to.
pub type Opened = std::result::Result<Box<ConsentQuestion>, RefusedLink>;

/// Who asks by a link, before anything is known about the visitor.
struct Asked {
    asker: Organisation,
    provider: Option<Organisation>,
    delegated: bool,
    scope: Scope,
    request: Option<ConsentRequest>,
    is_open: bool,
}

impl Service {
    /// Opens a link. A refusal is in the log of the visitor's organisation, and only there: whoever asked does not learn
    /// who came by.
    pub async fn open_consent_link(&self, context: &Context, ticket: Option<&Ticket>) -> Result<Opened> {
        let opened = self.look(&mut self.store.read().await?, context, ticket).await?;
        if let Err(refused) = &opened {
            self.record_refusal(context, refused).await?;
        }
        Ok(opened)
    }

    pub(crate) async fn record_refusal(&self, context: &Context, refused: &RefusedLink) -> Result<()> {
        taxiway_store::write!(self.store, |tx| {
            let act = Act {
                action: "consent.refuse",
                object_kind: "consent-request",
                object_id: refused.own_request.map(|id| id.to_string()).unwrap_or_default(),
                detail: json!({ "reason": refused.why.as_str(), "partner": refused.asker }),
            };
            self.record(tx, &Doer::from(context), None, None, act).await
        })
    }

    /// What a link leads to for this person, in this moment.
    pub(crate) async fn look(
        &self,
        conn: &mut Conn,
        context: &Context,
        ticket: Option<&Ticket>,
    ) -> Result<Opened> {
        let asked = match ticket {
            None => None,
            Some(Ticket::Token(token)) => by_token(conn, token).await?,
            Some(Ticket::Partner { partner, provider, delegated }) => {
                self.by_partner(conn, context, *partner, *provider, *delegated).await?
            }
        };
        let Some(asked) = asked else { return Ok(Err(plain(LinkRefusal::Forged))) };
        let why = match self.visitor(context, &asked) {
            Some(why) => Some(why),
            None => self.standing_in_the_way(conn, context, &asked).await?,
        };
        if let Some(why) = why {
            return Ok(Err(refused(conn, context, &asked, why).await?));
        }
        let tenant = context.actor.organisation_id;
        let standing = conn.approved_relationship(tenant, asked.asker.organisation_id).await?;
        let provider = match &asked.provider {
            Some(provider) => Some(party(conn, provider).await?),
            None => None,
        };
        let provider_stands = match &provider {
            Some(provider) => conn.approved_relationship(tenant, provider.id).await?.is_some(),
            None => false,
        };
        Ok(Ok(Box::new(ConsentQuestion {
            asker: party(conn, &asked.asker).await?,
            provider,
            provider_stands,
            delegated_administration: asked.delegated,
            scope: asked.scope,
            expires_at: asked.request.as_ref().map(|request| request.expires_at),
            standing,
            request: asked.request,
            parties: (asked.asker, asked.provider),
        })))
    }

    /// The published form holds no secret. It leads to a request addressed to this very customer, or to what the partner
    /// lets everybody use; nothing can be granted by it that the partner does not ask for.
    async fn by_partner(
        &self,
        conn: &mut Conn,
        context: &Context,
        partner: OrganisationId,
        provider: Option<OrganisationId>,
        delegated: bool,
    ) -> Result<Option<Asked>> {
        // Everything is looked up before anything is decided: a partner that is there takes as many steps as none.
        let asker = conn.organisation(partner).await?;
        let addressed = conn.consent_request_to(partner, context.actor.organisation_id, self.now()).await?;
        let link = conn.standing_link(partner).await?.filter(|link| link.is_open);
        let Some(asker) = asker else { return Ok(None) };
        if !kind_of(&asker).is_some_and(OrganisationKind::is_partner) {
            return Ok(None);
        }
        if context.actor.organisation_id == partner {
            return Ok(Some(Asked {
                asker,
                provider: None,
                delegated: false,
                scope: Scope::default(),
                request: None,
                is_open: false,
            }));
        }
        let fits = |request: &ConsentRequest| {
            provider.is_none_or(|wanted| request.provider_id == Some(wanted.into_untyped_uuid()))
        };
        if let Some(request) = addressed.filter(fits) {
            let found = of_request(conn, request).await?;
            return Ok(found.map(|found| Asked { delegated: found.delegated && delegated, ..found }));
        }
        let Some(link) = link else { return Ok(None) };
        let known = match kind_of(&asker) {
            Some(OrganisationKind::IndirectReseller) => conn.providers(partner).await?,
            _ => Vec::new(),
        };
        let provider = match provider {
            // One that is not the reseller's own is not asked for.
            Some(wanted) => match known.into_iter().find(|one| one.organisation_id == wanted) {
                Some(found) => Some(found),
                None => return Ok(None),
            },
            None if known.len() > 1 => return Ok(None),
            None => known.into_iter().next(),
        };
        Ok(Some(Asked {
            asker,
            provider,
            delegated: link.delegated_administration && delegated,
            scope: Scope::default(),
            request: None,
            is_open: true,
        }))
    }

    /// What the link and the visitor say, without another look into the database.
    fn visitor(&self, context: &Context, asked: &Asked) -> Option<LinkRefusal> {
        let own = context.actor.organisation_id;
        if own == asked.asker.organisation_id
            || asked.provider.as_ref().is_some_and(|provider| provider.organisation_id == own)
        {
            return Some(LinkRefusal::Own);
        }
        if context.actor.kind != OrganisationKind::Customer {
            return Some(LinkRefusal::NotACustomer);
        }
        let addressee = asked.request.as_ref().and_then(|request| request.tenant_id);
        if addressee.is_some_and(|tenant| tenant != own.into_untyped_uuid()) {
            return Some(LinkRefusal::OtherTenant);
        }
        let state = asked.request.as_ref().map(|request| {
            let stored = RequestState::from_name(&request.state).unwrap_or(RequestState::Revoked);
            stored.at(request.expires_at, self.now())
        });
        match state {
            Some(RequestState::Expired) => Some(LinkRefusal::Expired),
            Some(RequestState::Revoked) => Some(LinkRefusal::Revoked),
            Some(RequestState::Accepted | RequestState::Ended | RequestState::Declined) => {
                Some(LinkRefusal::Used)
            }
            Some(RequestState::Open) | None if !asked.is_open => Some(LinkRefusal::Revoked),
            Some(RequestState::Open) | None => None,
        }
    }

    /// What forbids the decision to this person, or at all.
    async fn standing_in_the_way(
        &self,
        conn: &mut Conn,
        context: &Context,
        asked: &Asked,
    ) -> Result<Option<LinkRefusal>> {
        if context.require(Action::RelationshipAdminister).is_err() {
            return Ok(Some(LinkRefusal::NotTheDecider));
        }
        let tenant = context.actor.organisation_id;
        if kind_of(&asked.asker) == Some(OrganisationKind::Manufacturer)
            && !self.is_cloud_native(conn, context).await?
        {
            return Ok(Some(LinkRefusal::Account));
        }
        for party in std::iter::once(&asked.asker).chain(&asked.provider) {
            if !self.is_in_region(conn, party, tenant).await? {
                return Ok(Some(LinkRefusal::Region));
            }
        }
        let partner = asked.asker.organisation_id;
        let Some(standing) = conn.approved_relationship(tenant, partner).await? else { return Ok(None) };
        let adds = asked.delegated && !standing.delegated_administration;
        let registered = conn.deeds(tenant, partner).await?.devices.unsigned_abs();
        let used_up = stored_scope(&standing.scope).is_used_up(registered, self.now());
        Ok((!adds && !used_up).then_some(LinkRefusal::AlreadyRelated))
    }

    /// Whether the person's account counts for consent to manufacturers: an account of the cloud itself, not one that is
    /// brought along from a directory that others run.
    async fn is_cloud_native(&self, conn: &mut Conn, context: &Context) -> Result<bool> {
        let domains = &self.settings.consent.cloud_native_domains;
        if domains.is_empty() {
            return Ok(true);
        }
        let actor = &context.actor;
        let email = conn.user_email(actor.organisation_id, actor.user_id).await?.unwrap_or_default();
        let host = email.rsplit_once('@').map_or("", |(_, host)| host).to_lowercase();
        let counts = |domain: &String| {
            let domain = domain.to_lowercase();
            host == domain || host.ends_with(&format!(".{domain}"))
        };
        Ok(domains.iter().any(counts))
    }
}

/// The request of a token, or the standing link of a code.
async fn by_token(conn: &mut Conn, token: &SecretString) -> Result<Option<Asked>> {
    if let Some(request) = conn.consent_request_by_token_any_tenant(&digest(token)).await? {
        return of_request(conn, request).await;
    }
    let Some(link) = conn.standing_link_by_code_any_tenant(token.expose_secret()).await? else {
        return Ok(None);
    };
    let asker = conn.organisation(link.organisation_id).await?;
    // Partners use the published form; their code leads nowhere.
    let asker = asker.filter(|asker| kind_of(asker) == Some(OrganisationKind::Manufacturer));
    Ok(asker.map(|asker| Asked {
        asker,
        provider: None,
        delegated: false,
        scope: Scope::default(),
        request: None,
        is_open: link.is_open,
    }))
}

/// A request under a provider that the reseller left is as good as revoked.
async fn of_request(conn: &mut Conn, request: ConsentRequest) -> Result<Option<Asked>> {
    let Some(asker) = conn.organisation(request.organisation_id).await? else { return Ok(None) };
    let wanted = request.provider_id.map(OrganisationId::from_untyped_uuid);
    let provider = match wanted {
        Some(id) => {
            conn.providers(request.organisation_id).await?.into_iter().find(|one| one.organisation_id == id)
        }
        None => None,
    };
    Ok(Some(Asked {
        asker,
        is_open: provider.is_some() == wanted.is_some(),
        provider,
        delegated: request.delegated_administration,
        scope: stored_scope(&request.scope),
        request: Some(request),
    }))
}

async fn party(conn: &mut Conn, organisation: &Organisation) -> Result<Party> {
    Ok(Party {
        id: organisation.organisation_id,
        name: organisation.name.clone(),
        kind: kind_of(organisation).unwrap_or(OrganisationKind::DirectPartner),
        domain: organisation.domain.clone(),
        regions: regions_of(conn, organisation.organisation_id).await?,
    })
}

pub(crate) fn plain(why: LinkRefusal) -> RefusedLink {
    RefusedLink { why, asker: None, deciders: Vec::new(), own_request: None }
}

async fn refused(conn: &mut Conn, context: &Context, asked: &Asked, why: LinkRefusal) -> Result<RefusedLink> {
    let own = context.actor.organisation_id;
    let deciders = if why == LinkRefusal::NotTheDecider {
        let users = conn.users(own).await?.into_iter();
        users
            .filter(|user| !user.disabled && roles_of(&user.roles).contains(&Role::GlobalAdministrator))
            .map(|user| user.name)
            .take(DECIDERS)
            .collect()
    } else {
        Vec::new()
    };
    let mine = asked.request.as_ref().filter(|request| request.organisation_id == own);
    Ok(RefusedLink {
        why,
        asker: why.tells_asker().then(|| asked.asker.name.clone()),
        deciders,
        own_request: mine.map(|request| request.request_id),
    })
}
