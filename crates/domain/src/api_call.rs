//! Calls that programs of partners may make: the published device interface of Partner Center.
//!
//! What is documented, answered and logged about a call hangs on its name here.

use crate::app::may_have_apps;
use crate::role::OrganisationKind;

/// One call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiCall {
    /// Stable name, as in the logs; a key of the locale below `api-call-`.
    pub name: &'static str,
    /// The method as published.
    pub method: &'static str,
    /// Another method that does the same, for clients that use it.
    pub also: Option<&'static str>,
    /// The path, with what varies in braces.
    pub template: &'static str,
    /// Whether a program may call it alone. The others need a user on whose behalf it calls.
    pub alone: bool,
    /// The public article on it, by the last part of its address below [`ARTICLES`].
    pub article: &'static str,
}

/// Where the public articles are.
pub const ARTICLES: &str = "https://learn.microsoft.com/partner-center/developer/";
/// What programs ask a token for, as published: the `resource` of version 1, and before `/.default` the scope of version 2.
pub const RESOURCE: &str = "https://api.partnercenter.microsoft.com";

/// Whether programs of such an organisation may call.
pub fn may_call(kind: OrganisationKind) -> bool {
    may_have_apps(kind) && kind.is_partner()
}

impl ApiCall {
    const fn new(
        name: &'static str,
        method: &'static str,
        template: &'static str,
        article: &'static str,
    ) -> Self {
        Self { name, method, also: None, template, alone: true, article }
    }

    const fn or(self, method: &'static str) -> Self {
        Self { also: Some(method), ..self }
    }

    const fn with_user(self) -> Self {
        Self { alone: false, ..self }
    }

    /// Whether it changes nothing.
    pub fn only_reads(&self) -> bool {
        self.method == "GET"
    }

    /// Whether this method is answered by it.
    pub fn answers(&self, method: &str) -> bool {
        self.method == method || self.also == Some(method)
    }

    /// The call of this name.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        PARTNER_CENTER.iter().find(|call| call.name == name)
    }
}

/// Every call of the Partner Center dialect, in the order in which they are documented: devices, policies, customers and
/// relationships.
///
/// `device.get` is beyond the published ones; it and `device.update` have no article of their own and name that of the
/// resources.
pub const PARTNER_CENTER: &[ApiCall] = &[
    ApiCall::new(
        "device-batch.create",
        "POST",
        "/v1/customers/{customer-id}/deviceBatches",
        "upload-a-list-of-devices-to-create-a-new-batch-for-the-specified-customer",
    )
    .with_user(),
    ApiCall::new(
        "device-batch.add",
        "POST",
        "/v1/customers/{customer-id}/deviceBatches/{batch-id}/devices",
        "upload-a-list-of-devices-for-the-specified-customer",
    ),
    ApiCall::new(
        "batch-status.get",
        "GET",
        "/v1/customers/{customer-id}/batchJobStatus/{tracking-id}",
        "get-the-status-of-a-device-batch-upload",
    ),
    ApiCall::new(
        "device-batch.list",
        "GET",
        "/v1/customers/{customer-id}/deviceBatches",
        "get-the-list-of-device-batches-for-the-specified-customer",
    ),
    ApiCall::new(
        "device.list",
        "GET",
        "/v1/customers/{customer-id}/deviceBatches/{batch-id}/devices",
        "get-a-list-of-devices-for-the-specified-batch-and-customer",
    ),
    ApiCall::new(
        "device.get",
        "GET",
        "/v1/customers/{customer-id}/deviceBatches/{batch-id}/devices/{device-id}",
        "device-deployment-resources",
    ),
    ApiCall::new(
        "device.update",
        "PUT",
        "/v1/customers/{customer-id}/deviceBatches/{batch-id}/devices/{device-id}",
        "device-deployment-resources",
    )
    .or("PATCH"),
    ApiCall::new(
        "device.delete",
        "DELETE",
        "/v1/customers/{customer-id}/deviceBatches/{batch-id}/devices/{device-id}",
        "delete-a-device-for-the-specified-customer",
    ),
    ApiCall::new(
        "policy.assign",
        "PATCH",
        "/v1/customers/{customer-id}/DevicePolicyUpdates",
        "update-a-list-of-devices-with-a-policy",
    ),
    ApiCall::new(
        "policy.create",
        "POST",
        "/v1/customers/{customer-id}/policies",
        "create-a-new-configuration-policy-for-the-specified-customer",
    ),
    ApiCall::new(
        "policy.list",
        "GET",
        "/v1/customers/{customer-id}/policies",
        "get-a-list-of-a-customer-s-policies",
    ),
    ApiCall::new(
        "policy.get",
        "GET",
        "/v1/customers/{customer-id}/policies/{policy-id}",
        "retrieve-a-customer-s-configuration-policy",
    ),
    ApiCall::new(
        "policy.update",
        "PUT",
        "/v1/customers/{customer-id}/policies/{policy-id}",
        "update-a-configuration-policy-for-the-specified-customer",
    )
    .or("PATCH"),
    ApiCall::new(
        "policy.delete",
        "DELETE",
        "/v1/customers/{customer-id}/policies/{policy-id}",
        "delete-a-configuration-policy-for-the-specified-customer",
    ),
    ApiCall::new("customer.list", "GET", "/v1/customers", "get-a-list-of-customers"),
    ApiCall::new("customer.get", "GET", "/v1/customers/{customer-id}", "get-a-customer-by-id"),
    ApiCall::new(
        "customer.end-relationship",
        "PATCH",
        "/v1/customers/{customer-id}",
        "remove-a-reseller-relationship-with-a-customer",
    )
    .with_user(),
    ApiCall::new(
        "customer.delete",
        "DELETE",
        "/v1/customers/{customer-id}",
        "delete-a-customer-account-from-the-integration-sandbox",
    ),
    ApiCall::new(
        "relationship-request.get",
        "GET",
        "/v1/customers/relationshiprequests",
        "request-reseller-relationship",
    )
    .with_user(),
    ApiCall::new(
        "customer-relationship.list",
        "GET",
        "/v1/customers/{customer-id}/relationships",
        "get-indirect-resellers-of-a-customer",
    )
    .with_user(),
    ApiCall::new(
        "partner-relationship.list",
        "GET",
        "/v1/relationships",
        "retrieve-a-list-of-indirect-resellers",
    )
    .with_user(),
];
