//! The description of this interface as OpenAPI 3.1: the calls of the table, and the shapes that they take and give.
//!
//! It is kept as `docs/partner-center.openapi.json`. A test compares the two, and another one sends requests made from it to a
//! running service and holds every answer to it.

use serde_json::{Map, Value, json};
use taxiway_domain::api_call::{ARTICLES, ApiCall, PARTNER_CENTER};
use taxiway_locale::{Locale, plain};

/// The whole description.
pub fn description() -> Value {
    let mut paths = Map::new();
    for call in PARTNER_CENTER {
        let path =
            paths.entry(call.template).or_insert_with(|| json!({ "parameters": varying(call.template) }));
        for method in [Some(call.method), call.also].into_iter().flatten() {
            path[method.to_ascii_lowercase()] = operation(call, method);
        }
    }
    for (path, operation) in tokens() {
        paths.insert(path.to_owned(), operation);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Taxiway: the device interface of Partner Center",
            "version": "1",
            "description": "Devices of customers, for programs of partners. Paths are taken in any capitals, with slashes doubled and \
                with v1 or v1.0. Keys of bodies are taken in any capitals; unknown members are ignored; null, missing and empty are one.",
        },
        "servers": [{ "url": "/" }],
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "parameters": parameters(),
            "headers": headers(),
            "responses": responses(),
            "schemas": schemas(),
        },
    })
}

fn reference(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{kind}/{name}") })
}

fn schema(name: &str) -> Value {
    reference("schemas", name)
}

/// The parameters in a path.
fn varying(template: &str) -> Vec<Value> {
    let names = template.split('/').filter_map(|word| word.strip_prefix('{')?.strip_suffix('}'));
    names.map(|name| reference("parameters", name)).collect()
}

fn operation(call: &ApiCall, method: &str) -> Value {
    let key = format!("api-call-{}", call.name.replace('.', "-"));
    let mut parameters: Vec<Value> =
        ["request-id", "correlation-id", "locale"].map(|name| reference("parameters", name)).to_vec();
    let more: &[&str] = match call.name {
        "customer.list" => &["size", "filter", "seek-operation", "continuation-token"],
        "device.list" => &["continuation-token"],
        "relationship-request.get" => &["indirect-reseller"],
        "partner-relationship.list" => &["relationship-type"],
        _ => &[],
    };
    parameters.extend(more.iter().map(|name| reference("parameters", name)));
    let second = if method == call.method { "" } else { "-by-patch" };
    let mut operation = json!({
        "operationId": format!("{}{second}", call.name),
        "summary": plain(Locale::En, &key),
        "description": if call.alone { "For an app alone or for a user." } else { "For a user only." },
        "externalDocs": { "url": format!("{ARTICLES}{}", call.article) },
        "parameters": parameters,
        "responses": answers(call),
    });
    if let Some(body) = body(call.name) {
        operation["requestBody"] =
            json!({ "required": true, "content": { "application/json": { "schema": schema(body) } } });
    }
    operation
}

/// The shape of what a call takes.
fn body(call: &str) -> Option<&'static str> {
    Some(match call {
        "device-batch.create" => "DeviceBatchCreationRequest",
        "device-batch.add" => "DeviceList",
        "device.update" => "DeviceChange",
        "policy.assign" => "DevicePolicyUpdateRequest",
        "policy.create" | "policy.update" => "ConfigurationPolicyInput",
        "customer.end-relationship" => "CustomerChange",
        _ => return None,
    })
}

fn answers(call: &ApiCall) -> Value {
    let mut answers = Map::new();
    let (status, answer) = match call.name {
        "device-batch.create" | "device-batch.add" | "policy.assign" => {
            ("202", reference("responses", "Accepted"))
        }
        "device.delete" | "policy.delete" => ("204", json!({ "description": "Gone.", "headers": usual() })),
        "customer.delete" => ("400", reference("responses", "Fault")),
        name => (
            "200",
            json!({
                "description": "What was asked for.",
                "headers": usual(),
                "content": { "application/json": { "schema": schema(given(name)) } },
            }),
        ),
    };
    answers.insert(status.to_owned(), answer);
    for status in ["400", "401", "403", "404", "406", "409"] {
        answers.entry(status).or_insert_with(|| reference("responses", "Fault"));
    }
    answers.insert("429".to_owned(), reference("responses", "TooMany"));
    answers.insert("500".to_owned(), reference("responses", "Fault"));
    Value::Object(answers)
}

/// The shape of what a call gives.
fn given(call: &str) -> &'static str {
    match call {
        "batch-status.get" => "BatchUploadDetails",
        "device-batch.list" => "DeviceBatchCollection",
        "device.list" => "DeviceCollection",
        "device.get" | "device.update" => "Device",
        "policy.list" => "ConfigurationPolicyCollection",
        "policy.create" | "policy.get" | "policy.update" => "ConfigurationPolicy",
        "customer.list" => "CustomerCollection",
        "customer.end-relationship" => "EndedCustomer",
        "relationship-request.get" => "RelationshipRequest",
        "customer-relationship.list" | "partner-relationship.list" => "PartnerRelationshipCollection",
        _ => "Customer",
    }
}

/// Headers of every answer.
fn usual() -> Value {
    json!({
        "MS-RequestId": reference("headers", "MS-RequestId"),
        "MS-CorrelationId": reference("headers", "MS-CorrelationId"),
        "MS-CV": reference("headers", "MS-CV"),
    })
}

fn headers() -> Value {
    let text = |words: &str| json!({ "description": words, "schema": { "type": "string" } });
    json!({
        "MS-RequestId": text("The id of the request: the one that was sent, or one that was made."),
        "MS-CorrelationId": text("The id of what the request belongs to: the one that was sent, or one that was made."),
        "MS-CV": text("For tracing."),
        "Location": {
            "description": "Where to ask how far it is: /customers/{customer-id}/batchJobStatus/{tracking-id}, below the version.",
            "required": true,
            "schema": { "type": "string", "pattern": "^/customers/[0-9a-f-]{36}/batchJobStatus/[0-9a-f-]{36}$" },
        },
        "Retry-After": {
            "description": "After how many seconds to come again.", "required": true, "schema": { "type": "integer", "minimum": 1 },
        },
    })
}

fn responses() -> Value {
    let mut accepted = usual();
    accepted["Location"] = reference("headers", "Location");
    let mut too_many = usual();
    too_many["Retry-After"] = reference("headers", "Retry-After");
    json!({
        "Accepted": {
            "description": "It is durable and will be done. The body is empty, or {} where the operator says so.", "headers": accepted,
        },
        "Fault": {
            "description": "Why it was not carried out.",
            "headers": usual(),
            "content": { "application/json": { "schema": schema("Fault") } },
        },
        "TooMany": {
            "description": "The app calls too often.",
            "headers": too_many,
            "content": { "application/json": { "schema": schema("TooMany") } },
        },
    })
}

fn parameters() -> Value {
    let path = |name: &str, words: &str, schema: Value| json!({ "name": name, "in": "path", "required": true, "description": words, "schema": schema });
    let query = |name: &str, words: &str, schema: Value| json!({ "name": name, "in": "query", "description": words, "schema": schema });
    let header = |name: &str, words: &str, schema: Value| json!({ "name": name, "in": "header", "description": words, "schema": schema });
    let guid = || json!({ "type": "string", "format": "uuid" });
    let text = || json!({ "type": "string" });
    json!({
        "customer-id": path("customer-id", "The customer's tenant id.", guid()),
        "batch-id": path("batch-id", "The name of the batch, whatever its capitals.", json!({ "type": "string", "minLength": 1, "maxLength": 128 })),
        "tracking-id": path("tracking-id", "From the location of an answer 202.", guid()),
        "device-id": path("device-id", "From a list of devices.", guid()),
        "policy-id": path("policy-id", "From a list of policies.", guid()),
        "request-id": header("MS-RequestId", "Makes a repetition harmless: the same id with the same body for the same call gives the \
            same answer, another body is refused.", guid()),
        "correlation-id": header("MS-CorrelationId", "Is sent back, and kept with the request.", guid()),
        "locale": header("X-Locale", "The language of errors: en, sv or he; others give English.", text()),
        "continuation-token": header("MS-ContinuationToken", "From the page before, as it was given.", text()),
        "size": query("size", "Customers of a page; 0: all of them.", json!({ "type": "integer", "minimum": 0 })),
        "filter": query("filter", "A JSON object: Field (CompanyName, Domain or IndirectReseller), Value, Operator (starts_with).", text()),
        "seek-operation": query("seekOperation", "Which page, seen from the token's.",
            json!({ "type": "string", "enum": ["First", "Next", "Previous", "Last"] })),
        "indirect-reseller": query("indirectResellerId", "A reseller of the caller's, for whom both are asked for.", guid()),
        "relationship-type": query("relationship_type", "Which relationships.",
            json!({ "type": "string", "enum": ["IsIndirectCloudSolutionProviderOf", "IsIndirectResellerOf"] })),
    })
}

fn object(members: Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": members, "required": required })
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

fn schemas() -> Value {
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
    for (name, value) in taken().into_iter().chain(made()) {
        all[name] = value;
    }
    all
}

/// Shapes of what is sent.
fn taken() -> [(&'static str, Value); 7] {
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
    let settings = json!({ "type": "array", "items": { "type": "string", "enum": [
        "none", "remove_oem_preinstalls", "oobe_user_not_local_admin", "skip_express_settings", "skip_oem_registration", "skip_eula",
    ] } });
    [
        ("NewDevice", object(device, &[])),
        ("DeviceList", json!({ "type": "array", "minItems": 1, "items": schema("NewDevice") })),
        (
            "DeviceBatchCreationRequest",
            object(
                json!({
                    "batchId": { "type": "string", "minLength": 1, "maxLength": 128,
                        "description": "The name of the batch; one that is a group tag of the customer is the tag of its devices." },
                    "groupTag": { "type": ["string", "null"], "description": "Ours: the group tag of devices that have none of their own." },
                    "orderId": { "type": ["string", "null"], "description": "Ours: the order number of devices that have none of their own." },
                    "purchaseId": { "type": ["string", "null"], "description": "Ours: the purchase number of devices that have none of their own." },
                    "devices": schema("DeviceList"),
                }),
                &["batchId", "devices"],
            ),
        ),
        (
            "PolicyChoice",
            object(
                json!({
                    "key": { "type": "string", "enum": ["o_o_b_e"] },
                    "value": { "type": ["string", "null"], "description": "The id of the policy; null takes it away." },
                }),
                &["value"],
            ),
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
                    "name": { "type": "string", "minLength": 1, "maxLength": 128 },
                    "category": { "type": ["string", "null"], "enum": ["o_o_b_e", "none", null] },
                    "description": { "type": ["string", "null"], "maxLength": 1024 },
                    "policySettings": settings,
                }),
                &["name", "policySettings"],
            ),
        ),
    ]
}

/// Shapes of what is given.
fn made() -> [(&'static str, Value); 10] {
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

/// The endpoints for tokens, and the second hop.
fn tokens() -> [(&'static str, Value); 4] {
    let form = |members: Value, required: &[&str]| json!({ "required": true, "content": { "application/x-www-form-urlencoded": { "schema": object(members, required) } } });
    let text = || json!({ "type": "string" });
    let grant = |second: bool| {
        let mut members = json!({
            "grant_type": { "type": "string", "enum": ["client_credentials", "password", "refresh_token"] },
            "client_id": text(), "client_secret": text(), "username": text(), "password": text(), "refresh_token": text(),
        });
        members[if second { "scope" } else { "resource" }] = text();
        let lasting = if second { "integer" } else { "string" };
        let token = object(
            json!({
                "token_type": text(), "expires_in": { "type": lasting }, "access_token": text(), "refresh_token": text(), "scope": text(),
                "resource": text(),
            }),
            &["token_type", "expires_in", "access_token"],
        );
        let refusal =
            object(json!({ "error": text(), "error_description": text() }), &["error", "error_description"]);
        let refused =
            json!({ "description": "No token.", "content": { "application/json": { "schema": refusal } } });
        json!({
            "parameters": [{ "name": "tenant", "in": "path", "required": true, "schema": text(),
                "description": "The partner's tenant id or domain, common or organizations." }],
            "post": {
                "operationId": if second { "token.v2" } else { "token.v1" },
                "summary": "Gives an app a token, alone or for a user.",
                "security": [],
                "requestBody": form(members, &["grant_type", "client_id", "client_secret"]),
                "responses": {
                    "200": { "description": "The token.", "content": { "application/json": { "schema": token } } },
                    "400": refused, "401": refused, "429": refused, "500": refused,
                },
            },
        })
    };
    let hop = |id: &str| {
        let token = object(
            json!({ "access_token": text(), "expires_in": { "type": "integer" } }),
            &["access_token", "expires_in"],
        );
        json!({ "post": {
            "operationId": id,
            "summary": "Gives a token for a token, which old clients ask for.",
            "requestBody": form(json!({ "grant_type": { "const": "jwt_token" } }), &["grant_type"]),
            "responses": {
                "200": { "description": "The token.", "headers": usual(), "content": { "application/json": { "schema": token } } },
                "400": reference("responses", "Fault"), "401": reference("responses", "Fault"), "500": reference("responses", "Fault"),
            },
        } })
    };
    [
        ("/{tenant}/oauth2/token", grant(false)),
        ("/{tenant}/oauth2/v2.0/token", grant(true)),
        ("/generatetoken", hop("token.second-hop")),
        ("/v3/generatetoken", hop("token.second-hop-v3")),
    ]
}
