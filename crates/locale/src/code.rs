//! Keys of codes whose published names are not kebab-case.

use taxiway_domain::registration::ServiceCode;

/// The key of a service code's text: by its number, or by its name where none is published.
pub fn service_code_key(code: ServiceCode) -> String {
    let name = match code {
        ServiceCode::Duplicated => "duplicated",
        ServiceCode::StorageError => "storage",
        ServiceCode::HashNot4k => "hash-not-4k",
        ServiceCode::OutsideScope => "outside-scope",
        ServiceCode::ConsentEnded => "consent-ended",
        ServiceCode::CancelledBySubmitter => "cancelled-by-submitter",
        ServiceCode::CancelledByCustomer => "cancelled-by-customer",
        ServiceCode::NotApproved => "not-approved",
        ServiceCode::ApprovalExpired => "approval-expired",
        _ => return format!("service-code-{}", code.number().unwrap_or_default()),
    };
    format!("service-code-{name}")
}

/// The key of the short message that comes with a code: one of the five published ones, or words of our own.
pub fn service_code_message_key(code: ServiceCode) -> String {
    if code.is_ours() { format!("{}-message", service_code_key(code)) } else { code.error().message_key() }
}

/// The key of what to do about a code.
pub fn service_code_remedy_key(code: ServiceCode) -> String {
    if code.is_ours() { format!("{}-remedy", service_code_key(code)) } else { code.error().remedy_key() }
}
