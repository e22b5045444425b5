//! Keys of codes whose published names are not kebab-case.

use taxiway_domain::registration::ServiceCode;

/// The key of a service code's text: by its number, or by its name where none is published.
pub fn service_code_key(code: ServiceCode) -> String {
    match code {
        ServiceCode::Duplicated => "service-code-duplicated".to_owned(),
        ServiceCode::StorageError => "service-code-storage".to_owned(),
        ServiceCode::HashNot4k => "service-code-hash-not-4k".to_owned(),
        _ => format!("service-code-{}", code.number().unwrap_or_default()),
    }
}
