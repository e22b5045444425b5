//! The people of an organisation, as whoever administers them sees them.

use jiff::Timestamp;
use taxiway_domain::ids::{OrganisationId, UserId, UserKind};

use crate::engine::{Conn, Id, StoreError, Time, Tx, statements, values};
use crate::organisation::{Count, pattern};

/// A person with an account, without any secret.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Person {
    /// Its id.
    #[sqlx(try_from = "Id<UserKind>")]
    pub user_id: UserId,
    /// Sign-in name, in lower case.
    pub email: String,
    /// Name for people.
    pub name: String,
    /// Roles, separated by spaces.
    pub roles: String,
    /// Until when sign-in is refused.
    pub locked_until: Option<Time>,
    /// Whether the account is switched off.
    pub disabled: bool,
    /// Language of mails, as a tag.
    pub locale: Option<String>,
    /// When it was created.
    #[sqlx(try_from = "Time")]
    pub created_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Roles {
    roles: String,
}

statements! { "person";
    GET = "SELECT user_id, email, name, roles, locked_until, disabled, locale, created_at \
        FROM user_account WHERE organisation_id = $1 AND user_id = $2";
    // The people of one organisation are few beside all others: the pattern is matched over them only.
    FOUND = "SELECT user_id, email, name, roles, locked_until, disabled, locale, created_at \
        FROM user_account WHERE organisation_id = $1 AND folded LIKE $2 ESCAPE '!' ORDER BY folded, user_id LIMIT $3 OFFSET $4";
    COUNT_FOUND = "SELECT count(*) AS count FROM user_account WHERE organisation_id = $1 AND folded LIKE $2 ESCAPE '!'";
    ROLES = "SELECT roles FROM user_account WHERE organisation_id = $1 AND disabled = $2";
    SET_ROLES = "UPDATE user_account SET roles = $3 WHERE organisation_id = $1 AND user_id = $2";
    SET_DISABLED = "UPDATE user_account SET disabled = $3, failed_attempts = 0, locked_until = NULL \
        WHERE organisation_id = $1 AND user_id = $2";
    SET_PROFILE = "UPDATE user_account SET name = $2, locale = $3, folded = $4 WHERE user_id = $1";
}

/// Name and sign-in name as searches and lists compare them. Made here, because the engines fold no letters beyond ASCII.
pub(crate) fn folded(name: &str, email: &str) -> String {
    format!("{name}\n{email}").to_lowercase()
}

impl Tx {
    /// Gives a person other roles.
    pub async fn set_roles(
        &mut self,
        organisation: OrganisationId,
        user: UserId,
        roles: &str,
    ) -> Result<(), StoreError> {
        self.execute_one(SET_ROLES, values![organisation, user, roles]).await
    }

    /// Switches an account off or on; wrong passwords of before are forgotten.
    pub async fn set_disabled(
        &mut self,
        organisation: OrganisationId,
        user: UserId,
        disabled: bool,
    ) -> Result<(), StoreError> {
        self.execute_one(SET_DISABLED, values![organisation, user, disabled]).await
    }

    /// Sets what a person says about himself.
    pub async fn set_profile(
        &mut self,
        user: UserId,
        name: &str,
        email: &str,
        locale: Option<&str>,
    ) -> Result<(), StoreError> {
        self.execute_one(SET_PROFILE, values![user, name, locale, folded(name, email)]).await
    }
}

impl Conn {
    /// A person of an organisation.
    pub async fn person(
        &mut self,
        organisation: OrganisationId,
        user: UserId,
    ) -> Result<Option<Person>, StoreError> {
        self.optional(GET, values![organisation, user]).await
    }

    /// A page of the people whose name or sign-in name holds the text, and how many there are.
    pub async fn people(
        &mut self,
        organisation: OrganisationId,
        search: &str,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<Person>, i64), StoreError> {
        let pattern = pattern(search);
        let rows = self.all(FOUND, values![organisation, &pattern, limit, offset]).await?;
        let total: Count = self.one(COUNT_FOUND, values![organisation, &pattern]).await?;
        Ok((rows, total.count))
    }

    /// The roles of everybody whose account is not switched off, each person's separated by spaces.
    pub async fn enabled_roles(&mut self, organisation: OrganisationId) -> Result<Vec<String>, StoreError> {
        let rows: Vec<Roles> = self.all(ROLES, values![organisation, false]).await?;
        Ok(rows.into_iter().map(|row| row.roles).collect())
    }
}
