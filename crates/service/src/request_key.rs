//! Requests that are harmless to repeat: the key under which a sender repeats one, and what it made the first time.

use newtype_uuid::GenericUuid;
use taxiway_store::{RequestMade, Tx};

use crate::Service;
use crate::context::Context;
use crate::error::{Result, ServiceError};

/// Longest key, in bytes.
const KEY_BYTES: usize = 200;

/// What a sender gives a request, and gives it again when it sends the request again. It counts within an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestKey {
    /// The sender's own words.
    pub key: String,
    /// SHA-256 over everything that is asked for: what is to be done, to what, how.
    pub digest: [u8; 32],
}

impl Service {
    /// Takes a key for the object that a transaction makes, or tells what an earlier request with this key made: then nothing
    /// is left to do.
    ///
    /// To be the first act of the transaction, so that of many that arrive at once the others wait here. The caller's right
    /// must have been asked for before: the answer tells him something.
    pub(crate) async fn made_before<I: GenericUuid>(
        &self,
        tx: &mut Tx,
        context: &Context,
        key: Option<&RequestKey>,
        object: I,
    ) -> Result<Option<I>> {
        let Some(RequestKey { key, digest }) = key else { return Ok(None) };
        if key.is_empty() || key.len() > KEY_BYTES || key.chars().any(char::is_control) {
            return Err(ServiceError::invalid("request-id", "request-key", KEY_BYTES.to_string()));
        }
        let organisation = context.actor.organisation_id;
        let made = RequestMade { digest: digest.to_vec(), object_id: object.into_untyped_uuid() };
        if tx.insert_request_made(organisation, key, &made, self.clock.now()).await? {
            return Ok(None);
        }
        let earlier = tx.request_made(organisation, key).await?.ok_or(ServiceError::NotFound)?;
        if earlier.digest != made.digest {
            return Err(ServiceError::Conflict("request-id-reused"));
        }
        Ok(Some(I::from_untyped_uuid(earlier.object_id)))
    }
}
