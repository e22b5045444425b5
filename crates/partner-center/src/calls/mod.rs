//! The calls, one file per resource: read what was sent, ask the use case, put its answer into the published form.

mod batch;
mod customer;
mod device;
mod policy;
mod relationship;
mod status;

use axum::http::StatusCode;
use axum::http::header::CONTENT_ENCODING;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use newtype_uuid::{GenericUuid, TypedUuid, TypedUuidKind};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use taxiway_domain::ids::OrganisationId;
use taxiway_service::{RequestKey, ServiceError};
use url::form_urlencoded;
use uuid::Uuid;

use crate::AcceptedBody;
use crate::door::Calling;
use crate::fault::{Fault, code, shortened};
use crate::json::{self, Json};
use crate::reply::Reply;

/// What a call gives.
pub(crate) type Outcome = Result<Reply, Fault>;

/// Most bytes of a body that is no list of devices.
const SMALL_BODY: usize = 1 << 20;

/// Carries a call out.
pub(crate) async fn carry_out(name: &str, calling: Calling) -> Outcome {
    match name {
        "device-batch.create" => batch::create(calling).await,
        "device-batch.add" => batch::add(calling).await,
        "device-batch.list" => batch::list(calling).await,
        "batch-status.get" => status::get(calling).await,
        "device.list" => device::list(calling).await,
        "device.get" => device::get(calling).await,
        "device.update" => device::update(calling).await,
        "device.delete" => device::delete(calling).await,
        "policy.assign" => policy::assign(calling).await,
        "policy.create" => policy::create(calling).await,
        "policy.list" => policy::list(calling).await,
        "policy.get" => policy::get(calling).await,
        "policy.update" => policy::update(calling).await,
        "policy.delete" => policy::delete(calling).await,
        "customer.list" => customer::list(calling).await,
        "customer.get" => customer::get(calling).await,
        "customer.end-relationship" => customer::end_relationship(calling).await,
        "customer.delete" => customer::delete(&calling).await,
        "relationship-request.get" => relationship::request(calling).await,
        "customer-relationship.list" => relationship::of_customer(calling).await,
        "partner-relationship.list" => relationship::list(calling).await,
        _ => Err(Fault::not_found("path")),
    }
}

impl Calling {
    /// What varies at this place of the path.
    fn part(&self, place: usize) -> &str {
        self.varying.get(place).map_or("", String::as_str)
    }

    /// The customer in the path.
    fn customer(&self) -> Result<OrganisationId, Fault> {
        self.part(0).parse().map_err(|_| {
            let mut fault = Fault::invalid("customer-id", &[("value", &shortened(self.part(0)))]);
            fault.code = code::INVALID_CUSTOMER_ID;
            fault
        })
    }

    /// An id at this place of the path; whatever is no id is not there.
    fn id<K: TypedUuidKind>(&self, place: usize, missing: &str) -> Result<TypedUuid<K>, Fault> {
        let id = self.part(place).parse::<Uuid>().map_err(|_| Fault::not_found(missing))?;
        Ok(TypedUuid::from_untyped_uuid(id))
    }

    /// A value of the query, by its name in any capitals.
    fn asked(&self, name: &str) -> Option<String> {
        let mut pairs = form_urlencoded::parse(self.query.as_bytes());
        pairs.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.into_owned())
    }

    /// The token of the page before.
    fn continuation<T: DeserializeOwned>(&self) -> Result<Option<T>, Fault> {
        let Some(value) = self.headers.get("ms-continuationtoken") else { return Ok(None) };
        let unusable = || Fault::invalid("continuation", &[("field", "MS-ContinuationToken")]);
        let bytes = URL_SAFE_NO_PAD.decode(value.as_bytes()).map_err(|_| unusable())?;
        // No token that was given out holds one, and the database takes none.
        if bytes.windows(6).any(|escape| escape == b"\\u0000") {
            return Err(unusable());
        }
        serde_json::from_slice(&bytes).map(Some).map_err(|_| unusable())
    }

    /// Refuses a compressed body: nobody would know what is wrong with it from what it reads like.
    pub(crate) fn plain_body(&self) -> Result<(), Fault> {
        let named = self.headers.get_all(CONTENT_ENCODING).iter();
        let codings = named.map(|value| value.to_str().unwrap_or_default().trim());
        let mut packed =
            codings.filter(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case("identity"));
        packed
            .next()
            .map_or(Ok(()), |coding| Err(Fault::invalid("body-encoding", &[("value", &shortened(coding))])))
    }

    /// A body that is not a list of devices.
    async fn small_body(&self) -> Result<(Json, [u8; 32]), Fault> {
        let body = self.body_within(SMALL_BODY).await?;
        Ok((json::read(&body)?, Sha256::digest(&body).into()))
    }

    /// A whole body of so many bytes at most.
    async fn body_within(&self, limit: usize) -> Result<Vec<u8>, Fault> {
        self.take_body(limit as u64)?.whole().await
    }

    /// Under what a repetition is found again: the program's id for one method and path, so that an id used for several
    /// different calls does no harm; and what was sent, so that another body under the same id is noticed.
    fn once(&self, digest: [u8; 32]) -> Option<RequestKey> {
        let (id, app) = (self.repeatable?, self.context.actor.app.as_ref()?.app_id);
        let place = hex::encode(&Sha256::digest(format!("{} {}", self.method, self.path))[..16]);
        Some(RequestKey { key: format!("partner-center {app} {id} {place}"), digest })
    }

    fn accepted(&self, customer: OrganisationId, tracking: Uuid) -> Reply {
        let body = match self.door.settings.accepted_body {
            AcceptedBody::Empty => None,
            AcceptedBody::Object => Some("{}"),
        };
        Reply::accepted(&format!("/customers/{customer}/batchJobStatus/{tracking}"), body)
    }

    /// What the use cases say about a customer that the path names.
    fn about_customer(error: ServiceError) -> Fault {
        match error {
            ServiceError::NotFound => Fault::new(StatusCode::NOT_FOUND, code::TENANT_NOT_FOUND, "customer"),
            error => Fault::of(error, "customer"),
        }
    }
}

/// A token that leads to the page after this place.
fn continuation_token(place: &impl Serialize) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(place).unwrap_or_default())
}

/// Splits a value of an enumeration into the letters that count: `skip_eula`, `SkipEula` and `skip-eula` are one. A text of
/// nothing but what does not count is no word, and not an empty one either.
fn letters(text: &str) -> String {
    let counting = text.chars().filter(|c| !matches!(c, '_' | '-' | ' '));
    let word = counting.collect::<String>().to_ascii_lowercase();
    if word.is_empty() { text.to_owned() } else { word }
}

/// A number without a fraction, however it is written: 9.0 is 9.
fn number(value: &serde_json::Number) -> Option<u64> {
    let written_long = || u64::try_from(value.to_string().strip_suffix(".0")?.parse::<i64>().ok()?).ok();
    value.as_u64().or_else(written_long)
}

fn ok(value: &impl Serialize) -> Reply {
    Reply::json(StatusCode::OK, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_as_clients_write_them_and_no_others() {
        for written in ["skip_eula", "SkipEula", "skip-eula", "SKIP EULA", "s_k_i_p_e_u_l_a"] {
            assert_eq!(letters(written), "skipeula");
        }
        assert_eq!(letters(""), "");
        for other in ["_", "é", "none!", "none\u{0}", "n€one", "o.o.b.e"] {
            assert!(!matches!(letters(other).as_str(), "" | "none" | "oobe"), "{other}");
        }
    }

    #[test]
    fn numbers_are_whole_however_they_are_written() {
        let read = |text: &str| number(&text.parse().expect("a number"));
        for (text, value) in [("9", Some(9)), ("9.0", Some(9)), ("9e0", Some(9)), ("-0.0", Some(0))] {
            assert_eq!(read(text), value, "{text}");
        }
        for text in ["9.5", "-9", "-9.0", "1e300"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
