//! From a request to a page: handlers ask the service and fill the view models.

mod account;
mod acting;
mod activity;
mod api;
mod app;
mod approval;
mod around;
mod asset;
mod consent_link;
mod cookies;
mod customer;
mod device;
mod download;
mod ending;
mod entry;
mod extract;
mod facts;
mod federation;
mod identity_provider;
mod invitation;
mod job;
mod letter;
mod limits;
mod log_file;
mod passkey;
mod people;
mod preview;
mod problem;
mod relationships;
mod request;
mod scope;
mod session;
mod standing_link;
mod upload;
mod welcome;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use axum::{Router, middleware};
use ipnet::IpNet;
use taxiway_service::Service;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

pub use self::limits::LimitSettings;
use self::limits::Limits;
use self::problem::Problem;
use super::routes::{self, Route};

/// What an operator can set about the portal.
#[derive(Debug, Clone)]
pub struct PortalSettings {
    /// Whether cookies are sent over TLS only, as they must be wherever the portal is reached by TLS.
    pub secure_cookies: bool,
    /// How long a page may take; uploads, downloads and progress take as long as they need.
    pub request_timeout: Duration,
    /// Most bytes of a form that is not an upload.
    pub form_bytes: usize,
    /// Where people reach the portal, without a slash at the end: links in mails begin with it. The address that a request
    /// names is never taken for it, because anybody can send any.
    pub public_url: String,
    /// Web servers before the portal whose word about where a request comes from is taken.
    pub trusted_proxies: Vec<IpNet>,
    /// How often things may be tried that do not need a session.
    pub limits: LimitSettings,
}

impl Default for PortalSettings {
    fn default() -> Self {
        Self {
            secure_cookies: false,
            request_timeout: Duration::from_secs(30),
            form_bytes: 1 << 20,
            public_url: "http://127.0.0.1:8600".to_owned(),
            trusted_proxies: Vec::new(),
            limits: LimitSettings::default(),
        }
    }
}

/// What handlers share.
#[derive(Debug, Clone)]
pub(crate) struct Portal {
    pub service: Service,
    pub settings: Arc<PortalSettings>,
    pub limits: Arc<Limits>,
}

impl Portal {
    /// The whole address of a page, for people who are not at a page of ours.
    pub(crate) fn address(&self, route: impl std::fmt::Display) -> String {
        format!("{}{route}", self.settings.public_url)
    }
}

/// The id of a request, made by the outermost layer.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub String);

/// What handlers give.
pub(crate) type Answer = Result<Response, Problem>;

/// The portal's pages over the use cases.
pub fn router(service: Service, settings: PortalSettings) -> Router {
    let clock = service.clone();
    let now: taxiway_http::counter::Now = Arc::new(move || clock.now());
    let limits = Arc::new(Limits::new(&settings.limits, &now));
    let portal = Portal { service, settings: Arc::new(settings), limits };
    let upload = at::<routes::Uploads>(post(upload::receive)).layer(DefaultBodyLimit::disable());
    pages()
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            portal.settings.request_timeout,
        ))
        .layer(DefaultBodyLimit::max(portal.settings.form_bytes))
        .merge(upload)
        .fallback(asset::nowhere)
        .layer(CatchPanicLayer::custom(around::panicked))
        .layer(middleware::from_fn_with_state(portal.clone(), around::receive))
        .merge(at::<routes::Asset>(get(asset::asset)))
        .layer(CompressionLayer::new().compress_when(around::Texts))
        .layer(middleware::from_fn_with_state(portal.clone(), around::identify))
        .with_state(portal)
}

fn pages() -> Router<Portal> {
    Router::new()
        .merge(at::<routes::Home>(get(session::home)))
        .merge(at::<routes::SignIn>(get(session::sign_in_page).post(session::sign_in)))
        .merge(at::<routes::SignOut>(post(session::sign_out)))
        .merge(at::<routes::Language>(post(session::language)))
        .merge(at::<routes::Sample>(get(asset::sample)))
        .merge(at::<routes::Customers>(get(customer::customers)))
        .merge(at::<routes::Customer>(get(customer::customer)))
        .merge(at::<routes::Devices>(get(device::devices)))
        .merge(at::<routes::DeviceSearch>(post(device::search)))
        .merge(at::<routes::DevicesExport>(get(device::export)))
        .merge(at::<routes::Device>(get(device::device)))
        .merge(at::<routes::DeviceDeregister>(get(device::confirm_deregister).post(device::deregister)))
        .merge(at::<routes::NewUpload>(get(upload::form)))
        .merge(at::<routes::Upload>(get(preview::preview)))
        .merge(at::<routes::Register>(post(preview::register)))
        .merge(at::<routes::Discard>(post(preview::discard)))
        .merge(at::<routes::Jobs>(get(job::jobs)))
        .merge(at::<routes::Job>(get(job::job)))
        .merge(at::<routes::JobEvents>(get(job::events)))
        .merge(at::<routes::JobCancel>(get(job::confirm_cancel).post(job::cancel)))
        .merge(at::<routes::JobRetry>(post(job::retry)))
        .merge(at::<routes::JobResults>(get(download::results)))
        .merge(at::<routes::JobRepaired>(get(download::repaired)))
        .merge(at::<routes::Approvals>(get(approval::approvals)))
        .merge(at::<routes::Approval>(get(approval::approval).post(approval::decide)))
        .merge(at::<routes::ApprovalChoice>(post(approval::choose)))
        .merge(consent())
        .merge(at::<routes::Activity>(get(activity::activity)))
        .merge(at::<routes::ActivitySearch>(post(activity::search)))
        .merge(at::<routes::ActivityCheckpoint>(post(activity::checkpoint)))
        .merge(at::<routes::ActivityExport>(get(log_file::table)))
        .merge(at::<routes::ActivityJson>(get(log_file::document)))
        .merge(accounts())
        .merge(sign_ins())
}

/// People, their accounts, and programs.
fn accounts() -> Router<Portal> {
    Router::new()
        .merge(at::<routes::Organisations>(get(people::organisations)))
        .merge(at::<routes::OwnPeople>(get(people::own)))
        .merge(at::<routes::People>(get(people::people)))
        .merge(at::<routes::PeopleSearch>(post(people::search)))
        .merge(at::<routes::Person>(get(people::person)))
        .merge(at::<routes::PersonRoles>(post(people::change_roles)))
        .merge(at::<routes::PersonDisable>(get(people::confirm_disable).post(people::disable)))
        .merge(at::<routes::PersonEnable>(post(people::enable)))
        .merge(at::<routes::PersonReset>(get(people::confirm_reset).post(people::reset)))
        .merge(at::<routes::Invitations>(get(invitation::invitations)))
        .merge(at::<routes::Invite>(get(invitation::form).post(invitation::invite)))
        .merge(at::<routes::InvitationRevoke>(get(invitation::confirm_revoke).post(invitation::revoke)))
        .merge(at::<routes::Welcome>(get(welcome::invitation).post(welcome::accept)))
        .merge(at::<routes::Forgotten>(get(welcome::forgotten).post(welcome::ask)))
        .merge(at::<routes::NewPassword>(get(welcome::new_password).post(welcome::set_password)))
        .merge(at::<routes::Account>(get(account::account)))
        .merge(at::<routes::AccountProfile>(post(account::profile)))
        .merge(at::<routes::AccountPassword>(post(account::password)))
        .merge(at::<routes::OtherSessionsEnd>(post(account::end_others)))
        .merge(at::<routes::SessionEnd>(post(account::end)))
        .merge(at::<routes::ActingApps>(post(acting::let_act)))
        .merge(at::<routes::ActingAppStop>(get(acting::confirm_stop).post(acting::stop)))
        .merge(at::<routes::Apps>(get(app::apps)))
        .merge(at::<routes::NewApp>(get(app::form).post(app::create)))
        .merge(at::<routes::App>(get(app::app).post(app::change)))
        .merge(at::<routes::AppSecrets>(post(app::add_secret)))
        .merge(at::<routes::AppSecretRevoke>(get(app::confirm_revoke).post(app::revoke)))
        .merge(at::<routes::AppDisable>(get(app::confirm_disable).post(app::disable)))
        .merge(at::<routes::AppEnable>(post(app::enable)))
        .merge(at::<routes::AppDelete>(get(app::confirm_delete).post(app::delete)))
        .merge(at::<routes::Api>(get(api::api)))
}

/// Asking for consent, giving it, and what stands.
fn consent() -> Router<Portal> {
    Router::new()
        .merge(at::<routes::Requests>(get(request::requests)))
        .merge(at::<routes::NewRequest>(get(request::form).post(request::make)))
        .merge(at::<routes::PastCustomers>(get(request::past)))
        .merge(at::<routes::StandingLink>(get(standing_link::confirm).post(standing_link::change)))
        .merge(at::<routes::ConsentRequest>(get(request::request)))
        .merge(at::<routes::RequestDraft>(post(request::draft)))
        .merge(at::<routes::RequestRenew>(get(request::confirm_renew).post(request::renew)))
        .merge(at::<routes::RequestRevoke>(get(request::confirm_revoke).post(request::revoke)))
        .merge(at::<routes::Consent>(get(consent_link::question)))
        .merge(at::<routes::ConsentAccept>(post(consent_link::accept)))
        .merge(at::<routes::ConsentDecline>(post(consent_link::decline)))
        .merge(at::<routes::PublishedLink>(get(consent_link::published)))
        .merge(at::<routes::EarlierPublishedLink>(get(consent_link::published)))
        .merge(at::<routes::Relationships>(get(relationships::relationships)))
        .merge(at::<routes::Relationship>(get(relationships::relationship)))
        .merge(at::<routes::RelationshipScope>(
            get(relationships::scope_form).post(relationships::change_scope),
        ))
        .merge(at::<routes::RelationshipAdministration>(
            get(relationships::confirm_removal).post(relationships::remove_administration),
        ))
        .merge(at::<routes::RelationshipEnd>(get(ending::ending).post(ending::end)))
        .merge(at::<routes::RelationshipEndEvents>(get(ending::events)))
}

/// Ways to sign in beside the password, and setting them up.
fn sign_ins() -> Router<Portal> {
    Router::new()
        .merge(at::<routes::SignInOrganisation>(post(federation::leave)))
        .merge(at::<routes::SignInWith>(get(federation::follow)))
        .merge(at::<routes::SignInCallback>(get(federation::come_back)))
        .merge(at::<routes::PasskeySignInOptions>(post(passkey::sign_in_options)))
        .merge(at::<routes::PasskeySignIn>(post(passkey::sign_in)))
        .merge(at::<routes::SecondFactor>(get(passkey::second_factor).post(passkey::finish_second_factor)))
        .merge(at::<routes::PasskeyOptions>(post(passkey::options)))
        .merge(at::<routes::Passkeys>(post(passkey::add)))
        .merge(at::<routes::Passkey>(get(passkey::form).post(passkey::rename)))
        .merge(at::<routes::PasskeyRemove>(get(passkey::confirm_remove).post(passkey::remove)))
        .merge(at::<routes::SecondFactorSwitch>(post(passkey::set_second_factor)))
        .merge(at::<routes::PersonPasskeys>(get(people::confirm_passkeys).post(people::remove_passkeys)))
        .merge(at::<routes::IdentityProviders>(get(identity_provider::list).post(identity_provider::create)))
        .merge(at::<routes::NewIdentityProvider>(get(identity_provider::new)))
        .merge(at::<routes::SignInPolicy>(post(identity_provider::set_policy)))
        .merge(at::<routes::IdentityProvider>(get(identity_provider::edit).post(identity_provider::change)))
        .merge(at::<routes::IdentityProviderCheck>(post(identity_provider::check)))
        .merge(at::<routes::IdentityProviderDelete>(
            get(identity_provider::confirm_delete).post(identity_provider::delete),
        ))
}

fn at<R: Route>(methods: MethodRouter<Portal>) -> Router<Portal> {
    Router::new().route(R::PATTERN, methods)
}
