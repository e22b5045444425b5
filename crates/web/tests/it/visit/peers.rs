//! The other side of sign-in: a provider and authenticators that say what a test wants them to say.

use std::sync::{Arc, Mutex};

use futures::future::BoxFuture;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use taxiway_domain::sign_in::SignInRefusal;
use taxiway_service::{
    Authn, Ceremony, Discovery, FlowSecrets, MadePasskey, OpenId, OpenIdClient, PasskeyClaim, PasskeyOwner,
    Passkeys, Proof, ProofError, Settings, Vault, Vouched,
};
use taxiway_web::portal::PortalSettings;

use super::World;

pub(super) const ISSUER: &str = "https://login.kajplats.example";

/// A provider that says this about whoever comes.
#[derive(Debug)]
pub(super) struct Peer(pub Mutex<Proof<Vouched>>);

impl OpenId for Peer {
    fn check<'a>(&'a self, issuer: &'a str) -> BoxFuture<'a, Proof<Discovery>> {
        let good = self.0.lock().expect("a lock").clone();
        Box::pin(async move {
            good.map(|_| Discovery {
                authorization_endpoint: format!("{issuer}/auth"),
                token_endpoint: format!("{issuer}/token"),
                keys: 2,
            })
        })
    }

    fn authorize<'a>(
        &'a self,
        client: &'a OpenIdClient,
        secrets: &'a FlowSecrets,
    ) -> BoxFuture<'a, Proof<String>> {
        let address = format!("{}/auth?a=b&state={}", client.issuer, secrets.state.expose_secret());
        Box::pin(async move { Ok(address) })
    }

    fn redeem<'a>(
        &'a self,
        _: &'a OpenIdClient,
        _: &'a FlowSecrets,
        _: SecretString,
        _: Timestamp,
    ) -> BoxFuture<'a, Proof<Vouched>> {
        let said = self.0.lock().expect("a lock").clone();
        Box::pin(async move { said })
    }
}

/// Authenticators whose answers are the names of credentials.
#[derive(Debug)]
struct Keys;

impl Passkeys for Keys {
    fn start_registration(&self, owner: &PasskeyOwner, _: &[Vec<u8>]) -> Proof<Ceremony> {
        let options = format!("{{\"publicKey\":{{\"user\":\"{}\"}}}}", owner.email);
        Ok(Ceremony { options, state: String::new() })
    }

    fn finish_registration(&self, _: &str, answer: &str) -> Proof<MadePasskey> {
        Ok(MadePasskey { credential_id: answer.as_bytes().to_vec(), content: String::new() })
    }

    fn start_sign_in(&self, _: &[Vec<u8>]) -> Proof<Ceremony> {
        Ok(Ceremony { options: "{\"publicKey\":{}}".to_owned(), state: String::new() })
    }

    fn claim(&self, answer: &str) -> Proof<PasskeyClaim> {
        Ok(PasskeyClaim { credential_id: answer.trim_end_matches('!').as_bytes().to_vec(), user_id: None })
    }

    fn finish_sign_in(&self, _: &str, answer: &str, content: &str) -> Proof<String> {
        if answer.ends_with('!') {
            return Err(ProofError::new(SignInRefusal::PasskeyCounter, "it went back"));
        }
        Ok(content.to_owned())
    }
}

/// A world with a provider and passkeys.
pub(super) async fn world() -> (World, Arc<Peer>) {
    world_with(PortalSettings::default()).await
}

/// As [`world`], with other settings.
pub(super) async fn world_with(portal: PortalSettings) -> (World, Arc<Peer>) {
    let peer = Arc::new(Peer(Mutex::new(Ok(Vouched {
        subject: "sub-1".to_owned(),
        name: Some("Stina Berg".to_owned()),
        email: Some("stina@kajplats.example".to_owned()),
        email_verified: Some(true),
        groups: Some(vec!["Sales".to_owned()]),
    }))));
    let authn = Authn {
        openid: Some(peer.clone()),
        passkeys: Some(Arc::new(Keys)),
        vault: Some(Vault::new([7; 32])),
        public_url: Some("https://taxiway.example".to_owned()),
        allow_http: false,
    };
    (World::entered_by(portal, Settings::default(), authn).await, peer)
}
