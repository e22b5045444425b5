//! How the people of an organisation sign in.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use secrecy::SecretString;
use taxiway_domain::ids::IdentityProviderId;
use taxiway_domain::role::Role;
use taxiway_locale::{field_problem, text};
use taxiway_service::{ProviderForm, ProviderView, ServiceError, SignInPolicy};

use super::cookies::{self, Keep};
use super::extract::{At, Fields, Posted, SignedIn};
use super::{Answer, Problem};
use crate::portal::confirm::ConfirmPage;
use crate::portal::identity_provider::{
    FieldProblem, Found, IdentityProviderPage, IdentityProvidersPage, ProviderFields, ProviderRow, RoleChoice,
};
use crate::portal::shell::Area;
use crate::portal::{render, routes};

/// Empty rows for further groups.
const FURTHER: usize = 4;
/// What most providers understand.
const SCOPES: &str = "email profile";
/// What most providers call it.
const GROUP_CLAIM: &str = "groups";

/// The roles of the caller's kind of organisation.
fn roles(signed: &SignedIn) -> Vec<Role> {
    let kind = signed.context.actor.kind;
    Role::ALL.iter().copied().filter(|role| role.belongs_to(kind)).collect()
}

/// Providers and policy.
pub(crate) async fn list(signed: SignedIn) -> Answer {
    page(&signed, StatusCode::OK, None, None).await
}

async fn page(
    signed: &SignedIn,
    status: StatusCode,
    chosen: Option<SignInPolicy>,
    problem: Option<String>,
) -> Answer {
    let service = signed.service();
    let settings = service.sign_in_settings(&signed.context).await?;
    let policy = chosen.unwrap_or(settings.policy);
    let row = |one: ProviderView| ProviderRow {
        id: one.provider_id,
        groups: one.groups.len() as u64,
        name: one.name,
        issuer: one.issuer,
        domains: one.domains,
        create_users: one.create_users,
    };
    let choice =
        |role: Role| RoleChoice { name: role.as_str(), chosen: policy.second_factor_roles.contains(&role) };
    let mut shell = signed.shell(Area::SignIn);
    shell.path = routes::IdentityProviders {}.to_string();
    let page = IdentityProvidersPage {
        shell,
        providers: settings.providers.into_iter().map(row).collect(),
        passwords_allowed: policy.passwords_allowed,
        roles: roles(signed).into_iter().map(choice).collect(),
        passkeys: service.offers_passkeys(),
        available: service.offers_providers(),
        problem,
    };
    Ok(render(status, &page))
}

/// The form for a new provider.
pub(crate) async fn new(signed: SignedIn) -> Answer {
    let form = ProviderFields {
        scopes: SCOPES.to_owned(),
        group_claim: GROUP_CLAIM.to_owned(),
        ..ProviderFields::default()
    };
    one(&signed, StatusCode::OK, None, form, None, None).await
}

/// One provider.
pub(crate) async fn edit(signed: SignedIn, At(route): At<routes::IdentityProvider>) -> Answer {
    let stored = signed.service().identity_provider(&signed.context, route.provider).await?;
    let form = fields_of(&stored);
    one(&signed, StatusCode::OK, Some(stored), form, None, None).await
}

fn fields_of(stored: &ProviderView) -> ProviderFields {
    let groups = stored.groups.iter().map(|(group, role)| (group.clone(), role.as_str().to_owned()));
    ProviderFields {
        name: stored.name.clone(),
        issuer: stored.issuer.clone(),
        client_id: stored.client_id.clone(),
        scopes: stored.scopes.clone(),
        group_claim: stored.group_claim.clone(),
        groups: groups.collect(),
        domains: stored.domains.join("\n"),
        create_users: stored.create_users,
    }
}

async fn one(
    signed: &SignedIn,
    status: StatusCode,
    stored: Option<ProviderView>,
    mut form: ProviderFields,
    problem: Option<FieldProblem>,
    found: Option<Found>,
) -> Answer {
    let service = signed.service();
    let domain = service.sign_in_settings(&signed.context).await?.domain;
    let roles: Vec<_> = roles(signed).into_iter().map(Role::as_str).collect();
    // The least mighty role stands in the empty rows: nobody becomes an administrator by a slip.
    let least = roles.last().copied().unwrap_or_default();
    form.groups.extend((0..FURTHER).map(|_| (String::new(), least.to_owned())));
    let provider = stored.as_ref().map(|stored| stored.provider_id);
    let link = provider
        .zip(service.public_url())
        .map(|(provider, public_url)| format!("{public_url}{}", routes::SignInWith { provider }));
    let mut shell = signed.shell(Area::SignIn);
    shell.path = match provider {
        Some(provider) => routes::IdentityProvider { provider }.to_string(),
        None => routes::NewIdentityProvider {}.to_string(),
    };
    let page = IdentityProviderPage {
        shell,
        provider,
        title: stored.map(|stored| stored.name).unwrap_or_default(),
        form,
        roles,
        redirect: service.redirect_address().unwrap_or_default(),
        link: link.unwrap_or_default(),
        domain: domain.unwrap_or_default(),
        problem,
        found,
    };
    Ok(render(status, &page))
}

fn typed(posted: &Fields) -> (ProviderFields, ProviderForm) {
    let text = |name: &str| posted.get(name).unwrap_or_default().to_owned();
    let pairs = posted.all("group").zip(posted.all("role"));
    let groups: Vec<(String, String)> = pairs
        .filter(|(group, _)| !group.trim().is_empty())
        .map(|(group, role)| (group.to_owned(), role.to_owned()))
        .collect();
    let fields = ProviderFields {
        name: text("name"),
        issuer: text("issuer"),
        client_id: text("client_id"),
        scopes: text("scopes"),
        group_claim: text("group_claim"),
        domains: text("domains"),
        create_users: posted.get("create_users").is_some(),
        groups,
    };
    let roles = fields.groups.iter();
    let form = ProviderForm {
        name: fields.name.clone(),
        issuer: fields.issuer.clone(),
        client_id: fields.client_id.clone(),
        client_secret: posted.get("client_secret").map(SecretString::from),
        scopes: fields.scopes.clone(),
        group_claim: fields.group_claim.clone(),
        groups: roles.filter_map(|(group, role)| Some((group.clone(), Role::from_name(role)?))).collect(),
        domains: fields
            .domains
            .split(|c: char| c.is_whitespace() || c == ',' || c == ';')
            .map(str::to_owned)
            .collect(),
        create_users: fields.create_users,
    };
    (fields, form)
}

/// Back to the list, which says what was done.
fn done(signed: &SignedIn, to: &str, flash: &str) -> Response {
    let mut response = Redirect::to(to).into_response();
    let settings = &signed.visitor.portal.settings;
    cookies::set(&mut response, settings, cookies::FLASH, flash, Keep::WhileOpen);
    response
}

/// Adds a provider.
pub(crate) async fn create(signed: SignedIn, Posted(posted): Posted) -> Answer {
    let (fields, form) = typed(&posted);
    match signed.service().create_identity_provider(&signed.context, &form).await {
        Ok(provider) => {
            Ok(done(&signed, &routes::IdentityProvider { provider }.to_string(), "provider-saved"))
        }
        Err(error) => again(&signed, None, fields, error).await,
    }
}

/// Changes a provider.
pub(crate) async fn change(
    signed: SignedIn,
    At(route): At<routes::IdentityProvider>,
    Posted(posted): Posted,
) -> Answer {
    let (fields, form) = typed(&posted);
    match signed.service().change_identity_provider(&signed.context, route.provider, &form).await {
        Ok(()) => Ok(done(&signed, &route.to_string(), "provider-saved")),
        Err(error) => again(&signed, Some(route.provider), fields, error).await,
    }
}

/// The form once more, with everything that was typed but the secret, and what is wrong with it.
async fn again(
    signed: &SignedIn,
    provider: Option<IdentityProviderId>,
    fields: ProviderFields,
    error: ServiceError,
) -> Answer {
    let ServiceError::Invalid { field, code, hint } = error else { return Err(error.into()) };
    let words = field_problem(signed.locale(), field, code, &hint);
    let stored = match provider {
        Some(provider) => Some(signed.service().identity_provider(&signed.context, provider).await?),
        None => None,
    };
    let problem = Some(FieldProblem { field, text: words });
    one(signed, StatusCode::UNPROCESSABLE_ENTITY, stored, fields, problem, None).await
}

/// Looks whether a provider answers.
pub(crate) async fn check(
    signed: SignedIn,
    At(route): At<routes::IdentityProviderCheck>,
    Posted(_): Posted,
) -> Answer {
    let service = signed.service();
    let stored = service.identity_provider(&signed.context, route.provider).await?;
    let found = match service.check_identity_provider(&signed.context, route.provider).await? {
        Ok(found) => Found::Answers {
            keys: found.keys as u64,
            authorization_endpoint: found.authorization_endpoint,
            token_endpoint: found.token_endpoint,
        },
        Err(error) => Found::Fails { refusal: error.refusal.as_str(), detail: error.detail },
    };
    let form = fields_of(&stored);
    one(&signed, StatusCode::OK, Some(stored), form, None, Some(found)).await
}

/// Asks whether a provider is to be removed.
pub(crate) async fn confirm_delete(
    signed: SignedIn,
    At(route): At<routes::IdentityProviderDelete>,
) -> Answer {
    let stored = signed.service().identity_provider(&signed.context, route.provider).await?;
    let shell = signed.shell(Area::SignIn);
    let page = ConfirmPage {
        title: shell.t_value("provider-delete-title", &stored.name),
        text: shell.t("provider-delete-text"),
        action: route.to_string(),
        button: shell.t("provider-delete"),
        back: routes::IdentityProvider { provider: route.provider }.to_string(),
        shell,
    };
    Ok(render(StatusCode::OK, &page))
}

/// Removes a provider.
pub(crate) async fn delete(
    signed: SignedIn,
    At(route): At<routes::IdentityProviderDelete>,
    Posted(_): Posted,
) -> Answer {
    match signed.service().delete_identity_provider(&signed.context, route.provider).await {
        Ok(()) => Ok(done(&signed, &routes::IdentityProviders {}.to_string(), "provider-removed")),
        Err(ServiceError::Conflict(code)) => {
            let problem = text(signed.locale(), &format!("conflict-{code}"));
            page(&signed, StatusCode::CONFLICT, None, Some(problem)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Sets what the organisation demands at sign-in.
pub(crate) async fn set_policy(signed: SignedIn, Posted(posted): Posted) -> Answer {
    let passwords_allowed = match posted.get("passwords") {
        Some("allowed") => true,
        Some("refused") => false,
        _ => return Err(Problem::Meaningless),
    };
    let named: Option<Vec<_>> = posted.all("second_factor").map(Role::from_name).collect();
    let policy = SignInPolicy { passwords_allowed, second_factor_roles: named.ok_or(Problem::Meaningless)? };
    match signed.service().set_sign_in_policy(&signed.context, &policy).await {
        Ok(()) => Ok(done(&signed, &routes::IdentityProviders {}.to_string(), "policy-saved")),
        Err(ServiceError::Conflict(code)) => {
            let problem = text(signed.locale(), &format!("conflict-{code}"));
            page(&signed, StatusCode::CONFLICT, Some(policy), Some(problem)).await
        }
        Err(error) => Err(error.into()),
    }
}
