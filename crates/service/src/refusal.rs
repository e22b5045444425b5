//! Somebody who was not signed in: what the log keeps, and what the page may say.

use newtype_uuid::GenericUuid;
use serde_json::json;
use taxiway_domain::ids::OrganisationId;
use taxiway_domain::role::OrganisationKind;
use taxiway_domain::sign_in::{SignInRefusal, administering_role};

use crate::Service;
use crate::admission::Known;
use crate::audit::{Act, Doer};
use crate::authn::ProofError;
use crate::error::Result;

/// Longest name that the log keeps of somebody who was refused, in characters.
const NAME_CHARS: usize = 200;
/// Administrators who are named to somebody who must turn to one.
const NAMED: usize = 5;

/// Why somebody was not signed in, with what the page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Why.
    pub refusal: SignInRefusal,
    /// The provider, for people.
    pub provider: Option<String>,
    /// The organisation, for people.
    pub organisation: Option<String>,
    /// Groups of which one would have been enough.
    pub groups: Vec<String>,
    /// Names of people who can help.
    pub administrators: Vec<String>,
}

impl From<SignInRefusal> for Refused {
    fn from(refusal: SignInRefusal) -> Self {
        Self { refusal, provider: None, organisation: None, groups: Vec::new(), administrators: Vec::new() }
    }
}

impl Service {
    /// Writes a refusal into the organisation's log, and gathers what the page says.
    pub(crate) async fn refuse(
        &self,
        known: &Known,
        who: Option<&str>,
        error: ProofError,
        request_id: &str,
    ) -> Result<Refused> {
        let ProofError { refusal, detail } = error;
        tracing::info!(
            provider = %known.row.provider_id,
            refusal = refusal.as_str(),
            detail,
            "a sign-in by an identity provider was refused"
        );
        let organisation = known.organisation.organisation_id;
        let doer = Doer {
            actor_name: who.map(|who| who.chars().take(NAME_CHARS).collect()).unwrap_or_default(),
            organisation_id: Some(organisation.into_untyped_uuid()),
            organisation: known.organisation.name.clone(),
            ..Doer::service(request_id)
        };
        let act = Act {
            action: "session.refuse",
            object_kind: "identity-provider",
            object_id: known.row.provider_id.to_string(),
            detail: json!({ "name": known.row.name, "reason": refusal.as_str(), "detail": detail }),
        };
        taxiway_store::write!(self.store, |tx| { self.record(tx, &doer, None, None, act.clone()).await })?;
        self.refused(known, refusal).await
    }

    /// What may be told: whoever was vouched for hears which groups are missing and who can help, others do not.
    async fn refused(&self, known: &Known, refusal: SignInRefusal) -> Result<Refused> {
        use SignInRefusal as R;
        let person = matches!(
            refusal,
            R::NoGroups
                | R::NotInGroup
                | R::UnknownPerson
                | R::NoEmail
                | R::EmailDomain
                | R::EmailTaken
                | R::SwitchedOff
                | R::LastAdministrator
        );
        let mut groups = Vec::new();
        if refusal == R::NotInGroup {
            groups.extend(known.view.groups.iter().map(|(group, _)| group.clone()));
            groups.dedup();
        }
        Ok(Refused {
            refusal,
            provider: Some(known.row.name.clone()),
            organisation: Some(known.organisation.name.clone()),
            groups,
            administrators: if person {
                self.administrators(known.organisation.organisation_id, known.kind).await?
            } else {
                Vec::new()
            },
        })
    }

    async fn administrators(
        &self,
        organisation: OrganisationId,
        kind: OrganisationKind,
    ) -> Result<Vec<String>> {
        let Some(role) = administering_role(kind) else { return Ok(Vec::new()) };
        let found = self.store.read().await?.administrators(organisation, role.as_str()).await?;
        Ok(found.into_iter().take(NAMED).map(|person| person.name).collect())
    }
}
