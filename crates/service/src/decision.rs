//! A customer decides about a question: agrees, with limits of its own, or refuses and says why.

use serde_json::json;
use taxiway_domain::ids::{OrganisationId, RelationshipId};
use taxiway_domain::relationship::Scope;
use taxiway_domain::role::OrganisationKind;
use taxiway_store::{Decision, Organisation, Relationship, RelationshipEvent, Time, Tx};

use crate::Service;
use crate::audit::{Act, Doer};
use crate::consent_link::{ConsentQuestion, LinkRefusal, RefusedLink, Ticket, plain};
use crate::context::Context;
use crate::customer::tag_rules;
use crate::error::{Result, ServiceError};
use crate::reason;
use crate::scope::{ScopeInput, read_scope, scope_text};

/// What a customer agrees to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agreed {
    /// Whether the agreement was ticked.
    pub agreed: bool,
    /// Whether delegated administration is granted.
    pub delegated_administration: bool,
    /// How far the consent reaches.
    pub scope: ScopeInput,
}

/// What a decision came to: a value, or why the link does not lead to one any more.
pub type Decided<T> = std::result::Result<T, RefusedLink>;

/// What is granted, once it was read.
struct Grant {
    delegated_administration: bool,
    scope: Scope,
    text: String,
}

impl Service {
    /// Gives consent: effective at once.
    ///
    /// Of several people who decide at once, or of a form that is sent twice, one makes the relationship; the others are told
    /// that the link was used.
    pub async fn accept_consent(
        &self,
        context: &Context,
        ticket: Option<&Ticket>,
        agreed: &Agreed,
    ) -> Result<Decided<RelationshipId>> {
        let tenant = context.actor.organisation_id;
        let decided = taxiway_store::write!(self.store, |tx| {
            // Others who decide for this customer wait, so that what is looked at now is what counts.
            tx.lock_relationships(tenant).await?;
            let question = match self.look(tx, context, ticket).await? {
                Ok(question) => question,
                Err(refused) => return Ok(Err(refused)),
            };
            if agreed.delegated_administration && !question.delegated_administration {
                let asker = Some(question.asker.name.clone());
                return Ok(Err(RefusedLink { asker, ..plain(LinkRefusal::NotAsked) }));
            }
            if !agreed.agreed {
                return Err(ServiceError::invalid("agree", "agree", ""));
            }
            let rules = tag_rules(tx, tenant).await?;
            let scope = read_scope(&agreed.scope, Some(&rules), self.now())?;
            let delegated_administration = agreed.delegated_administration;
            let grant = Grant { delegated_administration, text: scope_text(&scope)?, scope };
            if !self.use_up(tx, &question, tenant, "accepted", None).await? {
                return Ok(Err(plain(LinkRefusal::Used)));
            }
            Ok::<_, ServiceError>(Ok(self.grant(tx, context, &question, &grant).await?))
        })?;
        match decided {
            Ok(made) => Ok(Ok(made)),
            Err(refused) => self.refuse_link(context, refused).await,
        }
    }

    /// Refuses consent, with a reason that whoever asked is told.
    pub async fn decline_consent(
        &self,
        context: &Context,
        ticket: Option<&Ticket>,
        reason: &str,
    ) -> Result<Decided<()>> {
        let tenant = context.actor.organisation_id;
        let decided = taxiway_store::write!(self.store, |tx| {
            tx.lock_relationships(tenant).await?;
            let question = match self.look(tx, context, ticket).await? {
                Ok(question) => question,
                Err(refused) => return Ok(Err(refused)),
            };
            let reason =
                reason::reason(Some(reason))?.ok_or_else(|| ServiceError::invalid("reason", "reason", ""))?;
            if !self.use_up(tx, &question, tenant, "declined", Some(&reason)).await? {
                return Ok(Err(plain(LinkRefusal::Used)));
            }
            self.turn_down(tx, context, &question, &reason).await?;
            Ok::<_, ServiceError>(Ok(()))
        })?;
        match decided {
            Ok(()) => Ok(Ok(())),
            Err(refused) => self.refuse_link(context, refused).await,
        }
    }

    async fn refuse_link<T>(&self, context: &Context, refused: RefusedLink) -> Result<Decided<T>> {
        self.record_refusal(context, &refused).await?;
        Ok(Err(refused))
    }

    /// Marks a request as decided; tells whether it was still open. A standing link is not used up.
    async fn use_up(
        &self,
        tx: &mut Tx,
        question: &ConsentQuestion,
        tenant: OrganisationId,
        state: &str,
        reason: Option<&str>,
    ) -> Result<bool> {
        let Some(request) = &question.request else { return Ok(true) };
        let decision = Decision { state, at: self.now(), by: tenant, reason };
        Ok(tx.decide_consent_request(request.organisation_id, request.request_id, decision).await?)
    }

    async fn grant(
        &self,
        tx: &mut Tx,
        context: &Context,
        question: &ConsentQuestion,
        grant: &Grant,
    ) -> Result<RelationshipId> {
        let asker = question.asker_organisation();
        let no_manufacturer = question.asker.kind != OrganisationKind::Manufacturer;
        let delegated = grant.delegated_administration && no_manufacturer;
        let made = match &question.standing {
            Some(standing) => {
                // What was granted before and not asked for again stays.
                let delegated = delegated || standing.delegated_administration;
                let id = standing.relationship_id;
                if !tx.change_relationship(standing.tenant_id, id, &grant.text, delegated).await? {
                    return Err(ServiceError::Conflict("relationship-changed"));
                }
                if delegated && !standing.delegated_administration {
                    self.add_event(tx, context, standing, "administration-granted", None).await?;
                }
                self.add_event(tx, context, standing, "scope-changed", None).await?;
                id
            }
            None => self.consent(tx, context, question, grant, asker, delegated).await?,
        };
        self.record_grant(tx, context, asker, made, delegated, &grant.scope).await?;
        if let Some(provider) = question.parties.1.as_ref().filter(|_| !question.provider_stands) {
            // The provider registers behind its reseller; nobody asked to give it more.
            let made = self.consent(tx, context, question, grant, provider, false).await?;
            self.record_grant(tx, context, provider, made, false, &grant.scope).await?;
        }
        Ok(made)
    }

    async fn consent(
        &self,
        tx: &mut Tx,
        context: &Context,
        question: &ConsentQuestion,
        grant: &Grant,
        partner: &Organisation,
        delegated_administration: bool,
    ) -> Result<RelationshipId> {
        let row = Relationship {
            state: "approved".to_owned(),
            delegated_administration,
            scope: grant.text.clone(),
            ..self.decided(context, question, partner)
        };
        tx.insert_relationship(&row).await?;
        let through = (partner.organisation_id != question.asker.id).then(|| question.asker.name.clone());
        self.add_event(tx, context, &row, "approved", through).await?;
        Ok(row.relationship_id)
    }

    async fn turn_down(
        &self,
        tx: &mut Tx,
        context: &Context,
        question: &ConsentQuestion,
        reason: &str,
    ) -> Result<()> {
        let partner = question.asker_organisation();
        // What stands goes on as it is.
        let object_id = if let Some(standing) = &question.standing {
            standing.relationship_id
        } else {
            let row = Relationship {
                state: "declined".to_owned(),
                reason: Some(reason.to_owned()),
                ..self.decided(context, question, partner)
            };
            tx.insert_relationship(&row).await?;
            self.add_event(tx, context, &row, "declined", Some(reason.to_owned())).await?;
            row.relationship_id
        };
        let act = Act {
            action: "relationship.decline",
            object_kind: "relationship",
            object_id: object_id.to_string(),
            detail: json!({ "partner": partner.name }),
        };
        self.record(tx, &Doer::from(context), None, Some(partner.organisation_id), act).await
    }

    /// A relationship as it is before it is known what was decided.
    fn decided(&self, context: &Context, question: &ConsentQuestion, partner: &Organisation) -> Relationship {
        let now = self.now();
        Relationship {
            tenant_id: context.actor.organisation_id,
            relationship_id: self.ids.new_id(now),
            partner_id: partner.organisation_id,
            state: String::new(),
            delegated_administration: false,
            created_at: question.request.as_ref().map_or(now, |request| request.created_at),
            decided_at: Some(Time(now)),
            scope: "{}".to_owned(),
            reason: None,
            decided_by: Some("customer".to_owned()),
        }
    }

    async fn record_grant(
        &self,
        tx: &mut Tx,
        context: &Context,
        partner: &Organisation,
        relationship: RelationshipId,
        delegated: bool,
        scope: &Scope,
    ) -> Result<()> {
        let act = Act {
            action: "relationship.approve",
            object_kind: "relationship",
            object_id: relationship.to_string(),
            detail: json!({ "partner": partner.name, "delegated-administration": delegated, "scope": scope }),
        };
        self.record(tx, &Doer::from(context), None, Some(partner.organisation_id), act).await
    }

    /// Notes what became of a relationship, for the customer's page.
    pub(crate) async fn add_event(
        &self,
        tx: &mut Tx,
        context: &Context,
        relationship: &Relationship,
        kind: &str,
        detail: Option<String>,
    ) -> Result<()> {
        let now = self.now();
        let event = RelationshipEvent {
            tenant_id: relationship.tenant_id,
            relationship_id: relationship.relationship_id,
            event_id: self.ids.new_id(now),
            at: now,
            kind: kind.to_owned(),
            actor: context.actor.name.clone(),
            detail,
        };
        Ok(tx.insert_relationship_event(&event).await?)
    }
}
