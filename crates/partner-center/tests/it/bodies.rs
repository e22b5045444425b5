//! What cannot be read is refused with the place, and nothing is left of it.

use axum::body::{Body, Bytes};
use rstest::rstest;
use serde_json::{Value, json};
use taxiway_domain::ids::OrganisationId;
use taxiway_store::Engine;

use crate::cast::{Traces, batch, policy, rows, tuple, update, with};
use crate::world::{Answer, Partner, World, request};

pub(crate) async fn stage(engine: Engine) -> (World, OrganisationId, Partner, String) {
    let world = World::new(engine).await;
    let customer = world.customer("Contoso").await;
    let partner = world.partner("Fabrikam", &[customer]).await;
    (world, customer, partner, format!("/v1/customers/{customer}"))
}

/// Refused as what cannot be read or cannot be meant, with these words.
#[track_caller]
fn refused(answer: &Answer, words: &str, what: &str) {
    let (status, code) = answer.fault();
    assert_eq!(status, 400, "{what}: {}", answer.text());
    assert!([800_002, 3_000, 900_126].contains(&code), "{what}: {}", answer.text());
    let description = answer.json()["description"].as_str().expect("words").to_owned();
    assert!(description.contains(words), "{what}: {description:?} lacks {words:?}");
    assert!(description.chars().count() <= 1024, "{what}");
}

fn utf16(text: &str, mark: bool) -> Vec<u8> {
    let mark = mark.then_some(0xfeff);
    mark.into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// An object with these members before its closing brace.
fn prepended(members: &str, object: &Value) -> String {
    format!("{{{members},{}", &object.to_string()[1..])
}

/// Bodies that no call can read, and what is said about them. `good` is a body that the call takes, `deep` what it says of depth.
fn unreadable(good: &Value, deep: &'static str) -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let text = good.to_string();
    let closing = if text.starts_with('[') { ']' } else { '}' };
    vec![
        ("nothing", Vec::new(), "no body"),
        ("space", b" \r\n\t ".to_vec(), "no body"),
        ("a mark alone", b"\xef\xbb\xbf".to_vec(), "no body"),
        ("words", b"hello".to_vec(), "line 1, column 1"),
        ("XML", b"<devices/>".to_vec(), "line 1, column 1"),
        ("a form", b"batchId=Spring".to_vec(), "line 1, column 1"),
        ("cut in the middle", text.as_bytes()[..text.len() / 2].to_vec(), "line 1"),
        ("cut before its end", text.as_bytes()[..text.len() - 1].to_vec(), "line 1"),
        ("more behind it", format!("{text}{text}").into_bytes(), "line 1"),
        ("a bracket behind it", format!("{text}\r\n\r\n{closing}").into_bytes(), "line 3, column 1"),
        ("UTF-16", utf16(&text, true), "UTF-8"),
        ("UTF-16 without a mark", utf16(&text, false), "UTF-8"),
        ("NUL", [b"\0", text.as_bytes()].concat(), "UTF-8"),
        ("NULs behind it", [text.as_bytes(), b"\0\0"].concat(), "line 1"),
        ("depth without end", "[".repeat(100_000).into_bytes(), deep),
        ("a text", b"\"hello\"".to_vec(), "body must be of type"),
        ("null", b"null".to_vec(), "body must be of type"),
        ("a number", b"12345678901234567890123456789012345678901234567890".to_vec(), "body must be of type"),
        ("a number beyond all", b"1e999".to_vec(), "line 1"),
        ("a boolean", b"true".to_vec(), "body must be of type"),
    ]
}

/// What is wrong with an object, whatever it is for.
fn wrong_objects(good: &Value) -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let keys: Vec<_> = (0..60_000).map(|number| format!("\"k{number}\":0")).collect();
    vec![
        ("another bracket", b"[]".to_vec(), "body must be of type object, not array"),
        ("sixty thousand members", prepended(&keys.join(","), good).into_bytes(), "too many members"),
        ("depth never closed", format!("{{\"x\":{}", "[".repeat(100_000)).into_bytes(), "line 1"),
        ("depth as a member's name", format!("{{{nested}:1}}").into_bytes(), "line 1"),
        ("a control character", prepended("\"x\":\"\u{1}\"", good).into_bytes(), "line 1"),
        (
            "the same unknown member twice",
            prepended("\"x\":1,\"x\":1", good).into_bytes(),
            "`x` stands twice",
        ),
    ]
}

/// The calls with bodies: method, path below the customer, and a body that is taken.
///
/// Objects with devices are looked at while they are read, so that a list in their place is noticed before its depth.
fn calls() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("POST", "/deviceBatches", batch("Summer", &["S-9"])),
        ("POST", "/deviceBatches/Spring/devices", json!([tuple("S-9")])),
        ("PATCH", "/DevicePolicyUpdates", update(&["{device}"], "{policy}")),
        ("PUT", "/deviceBatches/Spring/devices/{device}", json!({ "policies": [] })),
        ("POST", "/policies", policy("Second")),
        ("PUT", "/policies/{policy}", policy("Changed")),
        ("PATCH", "", json!({ "relationshipToPartner": "none" })),
    ]
}

#[rstest]
#[tokio::test]
async fn no_call_takes_what_is_no_json(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let (world, customer, partner, base) = stage(engine).await;
    let token = partner.admin_token.as_str();
    let (_, devices) = world.registers(customer, token, "Spring", &["S-1"]).await;
    let made = world.sends("POST", &format!("{base}/policies"), token, &policy("First")).await.json();
    let policy_id = made["id"].as_str().expect("an id").to_owned();
    let before = world.traces().await;
    let fill = |text: &str| text.replace("{device}", &devices[0]).replace("{policy}", &policy_id);
    for (method, path, good) in calls() {
        let path = format!("{base}{}", fill(path));
        let good: Value = serde_json::from_str(&fill(&good.to_string())).expect("JSON");
        let piecewise = good.get("devices").is_some();
        let deep = if piecewise { "body must be of type" } else { "nested too deeply" };
        let mut bodies = unreadable(&good, deep);
        if good.is_object() {
            bodies.extend(wrong_objects(&good));
        }
        for (what, body, words) in bodies {
            let answer = world.send(request(method, &path, token, body)).await;
            refused(&answer, words, &format!("{method} {path} with {what}"));
        }
        let broken = [&b"{\"x\":\"\xff\xfe\","[..], &good.to_string().as_bytes()[1..]].concat();
        refused(&world.send(request(method, &path, token, broken)).await, "", &format!("{path}, not UTF-8"));
        let mut packed = request(method, &path, token, good.to_string());
        packed.headers_mut().insert("content-encoding", "gzip".parse().expect("a header"));
        refused(&world.send(packed).await, "Content-Encoding", &format!("{method} {path} packed"));
    }
    assert_eq!(world.traces().await, before);
    let unchanged = world.get(&format!("{base}/policies/{policy_id}"), token).await.json();
    assert_eq!(unchanged["name"], "First", "{unchanged}");
    // Each of them is taken as it should be, the last of them being the end.
    for (method, path, good) in calls() {
        let path = format!("{base}{}", fill(path));
        world.work().await;
        let answer = world.send(request(method, &path, token, fill(&good.to_string()))).await;
        assert!(answer.status.is_success(), "{method} {path}: {}", answer.text());
    }
}

/// What is wrong with the devices of a body, and what is said about it. Of several devices the one that is wrong is named.
fn wrong_devices() -> Vec<(&'static str, String, &'static str)> {
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let keys: Vec<_> = (0..60_000).map(|number| format!("\"k{number}\":0")).collect();
    vec![
        ("none", "[]".to_owned(), "no device"),
        ("a text", "[{},\"S-1\"]".to_owned(), "devices[1] must be of type object, not string"),
        ("null", "[{},{},null]".to_owned(), "devices[2] must be of type object, not null"),
        ("a number", "[1]".to_owned(), "devices[0] must be of type object, not number"),
        ("a list", "[[{}]]".to_owned(), "devices[0] must be of type object, not array"),
        ("depth without end", format!("[{nested}]"), "nested too deeply (line 1"),
        ("sixty thousand members", format!("[{{{}}}]", keys.join(",")), "too many members (line 1"),
        (
            "a million values",
            format!("[{{\"serialNumber\":[{}0]}}]", "0,".repeat(1_000_000)),
            "too many values",
        ),
        ("a member twice", "[{\"id\":1,\"id\":2}]".to_owned(), "`id` stands twice (line 1"),
        ("a name without end", format!("[{{\"{0}\":1,\"{0}\":1}}]", "k".repeat(1_000_000)), "stands twice"),
        ("half of a letter", r#"[{"serialNumber":"\ud83d"}]"#.to_owned(), "line 1"),
        ("a control character", "[{\"serialNumber\":\"S\t1\"}]".to_owned(), "line 1"),
        ("a comma too many", "[{},]".to_owned(), "line 1"),
    ]
}

#[rstest]
#[tokio::test]
async fn devices_that_cannot_be_read_are_refused_with_their_place(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (world, customer, partner, base) = stage(engine).await;
    let token = partner.admin_token.as_str();
    world.registers(customer, token, "Spring", &["S-1"]).await;
    let before = world.traces().await;
    let (batches, added) = (format!("{base}/deviceBatches"), format!("{base}/deviceBatches/Spring/devices"));
    for (what, devices, words) in wrong_devices() {
        let wrapped = format!("{{\"batchId\":\"Summer\",\"devices\":{devices}}}");
        refused(&world.send(request("POST", &batches, token, wrapped.clone())).await, words, what);
        refused(&world.send(request("POST", &added, token, wrapped)).await, words, what);
        refused(&world.send(request("POST", &added, token, devices)).await, words, what);
    }
    for (what, members, words) in [
        ("no devices", r#""batchId":"Summer""#, "devices is missing"),
        ("null", r#""batchId":"Summer","devices":null"#, "devices is missing"),
        ("an object", r#""batchId":"Summer","devices":{}"#, "devices must be of type array, not object"),
        ("an object in it", r#""devices":{"devices":[{}]}"#, "devices must be of type array, not object"),
        ("a text", r#""batchId":"Summer","devices":"[]""#, "devices must be of type array, not string"),
        ("a boolean", r#""batchId":"Summer","devices":false"#, "devices must be of type array, not boolean"),
        ("a number", r#""batchId":"Summer","devices":-1.5"#, "devices must be of type array, not number"),
        ("two lists", r#""batchId":"a","devices":[{}],"Devices":[{}]"#, "two lists of devices"),
        ("one list twice", r#""batchId":"a","devices":[{}],"devices":[{}]"#, "two lists of devices"),
    ] {
        let body = format!("{{{members}}}");
        refused(&world.send(request("POST", &batches, token, body)).await, words, what);
    }
    for (name, value, words) in [
        ("nothing", json!({ "devices": [{}] }), "batchId is missing"),
        ("null", json!({ "batchId": null, "devices": [{}] }), "batchId is missing"),
        ("blank", json!({ "batchId": " ", "devices": [{}] }), "batchId is missing"),
        ("long", json!({ "batchId": "x".repeat(1_000_000), "devices": [{}] }), "128"),
        ("lines", json!({ "batchId": "a\nb", "devices": [{}] }), "control character"),
        ("NUL", json!({ "batchId": "a\u{0}b", "devices": [{}] }), "control character"),
    ] {
        refused(&world.sends("POST", &batches, token, &value).await, words, name);
    }
    // One list that is empty of a value does no harm.
    let body = format!("{{\"batchId\":\"Summer\",\"Devices\":null,\"devices\":[{}]}}", tuple("S-2"));
    let taken = world.send(request("POST", &batches, token, body)).await;
    taken.tracking();
    let after = world.traces().await;
    let (uploads, parts, jobs) = (before.uploads + 1, before.parts + 2, before.jobs + 1);
    assert_eq!(after, Traces { uploads, parts, jobs, batches: 2, ..before });
}

/// Values of every kind but text.
fn no_texts() -> [(Value, &'static str); 6] {
    [
        (json!(17), "number"),
        (json!(-1.5e300), "number"),
        (json!(true), "boolean"),
        (json!([]), "array"),
        (json!(["S-1"]), "array"),
        (json!({ "a": {} }), "object"),
    ]
}

#[rstest]
#[tokio::test]
async fn every_member_of_another_kind_is_named(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let (world, customer, partner, base) = stage(engine).await;
    let token = partner.admin_token.as_str();
    let (path, devices) = world.registers(customer, token, "Spring", &["S-1"]).await;
    let before = world.traces().await;
    let (batches, added) = (format!("{base}/deviceBatches"), format!("{path}/devices"));
    for (value, kind) in no_texts() {
        for name in ["batchId", "groupTag", "OrderId", "PURCHASEID"] {
            let body = with(batch("Summer", &["S-2"]), &json!({ name: value }));
            let answer = world.sends("POST", &batches, token, &body).await;
            let known = ["batchId", "groupTag", "orderId", "purchaseId"];
            let known = known.iter().find(|known| known.eq_ignore_ascii_case(name)).expect("one of them");
            refused(&answer, &format!("{known} must be of type string, not {kind}"), name);
        }
        for name in [
            "serialNumber",
            "productKey",
            "hardwareHash",
            "oemManufacturerName",
            "modelName",
            "groupTag",
            "orderId",
            "purchaseId",
        ] {
            let words = format!("devices[1].{name} must be of type string, not {kind}");
            let list = json!([tuple("S-2"), with(tuple("S-3"), &json!({ name: value }))]);
            refused(&world.sends("POST", &added, token, &list).await, &words, name);
            let body = json!({ "batchId": "Summer", "devices": list });
            refused(&world.sends("POST", &batches, token, &body).await, &words, name);
        }
        for name in ["name", "description"] {
            let body = with(policy("First"), &json!({ name: value }));
            let answer = world.sends("POST", &format!("{base}/policies"), token, &body).await;
            refused(&answer, &format!("{name} must be of type string, not {kind}"), name);
        }
        let device = format!("{added}/{}", devices[0]);
        for name in ["id", "serialNumber", "productKey", "modelName", "oemManufacturerName", "hardwareHash"] {
            let answer = world.sends("PUT", &device, token, &json!({ name: value })).await;
            refused(&answer, &format!("{name} must be of type string, not {kind}"), name);
        }
        let updates = format!("{base}/DevicePolicyUpdates");
        let body = json!({ "devices": [{ "id": value, "policies": [] }] });
        let answer = world.sends("PATCH", &updates, token, &body).await;
        refused(&answer, &format!("devices[0].id must be of type string, not {kind}"), "id");
        let body = json!({ "devices": [{ "id": devices[0], "policies": [{ "value": value }] }] });
        let answer = world.sends("PATCH", &updates, token, &body).await;
        let words = format!("devices[0].policies[0].value must be of type string, not {kind}");
        refused(&answer, &words, "value");
    }
    for (body, words) in [
        (
            json!({ "devices": [{ "id": devices[0], "policies": "none" }] }),
            "devices[0].policies must be of type array",
        ),
        (
            json!({ "devices": [{ "id": devices[0], "policies": ["none"] }] }),
            "devices[0].policies[0] must be of type object",
        ),
        (json!({ "devices": [{ "id": devices[0] }] }), "devices[0].policies is missing"),
        (json!({ "devices": [{ "id": devices[0], "policies": null }] }), "devices[0].policies is missing"),
        (json!({ "devices": [{ "policies": [] }] }), "devices[0].id is missing"),
        (json!({ "devices": [{ "id": "", "policies": [] }] }), "devices[0].id is missing"),
        (json!({ "devices": [{ "id": devices[0], "policies": [{ "key": "oem" }] }] }), "oem is not a value"),
        (json!({ "devices": [{ "id": devices[0], "policies": [{ "key": 7 }] }] }), "7 is not a value"),
        (json!({ "devices": [{ "id": devices[0], "policies": [{}, {}] }] }), "one policy at most"),
    ] {
        let answer = world.sends("PATCH", &format!("{base}/DevicePolicyUpdates"), token, &body).await;
        refused(&answer, words, words);
    }
    for (settings, words) in [
        (json!("skip_eula"), "policySettings must be of type array, not string"),
        (json!(null), "policySettings is missing"),
        (json!([["skip_eula"]]), "policySettings must be of type string"),
        (json!(["skip_everything"]), "skip_everything is not a value of policySettings"),
        (json!([32]), "32 is not a value of policySettings"),
        (json!([-1]), "-1 is not a value of policySettings"),
        (json!([1.5]), "1.5 is not a value of policySettings"),
        (json!(["skip_eula\u{0}"]), ""),
    ] {
        let body = with(policy("First"), &json!({ "policySettings": settings }));
        let answer = world.sends("POST", &format!("{base}/policies"), token, &body).await;
        if !words.is_empty() {
            refused(&answer, words, words);
        }
        assert!(answer.status.as_u16() < 500, "{}", answer.text());
    }
    for (members, words) in [
        (json!({ "name": "x".repeat(1_000_000) }), "name"),
        (json!({ "name": "a\u{0}b" }), "name"),
        (json!({ "name": " " }), "name"),
        (json!({ "description": "x".repeat(900_000) }), "description"),
        (json!({ "description": "a\u{0}b" }), "description"),
        (json!({ "category": {} }), "category"),
    ] {
        let body = with(policy("First"), &members);
        let answer = world.sends("POST", &format!("{base}/policies"), token, &body).await;
        refused(&answer, words, &members.to_string().chars().take(40).collect::<String>());
    }
    let traces = world.traces().await;
    assert_eq!(traces, Traces { profiles: traces.profiles, ..before });
}

/// A device whose values hold whatever may be held: each is one row with its verdict, and the good one after them is registered.
#[rstest]
#[tokio::test]
async fn whatever_its_values_hold_a_device_is_one_row(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (world, customer, partner, base) = stage(engine).await;
    let token = partner.admin_token.as_str();
    let long = "x".repeat(1_000_000);
    let smuggled = "9,S-666,,,Dell Inc.,Latitude 7420,,,\r\n".repeat(10_000);
    let names = [
        "serialNumber",
        "productKey",
        "hardwareHash",
        "oemManufacturerName",
        "modelName",
        "groupTag",
        "orderId",
        "purchaseId",
    ];
    let mut devices = Vec::new();
    for name in names {
        let values =
            [long.as_str(), &smuggled, &format!("\"\r\n{smuggled}"), "a\u{0}b", "\u{0}", "\u{202e}\u{1}"];
        for value in values {
            devices.push(with(tuple("S-1"), &json!({ name: value })));
        }
    }
    // All at once: as long as a row can be.
    let all: serde_json::Map<_, _> = names.iter().map(|name| ((*name).to_owned(), json!(long))).collect();
    devices.push(Value::Object(all));
    devices.push(tuple("S-2"));
    let count = devices.len();
    let sent = world
        .sends(
            "POST",
            &format!("{base}/deviceBatches"),
            token,
            &json!({ "batchId": "Odd", "devices": devices }),
        )
        .await;
    let tracking = sent.tracking();
    let waiting = world.status(customer, token, &tracking).await;
    assert_eq!(rows(&waiting).len(), count);
    world.work().await;
    let done = world.status(customer, token, &tracking).await;
    let rows = rows(&done);
    assert_eq!((rows.len(), rows.last().map(String::as_str)), (count, Some("S-2 finished 0 -")));
    for (at, row) in rows[..count - 1].iter().enumerate() {
        assert!(
            row.contains("finished_with_errors"),
            "row {at}: {}",
            row.chars().take(200).collect::<String>()
        );
    }
    let found = world.get(&format!("{base}/deviceBatches/Odd/devices"), token).await.json();
    assert_eq!((found["totalCount"].as_u64(), &found["items"][0]["serialNumber"]), (Some(1), &json!("S-2")));
}

/// The same body in pieces of every size, also where a mark or a letter is torn.
#[tokio::test]
async fn a_body_may_come_in_any_pieces() {
    let (world, customer, partner, base) = stage(Engine::Sqlite).await;
    let token = partner.admin_token.as_str();
    for (number, size) in [1, 2, 3, 5, 64].into_iter().enumerate() {
        let text = format!("\u{feff}{}", batch(&format!("Größe {size}"), &[&format!("Ä-{number}")]));
        let pieces: Vec<_> = text
            .as_bytes()
            .chunks(size)
            .map(|piece| Ok::<_, std::io::Error>(Bytes::copy_from_slice(piece)))
            .collect();
        let body = Body::from_stream(futures::stream::iter(pieces));
        let answer = world.send(request("POST", &format!("{base}/deviceBatches"), token, body)).await;
        let tracking = answer.tracking();
        world.work().await;
        let status = world.status(customer, token, &tracking).await;
        assert_eq!(rows(&status), [format!("Ä-{number} finished 0 -")]);
    }
}

#[rstest]
#[tokio::test]
async fn bodies_have_a_bound_that_the_operator_sets(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let world = World::with(engine, |settings| settings.body_bytes = 1_000).await;
    let customer = world.customer("Contoso").await;
    let partner = world.partner("Fabrikam", &[customer]).await;
    let (token, base) = (partner.admin_token.as_str(), format!("/v1/customers/{customer}"));
    let (path, devices) = world.registers(customer, token, "Spring", &["S-1"]).await;
    let before = world.traces().await;
    let serials: Vec<_> = (0..20).map(|number| format!("S-{number}")).collect();
    let serials: Vec<_> = serials.iter().map(String::as_str).collect();
    let many = batch("Summer", &serials);
    let long = update(&[devices[0].as_str(); 20], "00000000-0000-7000-8000-000000000000");
    for (method, path, body) in [
        ("POST", format!("{base}/deviceBatches"), &many),
        ("POST", format!("{path}/devices"), &many["devices"]),
        ("PATCH", format!("{base}/DevicePolicyUpdates"), &long),
    ] {
        refused(&world.sends(method, &path, token, body).await, "1000", &path);
        let pieces = body.to_string().into_bytes();
        let pieces: Vec<_> =
            pieces.chunks(100).map(Bytes::copy_from_slice).map(Ok::<_, std::io::Error>).collect();
        let body = Body::from_stream(futures::stream::iter(pieces));
        refused(&world.send(request(method, &path, token, body)).await, "1000", &path);
    }
    let large = " ".repeat(2 << 20);
    for (method, path) in [
        ("POST", format!("{base}/policies")),
        ("PUT", format!("{path}/devices/{}", devices[0])),
        ("PATCH", base.clone()),
    ] {
        refused(&world.send(request(method, &path, token, large.clone())).await, "1048576", &path);
    }
    assert_eq!(world.traces().await, before);
    // To the byte.
    let mut exact = batch("Summer", &["S-2"]).to_string();
    exact.push_str(&" ".repeat(1_000 - exact.len()));
    world.send(request("POST", &format!("{base}/deviceBatches"), token, exact)).await.tracking();
}

#[rstest]
#[tokio::test]
async fn what_is_said_about_a_body_does_not_change_what_it_is(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (world, _, partner, base) = stage(engine).await;
    let token = partner.admin_token.as_str();
    for (number, kind) in
        ["", "text/plain", "text/json", "application/x-www-form-urlencoded", "a b c", "application/xml"]
            .into_iter()
            .enumerate()
    {
        let body = batch(&format!("Batch {number}"), &[&format!("S-{number}")]).to_string();
        let mut sent = request("POST", &format!("{base}/deviceBatches"), token, body);
        sent.headers_mut().insert("content-type", kind.parse().expect("a header"));
        world.send(sent).await.tracking();
        let mut sent = request("POST", &format!("{base}/deviceBatches"), token, "<batch/>");
        sent.headers_mut().insert("content-type", kind.parse().expect("a header"));
        refused(&world.send(sent).await, "line 1", kind);
    }
    for coding in ["gzip", "br", "identity, gzip"] {
        let mut sent =
            request("POST", &format!("{base}/deviceBatches"), token, batch("Packed", &["S-9"]).to_string());
        sent.headers_mut().insert("content-encoding", coding.parse().expect("a header"));
        refused(&world.send(sent).await, "Content-Encoding", coding);
    }
    let mut sent =
        request("POST", &format!("{base}/deviceBatches"), token, batch("Plain", &["S-9"]).to_string());
    sent.headers_mut().insert("content-encoding", "Identity".parse().expect("a header"));
    world.send(sent).await.tracking();
}
