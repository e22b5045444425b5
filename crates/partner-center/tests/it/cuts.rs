//! Real connections that break off, and bodies that are too long for them.

use std::net::SocketAddr;
use std::time::Duration;

use rstest::rstest;
use serde_json::Value;
use taxiway_domain::ids::OrganisationId;
use taxiway_partner_center::PartnerCenterSettings;
use taxiway_store::Engine;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::cast::{Traces, batch};
use crate::world::{Answer, Partner, World, request};

/// The longest that anything here takes.
const PATIENCE: Duration = Duration::from_secs(30);

struct Stage {
    world: World,
    customer: OrganisationId,
    partner: Partner,
    address: SocketAddr,
}

async fn stage(engine: Engine, body_bytes: u64) -> Stage {
    stage_with(engine, |settings| settings.body_bytes = body_bytes).await
}

async fn stage_with(engine: Engine, change: impl FnOnce(&mut PartnerCenterSettings)) -> Stage {
    let world = World::with(engine, change).await;
    let customer = world.customer("Contoso").await;
    let partner = world.partner("Fabrikam", &[customer]).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let service = world.router.clone().into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    Stage { world, customer, partner, address }
}

impl Stage {
    /// The head of a request for a batch with this header about its length.
    fn head(&self, length: &str) -> String {
        format!(
            "POST /v1/customers/{}/deviceBatches HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\
             Content-Type: application/json\r\nConnection: close\r\n{length}\r\n\r\n",
            self.customer, self.address, self.partner.admin_token
        )
    }

    async fn connects(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("it listens")
    }

    /// Waits until this is left.
    async fn waits_for(&self, wanted: Traces) {
        let mut found = self.world.traces().await;
        for _ in 0..PATIENCE.as_millis() / 20 {
            if found == wanted {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
            found = self.world.traces().await;
        }
        panic!("{found:?} is left, not {wanted:?}");
    }

    /// Waits until an upload has begun.
    async fn waits_for_upload(&self) {
        self.waits_for(Traces { uploads: 1, ..self.world.traces().await }).await;
    }
}

fn chunk(text: &str) -> Vec<u8> {
    format!("{:x}\r\n{text}\r\n", text.len()).into_bytes()
}

/// Reads an answer: its status and its body.
async fn answer(stream: &mut TcpStream) -> (u16, String) {
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut bytes)).await;
    read.expect("it is answered in time").expect("the answer arrives");
    let text = String::from_utf8(bytes).expect("text");
    let (head, body) = text.split_once("\r\n\r\n").expect("head and body");
    (head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status"), body.to_owned())
}

#[rstest]
#[case::within_a_device("{\"batchId\":\"Spring\",\"devices\":[{\"serialNumber\":\"S-1\"},{\"serial")]
#[case::between_devices("{\"batchId\":\"Spring\",\"devices\":[{\"serialNumber\":\"S-1\"},")]
#[case::before_the_last_brace("{\"batchId\":\"Spring\",\"devices\":[{\"serialNumber\":\"S-1\"}]")]
#[case::behind_everything("{\"batchId\":\"Spring\",\"devices\":[{\"serialNumber\":\"S-1\"}]}")]
#[case::before_anything("")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_body_that_is_cut_nothing_is_left(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[case] begun: &str,
) {
    let stage = stage(engine, 64 << 20).await;
    for (length, begun) in [
        ("Transfer-Encoding: chunked", if begun.is_empty() { Vec::new() } else { chunk(begun) }),
        ("Content-Length: 100000", begun.as_bytes().to_vec()),
    ] {
        let mut stream = stage.connects().await;
        stream.write_all(stage.head(length).as_bytes()).await.expect("it is sent");
        stream.write_all(&begun).await.expect("it is sent");
        stage.waits_for_upload().await;
        drop(stream);
        stage.waits_for(Traces::default()).await;
    }
    // Many parts of it were stored already.
    let mut stream = stage.connects().await;
    stream.write_all(stage.head("Transfer-Encoding: chunked").as_bytes()).await.expect("it is sent");
    stream.write_all(&chunk("{\"batchId\":\"Spring\",\"devices\":[{}")).await.expect("it is sent");
    for _ in 0..200 {
        stream.write_all(&chunk(&",{\"serialNumber\":\"S-1\"}".repeat(1_000))).await.expect("it is sent");
    }
    for _ in 0..1_000 {
        if stage.world.traces().await.parts > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(stage.world.traces().await.parts > 0, "some of it is stored");
    drop(stream);
    stage.waits_for(Traces::default()).await;
    let log = stage.world.log(&stage.partner.portal(&stage.world)).await;
    assert!(log.iter().all(|entry| !entry.action.starts_with("upload.")), "nothing was received");
}

/// Whoever has sent everything and does not wait for the answer has handed it in, once.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_hangs_up_after_everything_has_handed_it_in(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let stage = stage(engine, 1 << 20).await;
    let body = batch("Spring", &["S-1", "S-2"]).to_string();
    let id = "MS-RequestId: 8f1d4f3c-0d0e-4c8e-9f57-2b8f0f5d6a01";
    let head = stage.head(&format!("{id}\r\nContent-Length: {}", body.len()));
    let one = Traces { uploads: 1, parts: 2, jobs: 1, batches: 1, ..Traces::default() };
    let portal = stage.partner.portal(&stage.world);
    for number in 1..=5 {
        let mut stream = stage.connects().await;
        stream.write_all(head.as_bytes()).await.expect("it is sent");
        stream.write_all(body.as_bytes()).await.expect("it is sent");
        let received = async || {
            let log = stage.world.log(&portal).await;
            log.iter().filter(|entry| entry.action == "upload.receive").count()
        };
        while received().await < number {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        drop(stream);
    }
    stage.waits_for(one).await;
    let mut stream = stage.connects().await;
    stream.write_all(head.as_bytes()).await.expect("it is sent");
    stream.write_all(body.as_bytes()).await.expect("it is sent");
    assert_eq!(answer(&mut stream).await, (202, String::new()));
    stage.waits_for(one).await;
    // What nobody waited for is among the last requests of the program.
    let (_stop, stopped) = tokio::sync::watch::channel(true);
    stage.world.service.keep_api_requests(stopped).await;
    let requests = stage.world.service.api_requests(&portal, None, false).await.expect("requests").requests;
    assert_eq!(requests.iter().filter(|one| one.status == 202).count(), 6, "{requests:?}");
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_sends_too_much_hears_it(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let stage = stage(engine, 100_000).await;
    let devices = ",{\"serialNumber\":\"S-1\"}".repeat(20_000);
    let body = format!("{{\"batchId\":\"Spring\",\"devices\":[{{}}{devices}]}}");
    assert!(body.len() > 400_000);
    for length in [format!("Content-Length: {}", body.len()), "Transfer-Encoding: chunked".to_owned()] {
        let mut stream = stage.connects().await;
        stream.write_all(stage.head(&length).as_bytes()).await.expect("it is sent");
        // As most clients do: everything is sent before the answer is looked at.
        let bytes = if length.starts_with("Content") {
            body.clone().into_bytes()
        } else {
            [chunk(&body), chunk("")].concat()
        };
        stream.write_all(&bytes).await.expect("all of it is taken");
        let (status, told) = answer(&mut stream).await;
        let told: Value = serde_json::from_str(&told).expect("JSON");
        assert_eq!((status, &told["code"]), (400, &Value::from(800_002)), "{told}");
        assert!(told["description"].as_str().is_some_and(|text| text.contains("100000")), "{told}");
        stage.waits_for(Traces::default()).await;
    }
    // Whoever asks first is told before anything is sent.
    let mut stream = stage.connects().await;
    let head = stage.head(&format!("Expect: 100-continue\r\nContent-Length: {}", body.len()));
    stream.write_all(head.as_bytes()).await.expect("it is sent");
    assert_eq!(answer(&mut stream).await.0, 400);
}

/// Refused before its body is looked at, a long request is received all the same: the answer would not be found otherwise.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_may_not_send_hears_why(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let stage = stage(engine, 64 << 20).await;
    let body = " ".repeat(8 << 20);
    let length = format!("Content-Length: {}", body.len());
    let head = stage.head(&length);
    let foreign = head.replace(&stage.customer.to_string(), "00000000-0000-7000-8000-00000000abcd");
    for (head, status) in [
        (head.replace("Bearer txa_", "Bearer txa_x"), 401),
        (head.replace("/deviceBatches", "/orders"), 404),
        (foreign, 404),
        (head.replace("Connection", "Accept: text/html\r\nConnection"), 406),
        (head.replace("Connection", "Content-Encoding: gzip\r\nConnection"), 400),
    ] {
        let mut stream = stage.connects().await;
        stream.write_all(head.as_bytes()).await.expect("it is sent");
        stream.write_all(body.as_bytes()).await.expect("all of it is taken");
        assert_eq!(answer(&mut stream).await.0, status);
    }
    assert_eq!(stage.world.traces().await, Traces::default());
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_asks_whether_to_go_on_is_told_to(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let stage = stage(engine, 1 << 20).await;
    let body = batch("Spring", &["S-1"]).to_string();
    let mut stream = stage.connects().await;
    let head = stage.head(&format!("Expect: 100-continue\r\nContent-Length: {}", body.len()));
    stream.write_all(head.as_bytes()).await.expect("it is sent");
    let mut line = [0; 25];
    let read = tokio::time::timeout(PATIENCE, stream.read_exact(&mut line)).await;
    read.expect("in time").expect("it is told");
    assert_eq!(&line, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(body.as_bytes()).await.expect("it is sent");
    assert_eq!(answer(&mut stream).await.0, 202);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_falls_silent_is_cut_off(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let stage = stage_with(engine, |settings| settings.silence = Duration::from_millis(300)).await;
    let mut stream = stage.connects().await;
    stream.write_all(stage.head("Transfer-Encoding: chunked").as_bytes()).await.expect("it is sent");
    stream.write_all(&chunk("{\"batchId\":\"Spring\",\"devices\":[{}")).await.expect("it is sent");
    let (status, told) = answer(&mut stream).await;
    assert!(status == 400 && told.contains("did not arrive whole"), "{status} {told}");
    assert_eq!(stage.world.traces().await, Traces::default());
}

/// Threads wait for one another where lists are taken in: however few there are and however many come, all of them get through.
#[test]
fn many_long_lists_at_once_get_through_with_few_threads() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(6)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let stage = stage_with(Engine::Sqlite, |settings| settings.uploads_at_once = 2).await;
        let devices = ",{\"serialNumber\":\"S-1\"}".repeat(100_000);
        let path = format!("/v1/customers/{}/deviceBatches", stage.customer);
        let mut sent = tokio::task::JoinSet::new();
        for number in 0..8 {
            let body = format!("{{\"batchId\":\"Batch {number}\",\"devices\":[{{}}{devices}]}}");
            let request = request("POST", &path, &stage.partner.admin_token, body);
            sent.spawn(Answer::to(stage.world.router.clone(), request));
        }
        let answers = tokio::time::timeout(Duration::from_mins(2), sent.join_all()).await;
        for answer in answers.expect("nobody waits forever") {
            answer.tracking();
        }
        assert_eq!(stage.world.traces().await.jobs, 8);
    });
}
