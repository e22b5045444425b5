//! Requests for consent, and the links that lead to them.

use jiff::Timestamp;
use taxiway_domain::ids::{
    ConsentRequestId, ConsentRequestKind, OrganisationId, OrganisationKind, UserId, UserKind,
};
use uuid::Uuid;

use crate::engine::{Conn, Id, StoreError, Time, Tx, Value, statements, values};
use crate::organisation::pattern;

/// A question whether a customer consents. The secret of its link is not stored, only its digest.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ConsentRequest {
    /// Who asks.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub organisation_id: OrganisationId,
    /// Its id.
    #[sqlx(try_from = "Id<ConsentRequestKind>")]
    pub request_id: ConsentRequestId,
    /// Makes a repeated form harmless.
    pub submission: String,
    /// SHA-256 of the token in the link.
    pub token_digest: Vec<u8>,
    /// The provider that is asked for along with a reseller.
    pub provider_id: Option<Uuid>,
    /// The only customer that may decide; none: whoever holds the link.
    pub tenant_id: Option<Uuid>,
    /// What whoever asks calls it.
    pub label: String,
    /// `open`, `accepted`, `declined` or `revoked`.
    pub state: String,
    /// Whether delegated administration is asked for.
    pub delegated_administration: bool,
    /// How far the consent should reach: a `taxiway_domain::relationship::Scope` as JSON.
    pub scope: String,
    /// The person who asked.
    #[sqlx(try_from = "Id<UserKind>")]
    pub created_by: UserId,
    /// The person's name at the time.
    pub created_by_name: String,
    /// When it was asked.
    #[sqlx(try_from = "Time")]
    pub created_at: Timestamp,
    /// When the link stops working.
    #[sqlx(try_from = "Time")]
    pub expires_at: Timestamp,
    /// When it was decided or revoked.
    pub decided_at: Option<Time>,
    /// The customer that decided.
    pub decided_by: Option<Uuid>,
    /// Why it was declined, in the customer's words.
    pub reason: Option<String>,
    /// Whether it was accepted and nothing stands any more of what was granted then. Not stored: told by the relationships.
    pub ended: bool,
}

impl std::fmt::Debug for ConsentRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ConsentRequest").field("request_id", &self.request_id).finish_non_exhaustive()
    }
}

/// What a customer decided about a request.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'a> {
    /// `accepted` or `declined`.
    pub state: &'a str,
    /// When.
    pub at: Timestamp,
    /// The customer.
    pub by: OrganisationId,
    /// Why, when it was declined.
    pub reason: Option<&'a str>,
}

/// A link in the place of an earlier one.
#[derive(Debug, Clone, Copy)]
pub struct NewLink<'a> {
    /// SHA-256 of its token.
    pub token_digest: &'a [u8],
    /// When it stops working.
    pub expires_at: Timestamp,
}

/// Which requests of an organisation are wanted.
#[derive(Debug, Clone, Copy)]
pub struct RequestFilter<'a> {
    /// Part of the label, or nothing.
    pub search: &'a str,
    /// `open`, `expired`, `ended` or another state, or nothing.
    pub state: &'a str,
    /// Now: an open request that is over counts as expired.
    pub now: Timestamp,
}

/// A link that many customers may use. Its code is handed out to all of them, so it is no secret.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct StandingLink {
    /// Who asks by it.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub organisation_id: OrganisationId,
    /// What stands in the link.
    pub code: String,
    /// Whether delegated administration may be asked for by it.
    pub delegated_administration: bool,
    /// Whether it works.
    pub is_open: bool,
    /// Since when this code is in use.
    #[sqlx(try_from = "Time")]
    pub created_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Count {
    count: i64,
}

#[derive(sqlx::FromRow)]
struct Email {
    email: String,
}

// A request granted what has stood since it was decided, or longer: what was granted later is another one's.
macro_rules! request_ended {
    () => {
        "(consent_request.state = 'accepted' AND NOT EXISTS (SELECT 1 FROM relationship r \
        WHERE r.partner_id = consent_request.organisation_id AND r.tenant_id = consent_request.decided_by AND r.state = 'approved' \
        AND r.decided_at <= consent_request.decided_at))"
    };
}
macro_rules! request_columns {
    () => {
        concat!(
            "organisation_id, request_id, submission, token_digest, provider_id, tenant_id, label, state, delegated_administration, \
            scope, created_by, created_by_name, created_at, expires_at, decided_at, decided_by, reason, ",
            request_ended!(),
            " AS ended"
        )
    };
}
macro_rules! wanted_requests {
    () => {
        concat!(
            "FROM consent_request WHERE organisation_id = $1 AND folded LIKE $2 ESCAPE '!' \
            AND ($3 = '' OR CASE WHEN state = 'open' AND expires_at <= $4 THEN 'expired' WHEN ",
            request_ended!(),
            " THEN 'ended' ELSE state END = $3)"
        )
    };
}

statements! { "consent";
    INSERT = "INSERT INTO consent_request (organisation_id, request_id, submission, token_digest, provider_id, tenant_id, label, folded, \
        state, delegated_administration, scope, created_by, created_by_name, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9, $10, $11, $12, $13, $14)";
    GET = concat!("SELECT ", request_columns!(), " FROM consent_request WHERE organisation_id = $1 AND request_id = $2");
    BY_TOKEN = concat!("SELECT ", request_columns!(), " FROM consent_request WHERE token_digest = $1");
    BY_SUBMISSION = concat!("SELECT ", request_columns!(), " FROM consent_request WHERE organisation_id = $1 AND submission = $2");
    ADDRESSED = concat!("SELECT ", request_columns!(), " FROM consent_request WHERE organisation_id = $1 AND tenant_id = $2 \
        AND state = 'open' AND expires_at > $3 ORDER BY request_id DESC LIMIT 1");
    PAGE = concat!("SELECT ", request_columns!(), " ", wanted_requests!(), " ORDER BY request_id DESC LIMIT $5 OFFSET $6");
    COUNT = concat!("SELECT count(*) AS count ", wanted_requests!());
    DECIDE = "UPDATE consent_request SET state = $3, decided_at = $4, decided_by = $5, reason = $6 \
        WHERE organisation_id = $1 AND request_id = $2 AND state = 'open' AND expires_at > $4";
    REVOKE = "UPDATE consent_request SET state = 'revoked', decided_at = $3 WHERE organisation_id = $1 AND request_id = $2 AND state = 'open'";
    RENEW = "UPDATE consent_request SET token_digest = $3, expires_at = $4 \
        WHERE organisation_id = $1 AND request_id = $2 AND state = 'open'";
    STANDING = "SELECT organisation_id, code, delegated_administration, is_open, created_at FROM standing_link WHERE organisation_id = $1";
    STANDING_BY_CODE = "SELECT organisation_id, code, delegated_administration, is_open, created_at FROM standing_link WHERE code = $1";
    SET_STANDING = "INSERT INTO standing_link (organisation_id, code, delegated_administration, is_open, created_at) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (organisation_id) DO UPDATE SET code = $2, delegated_administration = $3, is_open = $4, created_at = $5";
    USER_EMAIL = "SELECT email FROM user_account WHERE user_id = $1 AND organisation_id = $2";
}

impl Tx {
    /// Adds an open request.
    pub async fn insert_consent_request(&mut self, row: &ConsentRequest) -> Result<(), StoreError> {
        let values = values![
            row.organisation_id,
            row.request_id,
            &row.submission,
            &row.token_digest,
            Value::Uuid(row.provider_id),
            Value::Uuid(row.tenant_id),
            &row.label,
            row.label.to_lowercase(),
            row.delegated_administration,
            &row.scope,
            row.created_by,
            &row.created_by_name,
            row.created_at,
            row.expires_at
        ];
        self.execute_one(INSERT, values).await
    }

    /// Decides an open request in time; of several who decide at once, one is told that it was he.
    pub async fn decide_consent_request(
        &mut self,
        organisation: OrganisationId,
        request: ConsentRequestId,
        decision: Decision<'_>,
    ) -> Result<bool, StoreError> {
        let Decision { state, at, by, reason } = decision;
        Ok(self.execute(DECIDE, values![organisation, request, state, at, by, reason]).await? == 1)
    }

    /// Takes an undecided request back; tells whether it was still undecided.
    pub async fn revoke_consent_request(
        &mut self,
        organisation: OrganisationId,
        request: ConsentRequestId,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(REVOKE, values![organisation, request, at]).await? == 1)
    }

    /// Gives an undecided request another link; tells whether it was still undecided.
    pub async fn renew_consent_request(
        &mut self,
        organisation: OrganisationId,
        request: ConsentRequestId,
        link: NewLink<'_>,
    ) -> Result<bool, StoreError> {
        let values = values![organisation, request, link.token_digest, link.expires_at];
        Ok(self.execute(RENEW, values).await? == 1)
    }

    /// Gives an organisation its standing link, in the place of an earlier one.
    pub async fn set_standing_link(&mut self, link: &StandingLink) -> Result<(), StoreError> {
        let values = values![
            link.organisation_id,
            &link.code,
            link.delegated_administration,
            link.is_open,
            link.created_at
        ];
        self.execute_one(SET_STANDING, values).await
    }
}

impl Conn {
    /// A request of an organisation.
    pub async fn consent_request(
        &mut self,
        organisation: OrganisationId,
        request: ConsentRequestId,
    ) -> Result<Option<ConsentRequest>, StoreError> {
        self.optional(GET, values![organisation, request]).await
    }

    /// The request of a link: whoever holds the token does not know whose it is.
    pub async fn consent_request_by_token_any_tenant(
        &mut self,
        token_digest: &[u8],
    ) -> Result<Option<ConsentRequest>, StoreError> {
        self.optional(BY_TOKEN, values![token_digest]).await
    }

    /// The request that a form made, when it arrives again.
    pub async fn consent_request_by_submission(
        &mut self,
        organisation: OrganisationId,
        submission: &str,
    ) -> Result<Option<ConsentRequest>, StoreError> {
        self.optional(BY_SUBMISSION, values![organisation, submission]).await
    }

    /// The newest request that an organisation addressed to this very customer and that is still open.
    pub async fn consent_request_to(
        &mut self,
        organisation: OrganisationId,
        tenant: OrganisationId,
        now: Timestamp,
    ) -> Result<Option<ConsentRequest>, StoreError> {
        self.optional(ADDRESSED, values![organisation, tenant, now]).await
    }

    /// A page of an organisation's requests, newest first, and how many match in all.
    pub async fn consent_requests(
        &mut self,
        organisation: OrganisationId,
        filter: RequestFilter<'_>,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<ConsentRequest>, i64), StoreError> {
        let pattern = pattern(filter.search);
        let rows =
            self.all(PAGE, values![organisation, &pattern, filter.state, filter.now, limit, offset]).await?;
        let total: Count = self.one(COUNT, values![organisation, &pattern, filter.state, filter.now]).await?;
        Ok((rows, total.count))
    }

    /// The standing link of an organisation.
    pub async fn standing_link(
        &mut self,
        organisation: OrganisationId,
    ) -> Result<Option<StandingLink>, StoreError> {
        self.optional(STANDING, values![organisation]).await
    }

    /// The standing link with this code.
    pub async fn standing_link_by_code_any_tenant(
        &mut self,
        code: &str,
    ) -> Result<Option<StandingLink>, StoreError> {
        self.optional(STANDING_BY_CODE, values![code]).await
    }

    /// The sign-in name of a person of an organisation.
    pub async fn user_email(
        &mut self,
        organisation: OrganisationId,
        user: UserId,
    ) -> Result<Option<String>, StoreError> {
        let found: Option<Email> = self.optional(USER_EMAIL, values![user, organisation]).await?;
        Ok(found.map(|row| row.email))
    }
}
