//! The other side of sign-in: an identity provider and authenticators that say what a test wants them to say.

use std::sync::{Arc, Mutex};

use futures::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use taxiway_domain::ids::{IdentityProviderId, OrganisationId, UserId};
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_domain::sign_in::SignInRefusal;
use taxiway_service::{
    Authn, Callback, Ceremony, Client, Departure, Discovery, Entry, FlowSecrets, MadePasskey, Onward, OpenId,
    OpenIdClient, PasskeyClaim, PasskeyOwner, Passkeys, Proof, ProofError, ProviderForm, Refused, Service,
    Vault, Vouched,
};
use taxiway_store::Engine;

use crate::app::{Person, TestApp, secret};

pub(crate) const ISSUER: &str = "https://login.nordlys.example";
pub(crate) const CLIENT_SECRET: &str = "what the provider knows of us";

/// An identity provider.
#[derive(Debug)]
pub(crate) struct Peer {
    /// What it says about the person who comes next.
    pub says: Mutex<Proof<Vouched>>,
    /// What it was shown: secret of the client, nonce, verifier.
    pub shown: Mutex<Vec<[String; 3]>>,
}

impl OpenId for Peer {
    fn check<'a>(&'a self, issuer: &'a str) -> BoxFuture<'a, Proof<Discovery>> {
        let found = Discovery {
            authorization_endpoint: format!("{issuer}/auth"),
            token_endpoint: format!("{issuer}/token"),
            keys: 1,
        };
        Box::pin(async move { Ok(found) })
    }

    fn authorize<'a>(
        &'a self,
        client: &'a OpenIdClient,
        secrets: &'a FlowSecrets,
    ) -> BoxFuture<'a, Proof<String>> {
        let address = format!("{}/auth?state={}", client.issuer, secrets.state.expose_secret());
        self.note(client, secrets);
        Box::pin(async move { Ok(address) })
    }

    fn redeem<'a>(
        &'a self,
        client: &'a OpenIdClient,
        secrets: &'a FlowSecrets,
        _: SecretString,
        _: Timestamp,
    ) -> BoxFuture<'a, Proof<Vouched>> {
        self.note(client, secrets);
        let said = self.says.lock().expect("it works").clone();
        Box::pin(async move { said })
    }
}

impl Peer {
    fn note(&self, client: &OpenIdClient, secrets: &FlowSecrets) {
        let parts = [&client.client_secret, &secrets.nonce, &secrets.verifier];
        self.shown.lock().expect("it works").push(parts.map(|part| part.expose_secret().to_owned()));
    }
}

/// Authenticators whose answers are `credential user counter`, and whose contents are counters.
#[derive(Debug)]
pub(crate) struct Keys;

fn wrong() -> ProofError {
    ProofError::new(SignInRefusal::PasskeyInvalid, "not an answer")
}

impl Passkeys for Keys {
    fn start_registration(&self, owner: &PasskeyOwner, known: &[Vec<u8>]) -> Proof<Ceremony> {
        let options = format!("new for {} beside {}", owner.email, known.len());
        Ok(Ceremony { options, state: "registration".to_owned() })
    }

    fn finish_registration(&self, state: &str, answer: &str) -> Proof<MadePasskey> {
        let credential = answer.split(' ').next().filter(|id| !id.is_empty()).ok_or_else(wrong)?;
        if state != "registration" || credential == "broken" {
            return Err(wrong());
        }
        Ok(MadePasskey { credential_id: credential.as_bytes().to_vec(), content: "0".to_owned() })
    }

    fn start_sign_in(&self, allowed: &[Vec<u8>]) -> Proof<Ceremony> {
        Ok(Ceremony { options: format!("one of {}", allowed.len()), state: "sign-in".to_owned() })
    }

    fn claim(&self, answer: &str) -> Proof<PasskeyClaim> {
        let mut parts = answer.split(' ');
        let credential_id = parts.next().unwrap_or_default().as_bytes().to_vec();
        Ok(PasskeyClaim { credential_id, user_id: parts.next().and_then(|user| user.parse().ok()) })
    }

    fn finish_sign_in(&self, state: &str, answer: &str, content: &str) -> Proof<String> {
        let counter: u32 = answer.rsplit(' ').next().and_then(|n| n.parse().ok()).ok_or_else(wrong)?;
        let before: u32 = content.parse().map_err(|_| wrong())?;
        if state != "sign-in" {
            return Err(wrong());
        }
        if counter <= before {
            return Err(ProofError::new(SignInRefusal::PasskeyCounter, "it went back"));
        }
        Ok(counter.to_string())
    }
}

/// An organisation with an administrator, and a provider that can be set up for it.
pub(crate) struct Company {
    pub app: TestApp,
    pub service: Service,
    pub peer: Arc<Peer>,
    pub organisation: OrganisationId,
    pub admin: Person,
}

/// Somebody for whom the provider vouches.
pub(crate) fn vouched(subject: &str, email: &str, groups: &[&str]) -> Vouched {
    Vouched {
        subject: subject.to_owned(),
        name: Some(format!("Person {subject}")),
        email: Some(email.to_owned()),
        email_verified: Some(true),
        groups: Some(groups.iter().map(|group| (*group).to_owned()).collect()),
    }
}

pub(crate) fn form() -> ProviderForm {
    ProviderForm {
        name: "Nordlys inloggning".to_owned(),
        issuer: ISSUER.to_owned(),
        client_id: "taxiway".to_owned(),
        client_secret: Some(secret(CLIENT_SECRET)),
        scopes: "openid email profile".to_owned(),
        group_claim: "groups".to_owned(),
        groups: vec![("Taxiway Admins".to_owned(), Role::AdminAgent), ("Sales".to_owned(), Role::SalesAgent)],
        domains: vec!["nordlys.example".to_owned()],
        create_users: true,
    }
}

fn authn(peer: &Arc<Peer>, key: u8) -> Authn {
    Authn {
        openid: Some(peer.clone()),
        passkeys: Some(Arc::new(Keys)),
        vault: Some(Vault::new([key; 32])),
        public_url: Some("https://taxiway.example".to_owned()),
        allow_http: false,
    }
}

impl Company {
    pub(crate) async fn new(engine: Engine) -> Self {
        let app = TestApp::new(engine).await;
        let says = Mutex::new(Ok(vouched("sub-1", "asa@nordlys.example", &["Sales"])));
        let peer = Arc::new(Peer { says, shown: Mutex::default() });
        let service = app.service.clone().with_authn(authn(&peer, 7));
        let kind = OrganisationKind::DirectPartner;
        let made = service.create_organisation(kind, "Nordlys AB", Some("nordlys.example"), "setup").await;
        let organisation = made.expect("it works").organisation_id;
        let mut admin = app.person(organisation, kind, "boss", Role::AdminAgent).await;
        admin.service = service.clone();
        Self { app, service, peer, organisation, admin }
    }

    pub(crate) async fn with_provider(engine: Engine) -> (Self, IdentityProviderId) {
        let company = Self::new(engine).await;
        let provider = company.service.create_identity_provider(&company.admin.context, &form()).await;
        let provider = provider.expect("it works");
        (company, provider)
    }

    /// The same service with another key for its secrets.
    pub(crate) fn with_another_key(&self) -> Service {
        self.service.clone().with_authn(authn(&self.peer, 8))
    }

    /// What the provider says about whoever comes next.
    pub(crate) fn says(&self, said: Proof<Vouched>) {
        *self.peer.says.lock().expect("it works") = said;
    }

    /// A browser leaves for the provider of this address.
    pub(crate) async fn leaves(&self, email: &str) -> Onward {
        match self.service.leave_by_email(email, "/customers?page=2", "leave").await.expect("it works") {
            Departure::Onward(onward) => onward,
            other => panic!("it stays: {other:?}"),
        }
    }

    /// A browser comes back as it left.
    pub(crate) async fn comes_back(&self, onward: &Onward) -> Entry {
        self.service
            .come_back(callback(onward), Some(&onward.browser), &Client::default(), "back")
            .await
            .expect("it works")
    }

    /// The whole way.
    pub(crate) async fn enters(&self, said: Vouched) -> Entry {
        self.says(Ok(said));
        self.app.later(SignedDuration::from_secs(1));
        let onward = self.leaves("somebody@nordlys.example").await;
        self.comes_back(&onward).await
    }

    /// The name and roles of the session that an entry began.
    pub(crate) async fn session(&self, entry: Entry) -> (UserId, String, Vec<Role>) {
        let Entry::Done { token, .. } = entry else { panic!("not signed in: {entry:?}") };
        let session = self.service.session(&token).await.expect("it works").expect("a session");
        (session.actor.user_id, session.email, session.actor.roles)
    }

    /// How many accounts the organisation has, for how many of them a provider vouches, and how many sessions they have.
    pub(crate) async fn accounts(&self) -> [usize; 3] {
        let mut conn = self.app.conn().await;
        let mut counts = [0; 3];
        for user in conn.users(self.organisation).await.expect("they are listed") {
            counts[0] += 1;
            counts[1] += usize::from(conn.is_federated(user.user_id).await.expect("it is known"));
            let sessions = conn.sessions(user.user_id, self.service.now()).await;
            counts[2] += sessions.expect("they are listed").len();
        }
        counts
    }

    /// Action, who and detail of the newest entry in the organisation's log.
    pub(crate) async fn last_entry(&self) -> (String, String, String) {
        let entry =
            self.service.audit_log(&self.admin.context, None, 1).await.expect("it works").entries.remove(0);
        (entry.action, entry.actor_name, entry.detail)
    }
}

/// What comes back with a browser that the provider let through.
pub(crate) fn callback(onward: &Onward) -> Callback {
    let state = onward.address.split("state=").nth(1).expect("it works").to_owned();
    Callback { state: Some(state), code: Some(secret("a code")), error: None, issuer: None }
}

#[track_caller]
pub(crate) fn refused(entry: Entry) -> Refused {
    match entry {
        Entry::Refused(refused) => refused,
        Entry::Done { .. } => panic!("signed in"),
    }
}
