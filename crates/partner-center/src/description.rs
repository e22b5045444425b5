//! The description of this interface for programs (`OpenAPI` 3.1): the calls of the table, and the shapes that they take and give.
//!
//! It is kept as `docs/partner-center.openapi.json`. A test compares the two, and another one sends requests made from it to a
//! running service and holds every answer to it.

mod shapes;
mod tokens;

use serde_json::{Map, Value, json};
use taxiway_domain::api_call::{ARTICLES, ApiCall, PARTNER_CENTER};
use taxiway_locale::{Locale, plain};

use self::shapes::schemas;
use self::tokens::tokens;

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
    let text = |words: &str| json!({ "description": words, "required": true, "schema": { "type": "string", "minLength": 1 } });
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
        "request-id": header("MS-RequestId", "A GUID; anything else, and a GUID of zeros, is replaced and protects nothing. Makes a repetition harmless: the same id with the same body for the same call gives the \
            same answer, another body is refused. What is no GUID, or zeros alone, is not looked at.", text()),
        "correlation-id": header("MS-CorrelationId", "A GUID. Is sent back, and kept with the request. What is no GUID is not looked at.", text()),
        "locale": header("X-Locale", "The language of errors: en, sv or he; others give English.", text()),
        "continuation-token": header("MS-ContinuationToken", "From the page before, as it was given.", text()),
        "size": query("size", "Customers of a page; 0: all of them.", json!({ "type": "integer", "minimum": 0 })),
        "filter": query("filter", "A JSON object: Field (CompanyName, Domain or IndirectReseller), Value, Operator (starts_with).", text()),
        "seek-operation": query("seekOperation", "Which page, seen from the token's.",
            json!({ "type": "string", "enum": ["", "First", "Next", "Previous", "Last"] })),
        "indirect-reseller": query("indirectResellerId", "A reseller of the caller's, for whom both are asked for; or nothing.",
            json!({ "type": "string", "anyOf": [{ "format": "uuid" }, { "maxLength": 0 }] })),
        "relationship-type": query("relationship_type", "Which relationships.",
            json!({ "type": "string", "enum": ["", "IsIndirectCloudSolutionProviderOf", "IsIndirectResellerOf"] })),
    })
}
