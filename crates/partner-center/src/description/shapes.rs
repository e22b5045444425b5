//! The shapes that calls take and give.

use serde_json::{Value, json};

use super::{schema, tokens};

/// A text of one line. What it must be beyond that is said in words: programs that make texts from patterns are slow at conditions.
const LINE: &str = r"^[^\u0000-\u001f\u007f-\u009f]*$";
/// A text of any lines.
const LINES: &str = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$";

/// An object with these members, of which those named are always there.
pub(super) fn object(members: Value, required: &[&str]) -> Value {
    let mut shape = json!({ "type": "object", "required": required });
    shape["properties"] = members;
    shape
}

fn collection(item: &str) -> Value {
    object(
        json!({
            "totalCount": { "type": "integer", "minimum": 0 },
            "items": { "type": "array", "items": schema(item) },
            "links": schema("Links"),
            "continuationToken": { "type": "string" },
            "attributes": schema("Attributes"),
        }),
        &["totalCount", "items", "attributes"],
    )
}

pub(super) fn schemas() -> Value {
    let mut all = json!({
        "Attributes": object(json!({ "objectType": { "type": "string" } }), &["objectType"]),
        "Link": object(json!({
            "uri": { "type": "string" },
            "method": { "type": "string" },
            "headers": { "type": "array", "items": object(json!({ "key": { "type": "string" }, "value": { "type": "string" } }), &["key", "value"]) },
        }), &["uri", "method", "headers"]),
        "Links": object(json!({ "self": schema("Link"), "next": schema("Link"), "previous": schema("Link") }), &["self"]),
        "Fault": object(json!({
            "code": { "type": "integer" },
            "description": { "type": "string", "minLength": 1, "maxLength": 1024 },
            "data": { "type": "array", "items": { "type": "string" } },
            "source": { "const": "PartnerFD" },
        }), &["code", "description", "data", "source"]),
        "TooMany": object(json!({ "statusCode": { "const": 429 }, "message": { "type": "string" } }), &["statusCode", "message"]),
        "DeviceBatchCollection": collection("DeviceBatch"),
        "DeviceCollection": collection("Device"),
        "ConfigurationPolicyCollection": collection("ConfigurationPolicy"),
        "CustomerCollection": collection("Customer"),
        "PartnerRelationshipCollection": collection("PartnerRelationship"),
    });
    for (name, value) in taken().into_iter().chain(devices()).chain(others()).chain(tokens::given()) {
        all[name] = value;
    }
    all
}

/// Shapes of what is sent.
fn taken() -> [(&'static str, Value); 9] {
    let text = || json!({ "type": ["string", "null"] });
    let policies = || json!({ "type": ["array", "null"], "maxItems": 1, "items": schema("PolicyChoice") });
    let device = json!({
        "serialNumber": text(),
        "productKey": text(),
        "hardwareHash": text(),
        "oemManufacturerName": text(),
        "modelName": text(),
        "groupTag": { "type": ["string", "null"], "description": "Ours: the group tag of this device, before that of the batch." },
        "orderId": { "type": ["string", "null"], "description": "Ours: the order number of this device, before that of the batch." },
        "purchaseId": { "type": ["string", "null"], "description": "Ours: the purchase number of this device, before that of the batch." },
    });
    let beside = |words: &str| json!({ "type": ["string", "null"], "maxLength": 128, "pattern": LINE, "description": words });
    let settings = json!({ "type": "array", "items": {
        "description": "A word, in any capitals; or a number, whose bits are these words in their order.",
        "anyOf": [
            { "type": "string", "enum": [
                "none", "remove_oem_preinstalls", "oobe_user_not_local_admin", "skip_express_settings", "skip_oem_registration", "skip_eula",
            ] },
            { "type": "integer", "minimum": 0, "maximum": 31 },
        ],
    } });
    [
        ("NewDevice", object(device, &[])),
        ("DeviceList", json!({ "type": "array", "minItems": 1, "items": schema("NewDevice") })),
        (
            "DeviceBatchCreationRequest",
            object(
                json!({
                    "batchId": { "type": "string", "minLength": 1, "maxLength": 128, "pattern": LINE,
                        "description": "The name of the batch, not of spaces alone, and neither . nor .. ; one that is a group tag of the customer is the tag of its devices." },
                    "groupTag": { "type": ["string", "null"], "description": "Ours: the group tag of devices that have none of their own." },
                    "orderId": beside("Ours: the order number of devices that have none of their own."),
                    "purchaseId": beside("Ours: the purchase number of devices that have none of their own."),
                    "devices": schema("DeviceList"),
                }),
                &["batchId", "devices"],
            ),
        ),
        (
            "PolicyCategory",
            json!({ "enum": ["o_o_b_e", "none", "", 0, 1, null], "description": "There is one; a word is taken in any capitals." }),
        ),
        (
            "CustomerChange",
            object(
                json!({ "relationshipToPartner": { "type": "string", "enum": ["none"] } }),
                &["relationshipToPartner"],
            ),
        ),
        (
            "PolicyChoice",
            json!({
                "type": "object",
                "properties": {
                    "key": schema("PolicyCategory"),
                    "value": { "type": ["string", "null"], "description": "The id of the policy; null takes it away, and so does none." },
                },
                // Clients leave out what is null; what has neither was not meant.
                "anyOf": [{ "required": ["key"] }, { "required": ["value"] }],
            }),
        ),
        ("DeviceChange", object(json!({ "policies": policies() }), &[])),
        (
            "DevicePolicyUpdateRequest",
            object(
                json!({
                    "devices": { "type": "array", "minItems": 1, "items": object(json!({
                        "id": { "type": "string", "minLength": 1 },
                        "policies": { "type": "array", "maxItems": 1, "items": schema("PolicyChoice") },
                    }), &["id", "policies"]) },
                }),
                &["devices"],
            ),
        ),
        (
            "ConfigurationPolicyInput",
            object(
                json!({
                    "name": { "type": "string", "minLength": 1, "maxLength": 128, "pattern": LINE, "description": "Not of spaces alone." },
                    "category": schema("PolicyCategory"),
                    "description": { "type": ["string", "null"], "maxLength": 1024, "pattern": LINES },
                    "policySettings": settings,
                }),
                &["name", "policySettings"],
            ),
        ),
    ]
}

/// Shapes of devices and batches as they are given.
fn devices() -> [(&'static str, Value); 4] {
    let text = || json!({ "type": "string" });
    let time = || json!({ "type": "string", "format": "date-time" });
    let status =
        || json!({ "type": "string", "enum": ["queued", "processing", "finished", "finished_with_errors"] });
    let count = || json!({ "type": "integer", "minimum": 0 });
    [
        (
            "Device",
            object(
                json!({
                    "id": text(), "serialNumber": text(), "productKey": text(), "modelName": text(), "oemManufacturerName": text(),
                    "groupTag": text(), "uploadedBy": text(),
                    "policies": { "type": "array", "items": object(json!({ "key": { "const": "o_o_b_e" }, "value": { "type": ["string", "null"] } }), &["key", "value"]) },
                    "uploadedDate": time(),
                    "allowedOperations": { "type": "array", "items": text() },
                    "attributes": schema("Attributes"),
                }),
                &["id", "policies", "uploadedDate", "attributes"],
            ),
        ),
        (
            "DeviceBatch",
            object(
                json!({
                    "id": text(), "createdBy": text(), "creationDate": time(), "devicesCount": count(), "devicesLink": schema("Link"),
                    "attributes": schema("Attributes"),
                }),
                &["id", "createdBy", "creationDate", "devicesCount", "devicesLink", "attributes"],
            ),
        ),
        (
            "DeviceUploadDetails",
            object(
                json!({
                    "deviceId": text(), "serialNumber": text(), "productKey": text(), "status": status(),
                    "errorCode": { "type": "string", "pattern": "^[0-9]+$" }, "errorDescription": text(), "attributes": schema("Attributes"),
                }),
                &["status", "attributes"],
            ),
        ),
        (
            "BatchUploadDetails",
            object(
                json!({
                    "batchTrackingId": text(), "status": status(), "startedTime": time(), "completedTime": time(),
                    "devicesStatus": { "type": "array", "items": schema("DeviceUploadDetails") }, "attributes": schema("Attributes"),
                }),
                &["batchTrackingId", "status", "devicesStatus", "attributes"],
            ),
        ),
    ]
}

/// Shapes of everything else that is given.
fn others() -> [(&'static str, Value); 6] {
    let text = || json!({ "type": "string" });
    let time = || json!({ "type": "string", "format": "date-time" });
    let count = || json!({ "type": "integer", "minimum": 0 });
    [
        (
            "ConfigurationPolicy",
            object(
                json!({
                    "id": text(), "name": text(), "category": { "const": "o_o_b_e" }, "description": text(),
                    "policySettings": { "type": "array", "items": text() }, "devicesAssignedCount": count(), "devicesAssigned": count(),
                    "createdDate": time(), "lastModifiedDate": time(), "attributes": schema("Attributes"),
                }),
                &[
                    "id",
                    "name",
                    "category",
                    "policySettings",
                    "devicesAssignedCount",
                    "createdDate",
                    "lastModifiedDate",
                    "attributes",
                ],
            ),
        ),
        (
            "CompanyProfile",
            object(
                json!({
                    "tenantId": text(), "domain": text(), "companyName": text(), "attributes": schema("Attributes"),
                }),
                &["tenantId", "domain", "companyName", "attributes"],
            ),
        ),
        (
            "Customer",
            object(
                json!({
                    "id": text(), "companyProfile": schema("CompanyProfile"), "relationshipToPartner": { "const": "reseller" },
                    "allowDelegatedAccess": { "type": "boolean" }, "customDomains": { "type": "array", "items": text() },
                    "links": object(json!({ "self": schema("Link") }), &["self"]), "attributes": schema("Attributes"),
                }),
                &["id", "companyProfile", "relationshipToPartner", "attributes"],
            ),
        ),
        (
            "EndedCustomer",
            object(
                json!({
                    "id": text(), "relationshipToPartner": { "const": "none" }, "attributes": schema("Attributes"),
                }),
                &["relationshipToPartner", "attributes"],
            ),
        ),
        (
            "RelationshipRequest",
            object(json!({ "url": text(), "attributes": schema("Attributes") }), &["url", "attributes"]),
        ),
        (
            "PartnerRelationship",
            object(
                json!({
                    "id": text(), "name": text(), "relationshipType": text(), "mpnId": text(), "location": text(), "state": text(),
                    "attributes": schema("Attributes"),
                }),
                &["id", "name", "relationshipType", "state", "attributes"],
            ),
        ),
    ]
}
