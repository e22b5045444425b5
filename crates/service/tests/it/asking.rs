//! People who ask for consent and people who are asked.

use taxiway_domain::ids::{OrganisationId, RelationshipId};
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{
    Agreed, AgreementView, Decided, LinkRefusal, NewRequest, Opened, RequestMade, RequestView, Result,
    ServiceError, Ticket,
};

use crate::app::{Person, TestApp};

impl TestApp {
    /// Somebody of a new partner that has no customers.
    pub(crate) async fn agent(&self, partner: &str, role: Role) -> Person {
        let kind = OrganisationKind::DirectPartner;
        let id = self.organisation(kind, partner).await;
        self.person(id, kind, &format!("agent.{partner}"), role).await
    }
}

/// A request that asks for nothing special; the label makes it a form of its own.
pub(crate) fn ask(label: &str) -> NewRequest {
    NewRequest { label: label.to_owned(), submission: format!("form {label}"), ..NewRequest::default() }
}

pub(crate) async fn asked(agent: &Person, new: NewRequest) -> Result<RequestMade> {
    agent.service.request_consent(&agent.context, &new).await
}

pub(crate) async fn asks(agent: &Person, new: NewRequest) -> RequestMade {
    asked(agent, new).await.expect("the request is made")
}

/// What stands in the link of a request.
pub(crate) fn ticket(made: &RequestMade) -> Ticket {
    Ticket::Token(made.token.clone())
}

/// Everything, without limits and without delegated administration.
pub(crate) fn agrees() -> Agreed {
    Agreed { agreed: true, ..Agreed::default() }
}

/// A refusal in few words.
pub(crate) fn code(error: ServiceError) -> String {
    match error {
        ServiceError::Invalid { field, code, .. } => format!("{field} {code}"),
        ServiceError::Forbidden { needs } => format!("needs {needs}"),
        other => other.to_string(),
    }
}

/// The acts of one kind in the log of a person's organisation, oldest first.
pub(crate) async fn acts(who: &Person, prefix: &str) -> Vec<String> {
    let page = who.service.audit_log(&who.context, None, 1_000).await.expect("the log may be read");
    let mut acts: Vec<_> = page.entries.into_iter().map(|entry| entry.action).collect();
    acts.retain(|action| action.starts_with(prefix));
    acts.reverse();
    acts
}

/// What became of a relationship, in words.
pub(crate) fn told(view: &AgreementView) -> Vec<String> {
    view.events.iter().map(|event| format!("{} by {}", event.kind, event.actor)).collect()
}

impl Person {
    pub(crate) async fn opens(&self, ticket: &Ticket) -> Opened {
        self.service.open_consent_link(&self.context, Some(ticket)).await.expect("no fault")
    }

    /// Why a link leads nowhere for this person.
    pub(crate) async fn refused(&self, ticket: &Ticket) -> LinkRefusal {
        self.opens(ticket).await.expect_err("the link is refused").why
    }

    pub(crate) async fn accepts(&self, ticket: &Ticket, agreed: &Agreed) -> Result<Decided<RelationshipId>> {
        self.service.accept_consent(&self.context, Some(ticket), agreed).await
    }

    pub(crate) async fn request(&self, made: &RequestMade) -> RequestView {
        let id = made.view.request.request_id;
        self.service.consent_request(&self.context, id).await.expect("the request is there")
    }

    pub(crate) async fn relationship_of(
        &self,
        customer: OrganisationId,
        id: RelationshipId,
    ) -> AgreementView {
        self.service.relationship(&self.context, customer, id).await.expect("the relationship is there")
    }
}
