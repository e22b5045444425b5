//! Tokens with which programs call, alone or for a person.
//!
//! A token is 256 random bits and says nothing; what its holder may do is looked up at each call, so that every change of the
//! program, its secrets and the person counts at once.

use jiff::{SignedDuration, Timestamp};
use newtype_uuid::GenericUuid;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use taxiway_domain::app::may_have_apps;
use taxiway_domain::ids::{AppId, AppSecretId, OrganisationId, UserId};
use taxiway_domain::role::OrganisationKind;
use taxiway_store::{AccessTokenRow, NewAccessToken, User};

use crate::Service;
use crate::api_request::ApiCaller;
use crate::app::permissions_of;
use crate::audit::{Act, Doer};
use crate::context::{ActingApp, Actor, KnownCustomer};
use crate::error::{Result, ServiceError};
use crate::letter::{Token, digest};
use crate::session::{PasswordCheck, roles_of};
use crate::sign_in_policy::{needs_second_factor, policy_of};

/// How long an access token counts (the published time).
pub const ACCESS_SECONDS: i64 = 3_600;
/// How long a refresh token counts after it was given out (the published time).
pub(crate) const REFRESH: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Longest token that is looked at.
const LONGEST: usize = 128;
const ACCESS: &str = "access";
const REFRESHING: &str = "refresh";
/// A refresh token that the person made (see [`crate::acting`]), and not the program when it signed in.
pub(crate) const GRANTED: &str = "granted";

/// What a program shows in order to get a token.
#[derive(Debug)]
pub enum Grant<'a> {
    /// Its own secret only: it acts alone.
    Alone,
    /// Name and password of a person, for whom it acts.
    Password {
        /// Sign-in name.
        email: &'a str,
        /// Password.
        password: SecretString,
    },
    /// A refresh token that was got before.
    Refresh(SecretString),
}

/// Tokens that were given out. They are shown here and stored nowhere.
#[derive(Debug)]
pub struct GrantedToken {
    /// With which the program calls.
    pub access: SecretString,
    /// With which it gets further tokens; none for a program that acts alone.
    pub refresh: Option<SecretString>,
    /// From when.
    pub from: Timestamp,
    /// How long the access token counts, in seconds.
    pub seconds: i64,
    /// Who holds it.
    pub actor: Actor,
}

/// Why no token was given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenRefusal {
    /// Program or secret are wrong, have ended or are switched off; which of them is not told.
    Program,
    /// Organisations of this kind have no programs: an indirect reseller's provider calls for it.
    Kind,
    /// Name or password are wrong, the account is locked or of another organisation; which of them is not told.
    Person,
    /// The password alone is not enough for this person.
    SecondFactor,
    /// The refresh token counts no more.
    Refresh,
    /// The program is of another organisation than the one named.
    Tenant,
}

/// Whoever calls with a token.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The program, or the person for whom it acts.
    pub actor: Actor,
    /// When the token ends.
    pub until: Timestamp,
    /// The customer whom the request is about.
    pub known: Option<KnownCustomer>,
}

/// Names of no organisation in particular, which clients put where they name one.
const ANY_TENANT: [&str; 3] = ["common", "organizations", "consumers"];

impl Service {
    /// Gives a program a token.
    pub async fn grant_token(
        &self,
        client_id: &str,
        secret: &SecretString,
        tenant: Option<&str>,
        grant: Grant<'_>,
        request_id: &str,
    ) -> Result<std::result::Result<GrantedToken, TokenRefusal>> {
        let Some(found) = self.credential(client_id, secret).await? else {
            return Ok(Err(TokenRefusal::Program));
        };
        let Some(kind) = OrganisationKind::from_name(&found.organisation_kind) else {
            return Ok(Err(TokenRefusal::Program));
        };
        if !may_have_apps(kind) {
            return Ok(Err(TokenRefusal::Kind));
        }
        if !self.is_named(found.organisation_id, tenant).await? {
            return Ok(Err(TokenRefusal::Tenant));
        }
        let app = ActingApp {
            app_id: found.app_id,
            name: found.name.clone(),
            permissions: permissions_of(&found.permissions, kind),
            alone: matches!(grant, Grant::Alone),
        };
        let alone = Actor {
            user_id: UserId::from_untyped_uuid(found.app_id.into_untyped_uuid()),
            name: found.name.clone(),
            organisation_id: found.organisation_id,
            organisation: found.organisation_name.clone(),
            kind,
            roles: Vec::new(),
            app: Some(app),
        };
        let person = match grant {
            Grant::Alone => None,
            Grant::Password { email, password } => {
                match self.person_by_password(found.organisation_id, email, password, request_id).await? {
                    Ok(user) => Some(user),
                    Err(refusal) => return Ok(Err(refusal)),
                }
            }
            Grant::Refresh(token) => match self.person_by_refresh(found.app_id, &token).await? {
                Some(user) => Some(user),
                None => return Ok(Err(TokenRefusal::Refresh)),
            },
        };
        let actor = match &person {
            None => alone,
            Some(user) => Actor {
                user_id: user.user_id,
                name: user.name.clone(),
                roles: roles_of(&user.roles),
                ..alone
            },
        };
        self.hand_out(actor, found.secret_id, person.is_some(), request_id).await.map(Ok)
    }

    /// Whether an organisation is the one that is named, by its id or its domain.
    async fn is_named(&self, organisation: OrganisationId, tenant: Option<&str>) -> Result<bool> {
        let Some(tenant) = tenant.filter(|name| !ANY_TENANT.contains(&name.to_ascii_lowercase().as_str()))
        else {
            return Ok(true);
        };
        if let Ok(id) = tenant.parse::<OrganisationId>() {
            return Ok(id == organisation);
        }
        let domain = self.organisation_of(organisation).await?.domain;
        Ok(domain.is_some_and(|domain| domain.eq_ignore_ascii_case(tenant)))
    }

    async fn hand_out(
        &self,
        actor: Actor,
        secret: AppSecretId,
        for_person: bool,
        request_id: &str,
    ) -> Result<GrantedToken> {
        let now = self.clock.now();
        let access = self.prefixed("txa_");
        let refresh = for_person.then(|| self.prefixed("txr_"));
        let app = actor.app.as_ref().map(|app| app.app_id).ok_or(ServiceError::NotFound)?;
        let user_id = for_person.then_some(actor.user_id);
        let new = |digest, purpose, lasting, secret_id| NewAccessToken {
            digest,
            purpose,
            organisation_id: actor.organisation_id,
            app_id: app,
            secret_id,
            user_id,
            created_at: now,
            expires_at: now + lasting,
        };
        let context = crate::Context::new(actor.clone(), request_id.to_owned());
        taxiway_store::write!(self.store, |tx| {
            let lasting = SignedDuration::from_secs(ACCESS_SECONDS);
            tx.insert_access_token(new(&access.digest, ACCESS, lasting, Some(secret))).await?;
            if let Some(refresh) = &refresh {
                // It is of no use without a secret that counts then, so that it outlives the change to another one.
                tx.insert_access_token(new(&refresh.digest, REFRESHING, REFRESH, None)).await?;
            }
            let act = Act {
                action: "app.sign-in",
                object_kind: "app",
                object_id: app.to_string(),
                detail: json!({ "for-person": for_person }),
            };
            self.record(tx, &Doer::from(&context), None, None, act).await
        })?;
        Ok(GrantedToken {
            access: access.secret,
            refresh: refresh.map(|token| token.secret),
            from: now,
            seconds: ACCESS_SECONDS,
            actor,
        })
    }

    /// The person whose name and password these are, if the password alone lets in.
    async fn person_by_password(
        &self,
        organisation: OrganisationId,
        email: &str,
        password: SecretString,
        request_id: &str,
    ) -> Result<std::result::Result<User, TokenRefusal>> {
        let user = match self.check_sign_in(email, password, request_id).await? {
            PasswordCheck::Right(user) if user.organisation_id == organisation => user,
            _ => return Ok(Err(TokenRefusal::Person)),
        };
        let mut conn = self.store.read().await?;
        let policy = policy_of(&mut conn, organisation).await?;
        let second = needs_second_factor(&mut conn, &policy, user.user_id, &roles_of(&user.roles)).await?;
        drop(conn);
        if second || !policy.passwords_allowed {
            return Ok(Err(TokenRefusal::SecondFactor));
        }
        taxiway_store::write!(self.store, |tx| {
            Ok::<_, ServiceError>(tx.set_failed_attempts(user.user_id, 0, None).await?)
        })?;
        Ok(Ok(user))
    }

    async fn person_by_refresh(&self, app: AppId, token: &SecretString) -> Result<Option<User>> {
        let mut found = self.token_row(token, REFRESHING, None).await?;
        if found.is_none() {
            found = self.token_row(token, GRANTED, None).await?;
        }
        let Some(row) = found.filter(|row| row.app_id == app) else { return Ok(None) };
        let Some(user) = row.user_id.map(UserId::from_untyped_uuid) else { return Ok(None) };
        Ok(self.store.read().await?.user_any_tenant(user).await?)
    }

    async fn token_row(
        &self,
        token: &SecretString,
        purpose: &str,
        customer: Option<OrganisationId>,
    ) -> Result<Option<AccessTokenRow>> {
        if token.expose_secret().len() > LONGEST {
            return Ok(None);
        }
        let now = self.clock.now();
        Ok(self.store.read().await?.access_token_any_tenant(&digest(token), purpose, now, customer).await?)
    }

    /// The program that is named by its id, if there is one with a secret: for those who look after it, and not for whoever names it.
    pub async fn named_program(&self, client_id: &str) -> Result<Option<ApiCaller>> {
        let Ok(app_id) = client_id.parse::<AppId>() else { return Ok(None) };
        let found = self.store.read().await?.credentials_any_tenant(app_id).await?;
        Ok(found.into_iter().next().map(|found| ApiCaller {
            app_id,
            app: found.name,
            organisation_id: found.organisation_id,
            organisation: found.organisation_name,
            user: None,
        }))
    }

    /// Whoever calls with this token; none when it counts no more.
    pub async fn caller(&self, token: &SecretString) -> Result<Option<Caller>> {
        self.caller_about(token, None).await
    }

    /// As [`Self::caller`]; with the customer whom the request is about, that one is looked up in the same step.
    pub async fn caller_about(
        &self,
        token: &SecretString,
        customer: Option<OrganisationId>,
    ) -> Result<Option<Caller>> {
        let Some(row) = self.token_row(token, ACCESS, customer).await? else { return Ok(None) };
        let known = customer.map(|customer| KnownCustomer(customer, row.consenting(customer)));
        let Some(kind) = OrganisationKind::from_name(&row.organisation_kind) else { return Ok(None) };
        let app = ActingApp {
            app_id: row.app_id,
            permissions: permissions_of(&row.permissions, kind),
            name: row.app_name,
            alone: row.user_id.is_none(),
        };
        let actor = Actor {
            user_id: UserId::from_untyped_uuid(row.user_id.unwrap_or(app.app_id.into_untyped_uuid())),
            name: row.user_name.unwrap_or_else(|| app.name.clone()),
            organisation_id: row.organisation_id,
            organisation: row.organisation_name,
            kind,
            roles: row.roles.as_deref().map(roles_of).unwrap_or_default(),
            app: Some(app),
        };
        Ok(Some(Caller { actor, until: row.expires_at, known }))
    }

    /// Removes tokens that have ended, and tells how many there were.
    pub async fn sweep_access_tokens(&self) -> Result<u64> {
        let now = self.clock.now();
        taxiway_store::write!(self.store, |tx| { Ok(tx.sweep_access_tokens(now).await?) })
    }

    /// A new token that begins so.
    pub(crate) fn prefixed(&self, prefix: &str) -> Token {
        let token = self.token();
        let secret = SecretString::from(format!("{prefix}{}", token.secret.expose_secret()));
        let digest = digest(&secret);
        Token { secret, digest }
    }
}
