//! Addresses as types: a link is built from a route, never spelled, and the same struct reads the path of a request.
//!
//! No personal data stand in addresses: a search by serial number is sent as a form (see [`DeviceSearch`]).

use std::fmt;

use serde::Deserialize;
use taxiway_domain::ids::{DeviceId, JobId, OrganisationId, UploadId};

/// An address of the portal.
pub trait Route: fmt::Display {
    /// The pattern for the router.
    const PATTERN: &'static str;
}

macro_rules! routes {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),* } = $pattern:literal;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
            pub struct $name {
                $(
                    #[doc = concat!("The `", stringify!($field), "` of the path.")]
                    pub $field: $type,
                )*
            }

            impl Route for $name {
                const PATTERN: &'static str = $pattern;
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    for segment in $pattern.split('/').skip(1) {
                        f.write_str("/")?;
                        match segment {
                            $(concat!("{", stringify!($field), "}") => write!(f, "{}", self.$field)?,)*
                            fixed => f.write_str(fixed)?,
                        }
                    }
                    Ok(())
                }
            }
        )*

        /// Every pattern, for tests that visit all of them.
        pub const PATTERNS: &[&str] = &[$($pattern,)*];
    };
}

routes! {
    /// The start: leads to the customers or to sign-in.
    Home {} = "/";
    /// GET shows the form, POST signs in.
    SignIn {} = "/sign-in";
    /// POST signs out.
    SignOut {} = "/sign-out";
    /// POST sets the language cookie and returns to the page.
    Language {} = "/language";
    /// The style sheet, scripts and pictures.
    Asset { hash: String, name: String } = "/assets/{hash}/{name}";
    /// A sample file; `file` is `<layout>.csv`.
    Sample { file: String } = "/samples/{file}";
    /// All customers; query `search`, `page`.
    Customers {} = "/customers";
    /// One customer at a glance.
    Customer { customer: OrganisationId } = "/customers/{customer}";
    /// The devices of a customer; query `state`, `tag`, `batch`, `after`.
    Devices { customer: OrganisationId } = "/customers/{customer}/devices";
    /// POST with `serial`: the devices whose serial number begins so. A form, so that no serial number is in an address.
    DeviceSearch { customer: OrganisationId } = "/customers/{customer}/devices/search";
    /// The devices as a file; the query of [`Devices`].
    DevicesExport { customer: OrganisationId } = "/customers/{customer}/devices.csv";
    /// One device.
    Device { customer: OrganisationId, device: DeviceId } = "/customers/{customer}/devices/{device}";
    /// POST receives a file, pasted text or rows.
    Uploads { customer: OrganisationId } = "/customers/{customer}/uploads";
    /// Add devices.
    NewUpload { customer: OrganisationId } = "/customers/{customer}/uploads/new";
    /// Preview of an upload; query `tag`, `show`, `page`.
    Upload { customer: OrganisationId, upload: UploadId } = "/customers/{customer}/uploads/{upload}";
    /// POST registers the devices of an upload.
    Register { customer: OrganisationId, upload: UploadId } = "/customers/{customer}/uploads/{upload}/register";
    /// POST forgets an upload that was not registered.
    Discard { customer: OrganisationId, upload: UploadId } = "/customers/{customer}/uploads/{upload}/discard";
    /// The jobs of a customer; query `after`.
    Jobs { customer: OrganisationId } = "/customers/{customer}/jobs";
    /// One job with its rows; query `show`, `page`.
    Job { customer: OrganisationId, job: JobId } = "/customers/{customer}/jobs/{job}";
    /// The job's progress as server-sent events.
    JobEvents { customer: OrganisationId, job: JobId } = "/customers/{customer}/jobs/{job}/events";
    /// GET asks for confirmation, POST cancels.
    JobCancel { customer: OrganisationId, job: JobId } = "/customers/{customer}/jobs/{job}/cancel";
    /// POST tries the failed rows again.
    JobRetry { customer: OrganisationId, job: JobId } = "/customers/{customer}/jobs/{job}/retry";
    /// The verdict of every row as a file.
    JobResults { customer: OrganisationId, job: JobId } = "/customers/{customer}/jobs/{job}/results.csv";
    /// The upload as it was understood, strict-valid.
    JobRepaired { customer: OrganisationId, job: JobId } = "/customers/{customer}/jobs/{job}/repaired.csv";
    /// Who did what; query `action`, `customer`, `person`, `from`, `until`, `after`.
    Activity {} = "/activity";
    /// POST with `search` and the fields of [`Activity`]: the entries in which it stands. A form, so that no name is in an address.
    ActivitySearch {} = "/activity/search";
    /// POST signs where the log stands, and gives the checkpoint as a file.
    ActivityCheckpoint {} = "/activity/checkpoint";
    /// The log as a table; the query of [`Activity`].
    ActivityExport {} = "/activity.csv";
    /// The log as a document that can be checked; the query of [`Activity`].
    ActivityJson {} = "/activity.json";
}
