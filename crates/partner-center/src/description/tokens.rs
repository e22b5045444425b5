//! The endpoints for tokens, and the second hop.

use serde_json::{Value, json};

use super::shapes::object;
use super::{reference, schema, usual};

fn text() -> Value {
    json!({ "type": "string" })
}

/// A form. Each field stands once and is a text; those that nobody knows are ignored.
fn form(members: Value, required: &[&str]) -> Value {
    let mut shape = object(members, required);
    shape["additionalProperties"] = json!({ "type": "string", "pattern": r"^[^\u0000]*$" });
    json!({ "required": true, "content": { "application/x-www-form-urlencoded": { "schema": shape } } })
}

pub(super) fn tokens() -> [(&'static str, Value); 4] {
    [
        ("/{tenant}/oauth2/token", grant(false)),
        ("/{tenant}/oauth2/v2.0/token", grant(true)),
        ("/generatetoken", hop("token.second-hop")),
        ("/v3/generatetoken", hop("token.second-hop-v3")),
    ]
}

/// The endpoint of the directory, in its first or second version.
fn grant(second: bool) -> Value {
    let mut members = json!({
        "grant_type": { "type": "string", "enum": ["client_credentials", "password", "refresh_token"] },
        "client_id": text(), "client_secret": text(), "username": text(), "password": text(), "refresh_token": text(),
    });
    members[if second { "scope" } else { "resource" }] = text();
    let refused = json!({ "description": "No token.", "content": { "application/json": { "schema": schema("TokenRefusal") } } });
    let token = schema(if second { "TokenV2" } else { "TokenV1" });
    json!({
        "parameters": [{ "name": "tenant", "in": "path", "required": true, "schema": text(),
            "description": "The partner's tenant id or domain, common or organizations." }],
        "post": {
            "operationId": if second { "token.v2" } else { "token.v1" },
            "summary": "Gives an app a token, alone or for a user.",
            "description": "The grant `password` needs username and password, the grant `refresh_token` needs refresh_token.",
            "security": [],
            "requestBody": form(members, &["grant_type", "client_id", "client_secret"]),
            "responses": {
                "200": { "description": "The token.", "content": { "application/json": { "schema": token } } },
                "400": refused, "401": refused, "429": refused, "500": refused,
            },
        },
    })
}

fn hop(id: &str) -> Value {
    json!({ "post": {
        "operationId": id,
        "summary": "Gives a token for a token, which old clients ask for.",
        "requestBody": form(json!({ "grant_type": { "const": "jwt_token" } }), &["grant_type"]),
        "responses": {
            "200": {
                "description": "The token.",
                "headers": usual(),
                "content": { "application/json": { "schema": schema("SecondHopToken") } },
            },
            "400": reference("responses", "Fault"), "401": reference("responses", "Fault"), "500": reference("responses", "Fault"),
        },
    } })
}

/// Shapes of tokens and of their refusal.
pub(super) fn given() -> [(&'static str, Value); 4] {
    // The first version writes numbers as texts.
    let digits = || json!({ "type": "string", "pattern": "^[0-9]+$" });
    let integer = || json!({ "type": "integer" });
    [
        (
            "TokenV1",
            object(
                json!({
                    "token_type": text(), "expires_in": digits(), "ext_expires_in": digits(), "expires_on": digits(), "not_before": digits(),
                    "resource": text(), "access_token": text(), "refresh_token": text(), "scope": text(),
                }),
                &[
                    "token_type",
                    "expires_in",
                    "ext_expires_in",
                    "expires_on",
                    "not_before",
                    "resource",
                    "access_token",
                ],
            ),
        ),
        (
            "TokenV2",
            object(
                json!({
                    "token_type": text(), "expires_in": integer(), "ext_expires_in": integer(), "access_token": text(),
                    "refresh_token": text(), "scope": text(),
                }),
                &["token_type", "expires_in", "ext_expires_in", "access_token"],
            ),
        ),
        (
            "SecondHopToken",
            object(
                json!({ "access_token": text(), "token_type": text(), "expires_in": { "type": "integer", "minimum": 0 } }),
                &["access_token", "token_type", "expires_in"],
            ),
        ),
        (
            "TokenRefusal",
            object(
                json!({
                    "error": text(), "error_description": text(), "error_codes": { "type": "array", "items": integer() },
                    "timestamp": text(), "trace_id": text(), "correlation_id": text(),
                }),
                &["error", "error_description", "error_codes", "timestamp", "trace_id", "correlation_id"],
            ),
        ),
    ]
}
