//! Passkeys by the Web Authentication API.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use newtype_uuid::GenericUuid;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use taxiway_domain::ids::UserId;
use taxiway_domain::sign_in::SignInRefusal;
use taxiway_service::{Ceremony, MadePasskey, PasskeyClaim, PasskeyOwner, Passkeys, Proof, ProofError};
use url::{Host, Url};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Uuid, Webauthn, WebauthnBuilder, WebauthnError,
};

/// Name of this service, as authenticators show it.
const NAME: &str = "Taxiway";

/// Makes and verifies passkeys for one public address.
///
/// Passkeys belong to the host of that address: when it changes, they are lost.
#[derive(Debug)]
pub struct WebPasskeys(Webauthn);

impl WebPasskeys {
    /// For this public address; none when browsers make no passkeys there: the host must have a name, and `https` unless it is
    /// this very machine.
    pub fn new(public_url: &str) -> Option<Self> {
        let url = Url::parse(public_url).ok()?;
        let Some(Host::Domain(host)) = url.host() else { return None };
        if url.scheme() != "https" && host != "localhost" {
            return None;
        }
        let built = WebauthnBuilder::new(host, &url).ok()?.rp_name(NAME).build().ok()?;
        Some(Self(built))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it stands where an error is mapped")]
fn invalid(error: impl ToString) -> ProofError {
    ProofError::new(SignInRefusal::PasskeyInvalid, error.to_string())
}

fn read<T: DeserializeOwned>(what: &str, text: &str) -> Proof<T> {
    // What serde says could repeat what was sent.
    serde_json::from_str(text)
        .map_err(|error| invalid(format!("{what} is unreadable in column {}", error.column())))
}

fn write(value: &impl Serialize) -> Proof<String> {
    serde_json::to_string(value).map_err(invalid)
}

#[expect(clippy::needless_pass_by_value, reason = "it stands where an error is mapped")]
fn refused(error: WebauthnError) -> ProofError {
    let refusal = match error {
        WebauthnError::CredentialPossibleCompromise => SignInRefusal::PasskeyCounter,
        _ => SignInRefusal::PasskeyInvalid,
    };
    ProofError::new(refusal, error.to_string())
}

impl Passkeys for WebPasskeys {
    fn start_registration(&self, owner: &PasskeyOwner, known: &[Vec<u8>]) -> Proof<Ceremony> {
        let id = Uuid::from_bytes(owner.user_id.into_untyped_uuid().into_bytes());
        let (challenge, state) = self
            .0
            .start_passkey_registration(id, &owner.email, &owner.name, Some(known.to_vec()))
            .map_err(refused)?;
        let mut options = serde_json::to_value(&challenge).map_err(invalid)?;
        // Signing in with the passkey alone needs one that the authenticator finds by itself.
        if let Some(selection) = options.pointer_mut("/publicKey/authenticatorSelection") {
            selection["residentKey"] = "required".into();
            selection["requireResidentKey"] = true.into();
        }
        Ok(Ceremony { options: options.to_string(), state: write(&state)? })
    }

    fn finish_registration(&self, state: &str, answer: &str) -> Proof<MadePasskey> {
        let state: PasskeyRegistration = read("the state", state)?;
        let answer: RegisterPublicKeyCredential = read("the answer", answer)?;
        let passkey = self.0.finish_passkey_registration(&answer, &state).map_err(refused)?;
        Ok(MadePasskey { credential_id: passkey.cred_id().clone(), content: write(&passkey)? })
    }

    fn start_sign_in(&self, allowed: &[Vec<u8>]) -> Proof<Ceremony> {
        let (mut challenge, state) = self.0.start_discoverable_authentication().map_err(refused)?;
        // A button was pressed: the browser is to ask at once, and not to wait for a name field.
        challenge.mediation = None;
        let mut options = serde_json::to_value(&challenge).map_err(invalid)?;
        let listed: Vec<_> = allowed
            .iter()
            .map(|id| json!({ "type": "public-key", "id": URL_SAFE_NO_PAD.encode(id) }))
            .collect();
        if let Some(public_key) = options.get_mut("publicKey") {
            public_key["allowCredentials"] = listed.into();
        }
        Ok(Ceremony { options: options.to_string(), state: write(&state)? })
    }

    fn claim(&self, answer: &str) -> Proof<PasskeyClaim> {
        let answer: PublicKeyCredential = read("the answer", answer)?;
        let user = answer.get_user_unique_id();
        let user_id = match user {
            // Some authenticators send an empty one when they were told which passkey to use.
            None | Some([]) => None,
            Some(bytes) => {
                let id = Uuid::from_slice(bytes).map_err(|_| invalid("the user is none of ours"))?;
                Some(UserId::from_untyped_uuid(uuid::Uuid::from_bytes(id.into_bytes())))
            }
        };
        Ok(PasskeyClaim { credential_id: answer.get_credential_id().to_vec(), user_id })
    }

    fn finish_sign_in(&self, state: &str, answer: &str, content: &str) -> Proof<String> {
        let state: DiscoverableAuthentication = read("the state", state)?;
        let answer: PublicKeyCredential = read("the answer", answer)?;
        let mut passkey: Passkey = read("the passkey", content)?;
        let result =
            self.0.finish_discoverable_authentication_v2(&answer, state, &passkey).map_err(refused)?;
        if !result.user_verified() {
            return Err(invalid("the authenticator did not verify the person"));
        }
        passkey.update_credential(&result);
        write(&passkey)
    }
}
