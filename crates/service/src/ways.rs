//! By what ways an account can be entered, and help for whoever lost his passkeys.

use serde_json::json;
use taxiway_domain::ids::{OrganisationId, UserId};
use taxiway_store::{Conn, Person, Tx};

use crate::Service;
use crate::audit::{Act, Doer};
use crate::context::Context;
use crate::error::{Result, ServiceError};
use crate::organisation::email_address;
use crate::person::still_may;
use crate::session::Session;
use crate::sign_in_policy::keep_a_way_in;

/// By what ways an account can be entered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WaysIn {
    /// Whether it has a password.
    pub password: bool,
    /// The identity providers that vouch for the person, by name. Their groups decide what the person may do.
    pub providers: Vec<String>,
    /// How many passkeys it has.
    pub passkeys: usize,
}

async fn ways_of(conn: &mut Conn, user: UserId) -> Result<WaysIn> {
    let found = conn.user_any_tenant(user).await?.ok_or(ServiceError::NotFound)?;
    Ok(WaysIn {
        password: !found.password_hash.is_empty(),
        providers: conn.providers_of_user(user).await?,
        passkeys: conn.passkeys(user).await?.len(),
    })
}

impl Service {
    /// By what ways the caller's own account can be entered.
    pub async fn own_ways(&self, session: &Session) -> Result<WaysIn> {
        ways_of(&mut self.store.read().await?, session.actor.user_id).await
    }

    /// By what ways the account of a person can be entered, for whoever looks after people.
    pub async fn ways_of_person(
        &self,
        context: &Context,
        organisation: OrganisationId,
        user: UserId,
    ) -> Result<WaysIn> {
        let mut conn = self.store.read().await?;
        let access = context.people_access(&mut conn, organisation).await?;
        let person = conn.person(access.id(), user).await?.ok_or(ServiceError::NotFound)?;
        ways_of(&mut conn, person.user_id).await
    }

    /// Removes every passkey of a person who lost them, and asks for none after the password until there is a new one.
    pub async fn remove_passkeys_of(
        &self,
        context: &Context,
        organisation: OrganisationId,
        user: UserId,
    ) -> Result<()> {
        let access = self.people_access(context, organisation).await?;
        taxiway_store::write!(self.store, |tx| {
            still_may(tx, context).await?;
            let person = tx.person(access.id(), user).await?.ok_or(ServiceError::NotFound)?;
            self.take_passkeys(tx, &Doer::from(context), access.id(), &person).await?;
            keep_a_way_in(tx, access.id(), access.kind()).await
        })
    }

    /// As [`Self::remove_passkeys_of`], at the command line: the help for the last administrator.
    pub async fn remove_passkeys_as_operator(&self, email: &str, request_id: &str) -> Result<()> {
        let email = email_address(email)?;
        taxiway_store::write!(self.store, |tx| {
            let user = tx.user_by_email_any_tenant(&email).await?.ok_or(ServiceError::NotFound)?;
            let organisation = user.organisation_id;
            let person = tx.person(organisation, user.user_id).await?.ok_or(ServiceError::NotFound)?;
            self.take_passkeys(tx, &Doer::operator(request_id), organisation, &person).await
        })
    }

    async fn take_passkeys(
        &self,
        tx: &mut Tx,
        doer: &Doer,
        organisation: OrganisationId,
        person: &Person,
    ) -> Result<()> {
        let removed = tx.delete_passkeys(person.user_id).await?;
        tx.set_second_factor(person.user_id, None).await?;
        // Whoever holds the lost key may be signed in with it.
        tx.end_sessions(person.user_id).await?;
        let act = Act {
            action: "user.remove-passkeys",
            object_kind: "user",
            object_id: person.user_id.to_string(),
            detail: json!({ "name": person.name, "passkeys": removed }),
        };
        self.record(tx, doer, None, Some(organisation), act).await
    }
}
