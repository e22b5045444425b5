//! Signing in by somebody else's word: what an identity provider is, what its groups give, and why somebody stays outside.

use std::collections::BTreeSet;
use std::fmt;

use crate::role::{Action, OrganisationKind, Role, lowest_role};

macro_rules! refusals {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// Why somebody was not signed in. The texts are `sign-in-refusal-<name>` and `sign-in-refusal-<name>-next`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum SignInRefusal {
            $($(#[$doc])* $variant,)*
        }

        impl SignInRefusal {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Stable name.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

refusals! {
    /// The answer came to a browser that did not ask.
    Browser = "browser",
    /// The answer belongs to no sign-in that is under way.
    UnknownState = "unknown-state",
    /// The answer came too late.
    Late = "late",
    /// The answer came before.
    Replayed = "replayed",
    /// The person, or a rule at the provider, said no.
    Denied = "denied",
    /// The provider answered with an error of its own.
    ProviderError = "provider-error",
    /// The provider does not answer.
    Unreachable = "unreachable",
    /// The provider did not answer in time.
    Slow = "slow",
    /// What the provider answered makes no sense.
    Malformed = "malformed",
    /// The provider is at an address to which the service does not connect.
    Blocked = "blocked",
    /// The provider does not accept our name and secret.
    ClientRefused = "client-refused",
    /// The provider does not accept the code that it gave.
    CodeRefused = "code-refused",
    /// The proof is from another provider.
    Issuer = "issuer",
    /// The proof is for somebody else than this service.
    Audience = "audience",
    /// The proof is not signed by the provider.
    Signature = "signature",
    /// The proof is too old, or from the future.
    TokenExpired = "token-expired",
    /// The proof answers another question.
    Nonce = "nonce",
    /// The proof does not belong to what came with it.
    AccessToken = "access-token",
    /// The proof has another fault.
    Token = "token",
    /// The provider did not say in which groups the person is.
    NoGroups = "no-groups",
    /// None of the person's groups has a role here.
    NotInGroup = "not-in-group",
    /// The person has no account, and none is made.
    UnknownPerson = "unknown-person",
    /// The provider gave no e-mail address that can be relied on.
    NoEmail = "no-email",
    /// The e-mail address is of a domain for which no accounts are made.
    EmailDomain = "email-domain",
    /// The e-mail address cannot be used for a new account.
    EmailTaken = "email-taken",
    /// The account is switched off.
    SwitchedOff = "switched-off",
    /// The person's groups would take the last administrator's role away.
    LastAdministrator = "last-administrator",
    /// The organisation does not take passwords, or passkeys of this account, any more.
    OnlyProvider = "only-provider",
    /// The stored secret of the provider cannot be read.
    Secret = "secret",
    /// The provider was removed in the meantime.
    Gone = "gone",
    /// The operator has not set this way up.
    Unavailable = "unavailable",
    /// The passkey's answer came too late, or came before.
    PasskeyLate = "passkey-late",
    /// The passkey belongs to no account.
    PasskeyUnknown = "passkey-unknown",
    /// The passkey's answer is not valid.
    PasskeyInvalid = "passkey-invalid",
    /// The passkey's counter went back: it may have been copied.
    PasskeyCounter = "passkey-counter",
}

/// The role that administers an organisation of this kind; the one that must never be without a way in.
pub fn administering_role(kind: OrganisationKind) -> Option<Role> {
    lowest_role(kind, Action::IdentityProviderAdminister)
}

/// Why a text is no issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IssuerError {
    /// It is not the address of a host.
    #[error("not an address")]
    NotAnAddress,
    /// It is not protected by TLS.
    #[error("not https")]
    NotHttps,
}

/// The address by which a provider names itself, as in its tokens. Compared exactly.
///
/// `OpenID Connect Discovery 1.0`, section 2: an `https` URL without query and fragment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Issuer(String);

impl Issuer {
    /// Longest that is taken, in bytes.
    pub const BYTES: usize = 500;

    /// Reads an issuer; `http` only where the operator allows it.
    pub fn new(text: &str, allow_http: bool) -> Result<Self, IssuerError> {
        let text = text.trim();
        let rest = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
            (Some(rest), _) => rest,
            (None, Some(rest)) if allow_http => rest,
            (None, Some(_)) => return Err(IssuerError::NotHttps),
            (None, None) => return Err(IssuerError::NotAnAddress),
        };
        let authority = rest.split('/').next().unwrap_or_default();
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#@\\\"<>".contains(&byte));
        if authority.is_empty() || authority.starts_with(':') || !plain || text.len() > Self::BYTES {
            return Err(IssuerError::NotAnAddress);
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A domain of e-mail addresses, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailDomain(String);

impl EmailDomain {
    /// Longest that is taken, in bytes (RFC 1035, section 2.3.4).
    pub const BYTES: usize = 253;

    /// Reads a domain of at least two labels; letters outside ASCII must be in their `xn--` form.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches('@').to_ascii_lowercase();
        let is_label = |label: &str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let labels = text.split('.').count();
        (labels >= 2 && text.len() <= Self::BYTES && text.split('.').all(is_label)).then_some(Self(text))
    }

    /// The domain of an e-mail address.
    pub fn of_email(email: &str) -> Option<Self> {
        let (local, domain) = email.trim().rsplit_once('@')?;
        if local.is_empty() {
            return None;
        }
        Self::new(domain)
    }

    /// Whether this is the other domain or below it.
    pub fn is_within(&self, other: &Self) -> bool {
        self == other || self.0.strip_suffix(&other.0).is_some_and(|above| above.ends_with('.'))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the groups of a person give, by a table of group and role. Groups are compared exactly.
pub fn roles_of_groups<'a>(
    table: impl IntoIterator<Item = (&'a str, Role)>,
    groups: &[String],
) -> BTreeSet<Role> {
    let has = |group: &str| groups.iter().any(|one| one == group);
    table.into_iter().filter(|(group, _)| has(group)).map(|(_, role)| role).collect()
}
