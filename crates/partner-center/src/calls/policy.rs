//! Configuration policies, which are deployment profiles here, and giving them to devices.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use newtype_uuid::GenericUuid;
use serde::Serialize;
use sha2::{Digest, Sha256};
use taxiway_domain::deployment_profile::OobeSetting;
use taxiway_domain::ids::{DeploymentProfileId, DeploymentProfileKind, OrganisationId};
use taxiway_domain::role::Action;
use taxiway_service::{ASSIGNED_AT_ONCE, DeploymentProfileView, ProfileChoice, ProfileInput, ServiceError};

use super::{Outcome, letters, number, ok};
use crate::devices::{self, Broken, Shape, Taker};
use crate::door::Calling;
use crate::fault::Fault;
use crate::json::{self, Fields, Json, wrong_kind};
use crate::reply::Reply;
use crate::wire::{self, Attributes, Collection, attributes};

/// Kinds of policies; there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) enum PolicyCategory {
    /// What happens out of the box.
    #[serde(rename = "o_o_b_e")]
    OutOfBox,
}

/// A policy as published.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ConfigurationPolicy {
    id: String,
    name: String,
    category: PolicyCategory,
    description: String,
    policy_settings: Vec<&'static str>,
    // Models and articles disagree about the name, so both are written.
    devices_assigned_count: u64,
    devices_assigned: u64,
    created_date: String,
    last_modified_date: String,
    attributes: Attributes,
}

/// Names of settings as published.
fn setting_name(setting: OobeSetting) -> &'static str {
    match setting {
        OobeSetting::RemoveOemPreinstalls => "remove_oem_preinstalls",
        OobeSetting::OobeUserNotLocalAdmin => "oobe_user_not_local_admin",
        OobeSetting::SkipExpressSettings => "skip_express_settings",
        OobeSetting::SkipOemRegistration => "skip_oem_registration",
        OobeSetting::SkipEula => "skip_eula",
    }
}

fn published(profile: DeploymentProfileView) -> ConfigurationPolicy {
    let names: Vec<_> = profile.settings.iter().map(|setting| setting_name(*setting)).collect();
    ConfigurationPolicy {
        id: profile.profile_id.to_string(),
        name: profile.name,
        category: PolicyCategory::OutOfBox,
        description: profile.description,
        policy_settings: if names.is_empty() { vec!["none"] } else { names },
        devices_assigned_count: profile.devices,
        devices_assigned: profile.devices,
        created_date: wire::time(profile.created_at),
        last_modified_date: wire::time(profile.changed_at),
        attributes: attributes("ConfigurationPolicy"),
    }
}

/// A category in any of the forms that clients send: published, .NET's, or a number. The SDK's samples leave it out, which
/// is sent as `none`.
fn check_category(fields: &Fields<'_>, name: &str) -> Result<(), Fault> {
    let field = fields.path(name);
    match fields.get(name) {
        None => Ok(()),
        Some(Json::Text(text)) if matches!(letters(text).as_str(), "" | "oobe" | "none") => Ok(()),
        Some(Json::Text(text)) => Err(Fault::enumeration(&field, text, &["o_o_b_e"])),
        Some(Json::Number(value)) if matches!(number(value), Some(0 | 1)) => Ok(()),
        Some(Json::Number(value)) => Err(Fault::enumeration(&field, &value.to_string(), &["o_o_b_e"])),
        Some(other) => Err(wrong_kind(&field, "string", other)),
    }
}

fn known_settings() -> Vec<&'static str> {
    OobeSetting::ALL.iter().map(|setting| setting_name(*setting)).chain(["none"]).collect()
}

/// Settings in any of the forms that clients send.
fn settings(fields: &Fields<'_>) -> Result<BTreeSet<OobeSetting>, Fault> {
    let mut found = BTreeSet::new();
    let path = fields.path("policySettings");
    let listed = fields.list("policySettings")?;
    let listed = listed.ok_or_else(|| Fault::invalid("json-missing", &[("field", &path)]))?;
    for value in listed {
        match value {
            Json::Text(text) if letters(text) == "none" => {}
            Json::Text(text) => {
                let wanted = letters(text);
                let known = OobeSetting::ALL.iter().find(|one| letters(one.as_str()) == wanted);
                found.insert(*known.ok_or_else(|| Fault::enumeration(&path, text, &known_settings()))?);
            }
            Json::Number(value) => {
                let flags = number(value).filter(|flags| *flags < 32);
                let flags =
                    flags.ok_or_else(|| Fault::enumeration(&path, &value.to_string(), &known_settings()))?;
                found.extend(OobeSetting::ALL.iter().filter(|one| flags & u64::from(one.flag()) != 0));
            }
            other => return Err(wrong_kind(&path, "string", other)),
        }
    }
    Ok(found)
}

fn input(body: &Json) -> Result<ProfileInput, Fault> {
    let fields = body.fields("")?;
    check_category(&fields, "category")?;
    Ok(ProfileInput {
        name: fields.needed("name")?.to_owned(),
        description: fields.text("description")?.unwrap_or_default().to_owned(),
        settings: settings(&fields)?,
    })
}

/// The policy in the path, of a customer for whom the caller may do this.
async fn policy(calling: &Calling, action: Action) -> Result<(OrganisationId, DeploymentProfileId), Fault> {
    let customer = calling.customer()?;
    calling
        .door
        .service
        .customer(&calling.context, customer, action)
        .await
        .map_err(Calling::about_customer)?;
    Ok((customer, calling.id::<DeploymentProfileKind>(1, "policy")?))
}

pub(super) async fn create(calling: Calling) -> Outcome {
    let customer = calling.customer()?;
    let service = calling.door.service.clone();
    let access = service.customer(&calling.context, customer, Action::ProfileAdminister).await;
    access.map_err(Calling::about_customer)?;
    let (body, digest) = calling.small_body().await?;
    let once = calling.once(digest);
    let made =
        service.create_deployment_profile(&calling.context, customer, &input(&body)?, once.as_ref()).await;
    let made = made.map_err(Calling::about_customer)?;
    let profile = service.deployment_profile(&calling.context, customer, made).await;
    Ok(ok(&published(profile.map_err(|error| Fault::of(error, "policy"))?)))
}

pub(super) async fn list(calling: Calling) -> Outcome {
    let customer = calling.customer()?;
    let found = calling.door.service.deployment_profiles(&calling.context, customer).await;
    let items = found.map_err(Calling::about_customer)?.into_iter().map(published).collect();
    Ok(ok(&Collection::whole(items)))
}

pub(super) async fn get(calling: Calling) -> Outcome {
    let (customer, id) = policy(&calling, Action::ProfileRead).await?;
    let found = calling.door.service.deployment_profile(&calling.context, customer, id).await;
    Ok(ok(&published(found.map_err(|error| Fault::of(error, "policy"))?)))
}

pub(super) async fn update(calling: Calling) -> Outcome {
    let (customer, id) = policy(&calling, Action::ProfileAdminister).await?;
    let (body, _) = calling.small_body().await?;
    let fields = body.fields("")?;
    if let Some(sent) = fields.text("id")?
        && !sent.eq_ignore_ascii_case(&id.to_string())
    {
        return Err(Fault::property("policy-fixed", &[("field", "id")]));
    }
    let changed =
        calling.door.service.change_deployment_profile(&calling.context, customer, id, &input(&body)?).await;
    Ok(ok(&published(changed.map_err(|error| Fault::of(error, "policy"))?)))
}

pub(super) async fn delete(calling: Calling) -> Outcome {
    let (customer, id) = policy(&calling, Action::ProfileAdminister).await?;
    let once = calling.once([0; 32]);
    let gone =
        calling.door.service.delete_deployment_profile(&calling.context, customer, id, once.as_ref()).await;
    gone.map_err(|error| Fault::of(error, "policy"))?;
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}

/// The policy that a device is to have; none takes away the one that it has.
pub(super) struct Chosen(pub Option<String>);

/// What is said about the policy of a device, if anything is.
pub(super) fn choice_of(fields: &Fields<'_>) -> Result<Option<Chosen>, Fault> {
    let Some(policies) = fields.list("policies")? else { return Ok(None) };
    let path = fields.path("policies");
    if policies.len() > 1 {
        return Err(Fault::property("policies-many", &[("field", &path)]));
    }
    // An empty list takes the policy away, as a value of null does.
    let Some(policy) = policies.first() else { return Ok(Some(Chosen(None))) };
    let policy = policy.fields(&format!("{path}[0]"))?;
    check_category(&policy, "key")?;
    // One client sends empty objects whatever it was told: that must not take a policy away.
    if !policy.names("key") && !policy.names("value") {
        return Err(Fault::invalid("json-missing", &[("field", &policy.path("value"))]));
    }
    Ok(Some(Chosen(policy.text("value")?.map(str::to_owned))))
}

pub(super) async fn assign(calling: Calling) -> Outcome {
    let customer = calling.customer()?;
    let service = calling.door.service.clone();
    let access = service.customer(&calling.context, customer, Action::ProfileAdminister).await;
    access.map_err(Calling::about_customer)?;
    let limit = usize::try_from(calling.door.settings.body_bytes).unwrap_or(usize::MAX);
    let body = calling.body_within(limit).await?;
    let once = calling.once(Sha256::digest(&body).into());
    let choices = choices(&body)?;
    drop(body);
    let made = service.assign_profiles(&calling.context, customer, &choices, once.as_ref()).await;
    let made = made.map_err(Calling::about_customer)?;
    Ok(calling.accepted(customer, made.into_untyped_uuid()))
}

/// Which device is to have which policy.
#[derive(Debug, Default)]
struct Choices(Vec<ProfileChoice>);

impl Taker for Choices {
    const DEVICE: &'static [&'static str] = &["id", "policies"];
    const BESIDE: &'static [&'static str] = &[];

    fn device(&mut self, device: &Fields<'_>) -> Result<(), Broken> {
        let id = device.needed("id")?.to_owned();
        let missing = || Fault::invalid("json-missing", &[("field", &device.path("policies"))]);
        let Chosen(profile) = choice_of(device)?.ok_or_else(missing)?;
        self.0.push(ProfileChoice { device: id, profile });
        // One too many is enough to be refused.
        if self.0.len() > ASSIGNED_AT_ONCE { Err(too_many().into()) } else { Ok(()) }
    }

    fn beside(&mut self, _: &Fields<'_>) -> Result<(), Fault> {
        Ok(())
    }
}

fn too_many() -> Fault {
    let hint = ASSIGNED_AT_ONCE.to_string();
    Fault::of(ServiceError::Invalid { field: "devices", code: "assignment-many", hint }, "path")
}

fn choices(body: &[u8]) -> Result<Vec<ProfileChoice>, Fault> {
    let text = json::text_of(body)?;
    let mut choices = Choices::default();
    let read = devices::read(&mut serde_json::Deserializer::from_str(text), Shape::Object, &mut choices);
    match read {
        Ok(_) => Ok(choices.0),
        Err(Broken::Fault(fault)) => Err(*fault),
        Err(Broken::Cut) => Err(Fault::invalid("body-cut", &[])),
    }
}
