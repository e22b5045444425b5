//! Lists that are longer than a page.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use rstest::rstest;
use serde_json::{Value, json};
use taxiway_store::Engine;

use crate::world::World;

const TOKEN: &str = "MS-ContinuationToken";

impl World {
    /// A page that a token leads to.
    async fn page(&self, path: &str, token: &str, continuation: Option<&str>) -> Value {
        let mut request = Request::get(path).header("authorization", format!("Bearer {token}"));
        if let Some(continuation) = continuation {
            request = request.header(TOKEN, continuation);
        }
        let answer = self.send(request.body(Body::empty()).expect("a request")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        answer.json()
    }

    /// The page that a link of another page leads to, with the header that it names.
    async fn followed(&self, page: &Value, link: &str, token: &str) -> Option<Value> {
        let link = page["links"].get(link)?;
        assert_eq!(link["method"], "GET");
        assert_eq!(link["headers"][0]["key"], TOKEN, "{link}");
        let path = format!("/v1{}", link["uri"].as_str().expect("a path"));
        Some(self.page(&path, token, link["headers"][0]["value"].as_str()).await)
    }
}

/// What the items of a page are called.
fn names(page: &Value, of: impl Fn(&Value) -> &Value) -> Vec<String> {
    let items = page["items"].as_array().expect("items");
    items.iter().map(|item| of(item).as_str().expect("a text").to_owned()).collect()
}

fn companies(page: &Value) -> Vec<String> {
    names(page, |item| &item["companyProfile"]["companyName"])
}

fn serials(page: &Value) -> Vec<String> {
    names(page, |item| &item["serialNumber"])
}

/// A path with this filter by the beginning of the name.
fn filtered(start: &str, more: &str) -> String {
    let filter = json!({ "Field": "CompanyName", "Value": start, "Operator": "starts_with" }).to_string();
    let filter: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
    format!("/v1/customers?filter={filter}{more}")
}

#[rstest]
#[tokio::test]
async fn customers_are_paged_forwards_and_backwards(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let world = World::new(engine).await;
    let mut customers = Vec::new();
    // Not in the order of their names, and in capitals that do not count.
    for number in (0..250).rev() {
        let name = if number % 2 == 0 { "Harbour" } else { "harbour" };
        customers.push(world.customer(&format!("{name} {number:03}")).await);
    }
    let partner = world.partner("Fabrikam", &customers).await;
    let token = partner.alone.as_str();
    let expected = |number: usize| format!("{} {number:03}", ["Harbour", "harbour"][number % 2]);
    let all: Vec<String> = (0..250).map(expected).collect();

    let whole = world.page("/v1/customers?size=0", token, None).await;
    assert_eq!(companies(&whole), all);
    assert!(whole.get("continuationToken").is_none(), "nothing follows");

    let mut page = world.page("/v1/customers?size=40", token, None).await;
    let mut pages = vec![companies(&page)];
    assert!(page["links"].get("previous").is_none(), "nothing comes before the first page");
    while let Some(next) = world.followed(&page, "next", token).await {
        assert_eq!(page["continuationToken"], page["links"]["next"]["headers"][0]["value"]);
        assert_eq!(next["totalCount"], 250);
        pages.push(companies(&next));
        page = next;
    }
    assert!(page.get("continuationToken").is_none(), "the last page has no token");
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [40, 40, 40, 40, 40, 40, 10]);
    assert_eq!(pages.concat(), all, "each once, in order");

    let mut back = vec![companies(&page)];
    while let Some(previous) = world.followed(&page, "previous", token).await {
        back.push(companies(&previous));
        page = previous;
    }
    back.reverse();
    assert_eq!(back.concat(), all, "and backwards");

    let end = world.page("/v1/customers?size=40&seekOperation=Last", token, None).await;
    assert_eq!(companies(&end), all[210..]);
    let begin = world.page("/v1/customers?size=40&seekOperation=First", token, None).await;
    assert_eq!(companies(&begin), all[..40]);
}

#[rstest]
#[tokio::test]
async fn pages_of_customers_go_on_where_they_were(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let world = World::new(engine).await;
    let mut customers = Vec::new();
    for number in 0..30 {
        customers.push(world.customer(&format!("Harbour {number:02}")).await);
        customers.push(world.customer(&format!("Island {number:02}")).await);
    }
    let partner = world.partner("Fabrikam", &customers).await;
    let token = partner.alone.as_str();
    let harbours = |from: usize, to: usize| -> Vec<String> {
        (from..to).map(|number| format!("Harbour {number:02}")).collect()
    };

    let first = world.page(&filtered("harb", "&size=10"), token, None).await;
    assert_eq!((companies(&first), &first["totalCount"]), (harbours(0, 10), &json!(30)));
    // One client repeats nothing but the token.
    let continuation = first["continuationToken"].as_str();
    let second = world.page("/v1/customers?seekOperation=Next", token, continuation).await;
    assert_eq!((companies(&second), &second["totalCount"]), (harbours(10, 20), &json!(30)));

    // Somebody leaves and somebody comes, both on the page before.
    world.consent_ends(customers[0], partner.id).await;
    let new = world.customer("Harbour 05b").await;
    world.consents(new, partner.id).await;
    let third = world.followed(&second, "next", token).await.expect("a third page");
    assert_eq!(companies(&third), harbours(20, 30), "nobody is left out, and nobody is there twice");
    assert!(world.followed(&third, "next", token).await.is_none());
}

/// A device by manufacturer, model and serial number.
fn tuple(number: usize) -> Value {
    let serial = format!("S-{number:04}");
    json!({ "serialNumber": serial, "oemManufacturerName": "Dell Inc.", "modelName": "Latitude 7420" })
}

#[rstest]
#[tokio::test]
async fn devices_of_a_batch_are_paged_by_a_hundred(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let world = World::new(engine).await;
    let customer = world.customer("Contoso").await;
    let partner = world.partner("Fabrikam", &[customer]).await;
    let (token, base) = (partner.admin_token.as_str(), format!("/v1/customers/{customer}"));
    let all: Vec<String> = (0..250).map(|number| format!("S-{number:04}")).collect();
    let batch = json!({ "batchId": "b", "devices": (0..250).map(tuple).collect::<Vec<_>>() });
    let tracking = world.sends("POST", &format!("{base}/deviceBatches"), token, &batch).await.tracking();
    world.work().await;
    let status = world.page(&format!("{base}/batchJobStatus/{tracking}"), token, None).await;
    assert_eq!(names(&json!({ "items": status["devicesStatus"] }), |row| &row["serialNumber"]), all);

    let path = format!("{base}/deviceBatches/b/devices");
    let first = world.page(&path, token, None).await;
    let second = world.page(&path, token, first["continuationToken"].as_str()).await;
    let third = world.page(&path, token, second["continuationToken"].as_str()).await;
    assert_eq!([&first, &second, &third].map(|page| page["totalCount"].as_u64()), [Some(250); 3]);
    assert!(third.get("continuationToken").is_none(), "the last page has no token");
    let found = [serials(&first), serials(&second), serials(&third)];
    assert_eq!(found.each_ref().map(Vec::len), [100, 100, 50]);
    assert_eq!(found.concat(), all, "each once");
    let again = world.page(&path, token, first["continuationToken"].as_str()).await;
    assert_eq!(serials(&again), found[1], "a token can be used again");

    // A page that ends where the batch ends is the last one, also when that came about meanwhile.
    for item in third["items"].as_array().expect("items") {
        let device = item["id"].as_str().expect("an id");
        let gone = world.sends("DELETE", &format!("{path}/{device}"), token, &Value::Null).await;
        assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.text());
    }
    let second = world.page(&path, token, first["continuationToken"].as_str()).await;
    assert_eq!(serials(&second), found[1]);
    assert_eq!((second.get("continuationToken"), &second["totalCount"]), (None, &json!(200)));
}

/// The state of a large batch is read and written piece by piece.
#[rstest]
#[tokio::test]
async fn states_of_many_devices_keep_their_order(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let customer = world.customer("Contoso").await;
    let partner = world.partner("Fabrikam", &[customer]).await;
    let (token, base) = (partner.admin_token.as_str(), format!("/v1/customers/{customer}"));
    // Every tenth one says nothing about itself.
    let device = |number: usize| if number % 10 == 9 { json!({}) } else { tuple(number) };
    let batch = json!({ "batchId": "b", "devices": (0..4_321).map(device).collect::<Vec<_>>() });
    let tracking = world.sends("POST", &format!("{base}/deviceBatches"), token, &batch).await.tracking();
    let status = format!("{base}/batchJobStatus/{tracking}");
    let serial = |row: &Value| row["serialNumber"].as_str().map(str::to_owned);
    let all: Vec<_> = (0..4_321).map(|number| (number % 10 != 9).then(|| format!("S-{number:04}"))).collect();
    for done in [false, true] {
        if done {
            world.work().await;
        }
        let found = world.page(&status, token, None).await;
        let rows = found["devicesStatus"].as_array().expect("rows");
        assert_eq!(rows.iter().map(serial).collect::<Vec<_>>(), all);
        let failed = rows.iter().filter(|row| row["errorCode"] == "803").count();
        assert_eq!(failed, if done { 432 } else { 0 });
    }
}
