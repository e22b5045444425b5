//! Mails: written with the act, sent once, tried again, and what forgetting a password looks like from outside.

use std::path::Path;
use std::sync::Arc;

use jiff::SignedDuration;
use newtype_uuid::GenericUuid;
use rstest::rstest;
use secrecy::SecretString;
use taxiway_domain::ids::MailId;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{
    Ids, Letter, MailServer, MailTls, Mailer, NewInvitation, Service, ServiceError, Settings, SignIn,
};
use taxiway_store::{Engine, Mail, StoreError, write};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::Mutex;

use crate::app::{PASSWORD, Person, TestApp, secret};

const PARTNER: OrganisationKind = OrganisationKind::DirectPartner;

async fn office(engine: Engine) -> (TestApp, tempfile::TempDir, Person, Person) {
    let (app, directory) = TestApp::new(engine).await.with_mail();
    let partner = app.organisation(PARTNER, "Fabrikam").await;
    let admin = app.person(partner, PARTNER, "Ada", Role::AdminAgent).await;
    let clerk = app.person(partner, PARTNER, "Clark", Role::SalesAgent).await;
    (app, directory, admin, clerk)
}

fn letter() -> Letter {
    Letter {
        subject: "סיסמה חדשה".to_owned(),
        body: format!("Välj ett nytt lösenord:\n{}\n", Letter::LINK),
        address: "https://taxiway.example/reset-password/".to_owned(),
    }
}

/// The mails in a directory, as they are.
fn mails(directory: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(directory.join("mail")) else { return Vec::new() };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mails = paths.filter(|path| path.extension().is_some_and(|kind| kind == "eml"));
    mails.map(|path| std::fs::read_to_string(path).expect("text")).collect()
}

/// The secret of the link in a mail.
fn secret_in(mail: &str) -> SecretString {
    let (_, rest) = mail.split_once("https://taxiway.example/reset-password/").expect("a link");
    secret(rest.split_whitespace().next().expect("a secret"))
}

/// Any id will do for who takes mails up.
fn worker_id(person: &Person) -> uuid::Uuid {
    person.context.actor.user_id.into_untyped_uuid()
}

async fn waiting(app: &TestApp) -> u64 {
    app.service.waiting_mails().await.expect("the mails are counted")
}

#[rstest]
#[tokio::test]
async fn a_forgotten_password_is_set_anew_by_a_link_that_works_once(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, directory, admin, clerk) = office(engine).await;
    let SignIn::Done { token: session } =
        app.service.sign_in(&clerk.email, secret(PASSWORD), "x").await.unwrap()
    else {
        panic!("not signed in")
    };
    let typed = format!(" {} ", clerk.email.to_uppercase());
    app.service.request_password_reset(&typed, &letter(), "forgot").await.unwrap();
    assert!(mails(directory.path()).is_empty(), "it is sent afterwards");
    app.service.deliver_until_idle().await.unwrap();
    let sent = mails(directory.path());
    assert_eq!((sent.len(), waiting(&app).await), (1, 0), "sent, and gone");
    assert!(
        sent[0].contains(&format!("To: {}", clerk.email))
            && sent[0].contains("Auto-Submitted: auto-generated")
    );
    assert!(sent[0].contains("Välj ett nytt lösenord"), "{}", sent[0]);
    let token = secret_in(&sent[0]);

    let offer = app.service.password_reset_offer(&token).await.unwrap().expect("it can be used");
    assert_eq!((offer.email, offer.name.as_str()), (clerk.email.clone(), "Clark"));
    let short = app.service.use_password_reset(&token, secret("short"), "reset").await;
    assert!(matches!(short, Err(ServiceError::Invalid { code: "password-short", .. })));
    app.service.use_password_reset(&token, secret("another long password"), "reset").await.unwrap();
    assert!(app.service.session(&session).await.unwrap().is_none(), "every session has ended");
    let old = app.service.sign_in(&clerk.email, secret(PASSWORD), "x").await.unwrap();
    assert!(matches!(old, SignIn::Wrong));
    let new = app.service.sign_in(&clerk.email, secret("another long password"), "x").await.unwrap();
    assert!(matches!(new, SignIn::Done { .. }));
    let again = app.service.use_password_reset(&token, secret("one more long password"), "reset").await;
    assert!(matches!(again, Err(ServiceError::NotFound)), "{again:?}");
    let log = admin.service.audit_log(&admin.context, None, 20).await.unwrap().entries;
    let requests: Vec<_> = log
        .iter()
        .filter(|entry| entry.action.ends_with("reset") || entry.action.ends_with("reset-password"))
        .map(|entry| (entry.action.as_str(), entry.request_id.as_str()))
        .collect();
    assert_eq!(requests, [("user.reset-password", "reset"), ("user.request-reset", "forgot")]);
}

/// The answer takes the same work whether there is such an account: one row, without looking anybody up.
#[rstest]
#[tokio::test]
async fn nobody_learns_whether_there_is_such_an_account(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, directory, admin, clerk) = office(engine).await;
    let off = app.person(clerk.organisation(), PARTNER, "Olof", Role::SalesAgent).await;
    app.service
        .set_person_disabled(&admin.context, off.organisation(), off.context.actor.user_id, true)
        .await
        .unwrap();
    for (number, email) in (1..).zip([clerk.email.as_str(), "nobody@nowhere.example", &off.email]) {
        let answer = app.service.request_password_reset(email, &letter(), "forgot").await;
        assert!(matches!(answer, Ok(())), "{email}");
        assert_eq!(waiting(&app).await, number, "{email}");
    }
    let log = admin.service.audit_log(&admin.context, None, 20).await.unwrap().entries;
    assert!(
        log.iter().all(|entry| entry.action != "user.request-reset"),
        "nothing else was done for anybody"
    );
    let nobody = MailId::from_untyped_uuid(worker_id(&admin));
    let alike = |mail: Mail| Mail { mail_id: nobody, recipient: String::new(), ..mail };
    let (now, worker) = (app.service.now(), worker_id(&admin));
    let mut waiting_mails = Vec::new();
    for _ in 0..3 {
        let leased: Result<_, StoreError> = write!(app.store, |tx| {
            tx.lease_mail_any_tenant(worker, now, now + SignedDuration::from_secs(1)).await
        });
        waiting_mails.push(alike(leased.unwrap().expect("it waits")));
    }
    waiting_mails.dedup();
    assert_eq!(waiting_mails.len(), 1, "but for the address the rows are alike");
    app.later(SignedDuration::from_secs(1));
    app.service.deliver_until_idle().await.unwrap();
    assert_eq!((mails(directory.path()).len(), waiting(&app).await), (1, 0));
    let nonsense = app.service.request_password_reset("no address", &letter(), "forgot").await;
    assert!(matches!(nonsense, Err(ServiceError::Invalid { code: "email", .. })));
}

#[rstest]
#[tokio::test]
async fn a_link_ends_after_an_hour_with_a_newer_one_and_with_a_new_password(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, directory, admin, clerk) = office(engine).await;
    let works = async |token: &SecretString| app.service.password_reset_offer(token).await.unwrap().is_some();
    let ask = async || -> SecretString {
        let _ = std::fs::remove_dir_all(directory.path().join("mail"));
        app.service.request_password_reset(&clerk.email, &letter(), "forgot").await.unwrap();
        app.service.deliver_until_idle().await.unwrap();
        secret_in(&mails(directory.path())[0])
    };
    let first = ask().await;
    let second = ask().await;
    assert!(!works(&first).await && works(&second).await);
    app.later(SignedDuration::from_mins(60));
    assert!(!works(&second).await);
    let third = ask().await;
    let changed = app.service.reset_password(&clerk.email, secret("set by an operator"), "cli").await;
    changed.unwrap();
    assert!(!works(&third).await, "whoever set another password has ended it");
    let organisation = clerk.organisation();
    let fourth = ask().await;
    let user = clerk.context.actor.user_id;
    admin.service.set_person_disabled(&admin.context, organisation, user, true).await.unwrap();
    admin.service.set_person_disabled(&admin.context, organisation, user, false).await.unwrap();
    assert!(!works(&fourth).await);
}

#[rstest]
#[tokio::test]
async fn a_colleague_gets_a_link_by_mail_or_by_hand(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, directory, admin, clerk) = office(engine).await;
    let (organisation, user) = (clerk.organisation(), clerk.context.actor.user_id);
    let send = async |who: &Person, by_mail| {
        app.service.send_password_reset(&who.context, organisation, user, &letter(), by_mail).await
    };
    assert!(send(&admin, true).await.unwrap().is_none(), "whoever asks does not see what is sent");
    app.service.deliver_until_idle().await.unwrap();
    let token = secret_in(&mails(directory.path())[0]);
    assert!(app.service.password_reset_offer(&token).await.unwrap().is_some());
    let link = send(&admin, false).await.unwrap().expect("a link to hand over");
    let token = secret_in(secrecy::ExposeSecret::expose_secret(&link));
    app.service.use_password_reset(&token, secret("another long password"), "reset").await.unwrap();
    assert!(matches!(send(&clerk, false).await, Err(ServiceError::Forbidden { .. })));
    app.service.set_person_disabled(&admin.context, organisation, user, true).await.unwrap();
    assert!(matches!(send(&admin, false).await, Err(ServiceError::Conflict("person-disabled"))));
}

/// What was rolled back is not told to anybody.
#[rstest]
#[tokio::test]
async fn a_mail_belongs_to_its_act(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let (app, directory, admin, _) = office(engine).await;
    let invite = async |email: &str, subject: &str| {
        let new =
            NewInvitation { email: email.to_owned(), name: "Dan".to_owned(), roles: vec![Role::SalesAgent] };
        let letter = Letter { subject: subject.to_owned(), ..letter() };
        app.service.invite(&admin.context, admin.organisation(), &new, &letter, true).await
    };
    assert!(invite("dan@fabrikam.example", "two\nlines").await.is_err());
    let open = app.service.invitations(&admin.context, admin.organisation(), 1, 25).await.unwrap().total;
    assert_eq!(open, 0, "one is not without the other");
    assert_eq!(waiting(&app).await, 0);
    invite("dan@fabrikam.example", "Welcome").await.unwrap();
    app.service.deliver_until_idle().await.unwrap();
    assert_eq!(mails(directory.path()).len(), 1);
    let without = app.service.clone().with_mailer(Mailer::default());
    let refused = without.request_password_reset("dan@fabrikam.example", &letter(), "x").await;
    assert!(matches!(refused, Err(ServiceError::Conflict("mail-off"))) && !without.mail_configured());
}

#[rstest]
#[tokio::test]
async fn a_mail_that_fails_is_tried_again_until_it_is_of_no_use(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, directory, admin, clerk) = office(engine).await;
    // A file where the directory should be.
    std::fs::write(directory.path().join("mail"), "in the way").unwrap();
    app.service.request_password_reset(&clerk.email, &letter(), "forgot").await.unwrap();
    app.service.deliver_until_idle().await.unwrap();
    assert_eq!(waiting(&app).await, 1, "it waits");
    std::fs::remove_file(directory.path().join("mail")).unwrap();
    app.service.deliver_until_idle().await.unwrap();
    assert!(mails(directory.path()).is_empty(), "it rests first");
    app.later(SignedDuration::from_mins(1));
    app.service.deliver_until_idle().await.unwrap();
    let sent = mails(directory.path());
    assert_eq!((sent.len(), waiting(&app).await), (1, 0));
    assert!(app.service.password_reset_offer(&secret_in(&sent[0])).await.unwrap().is_some());

    std::fs::remove_dir_all(directory.path().join("mail")).unwrap();
    std::fs::write(directory.path().join("mail"), "in the way").unwrap();
    app.service.request_password_reset(&clerk.email, &letter(), "forgot").await.unwrap();
    for _ in 0..7 {
        app.service.deliver_until_idle().await.unwrap();
        app.later(SignedDuration::from_mins(30));
    }
    assert_eq!(waiting(&app).await, 0, "the link in it has ended");
    let entry = &admin.service.audit_log(&admin.context, None, 1).await.unwrap().entries[0];
    assert_eq!((entry.action.as_str(), entry.request_id.as_str()), ("mail.fail", "forgot"));
    assert!(entry.detail.contains("expired") && !entry.detail.contains('@'), "{}", entry.detail);
}

/// Where nobody sends any more, secret links do not stay in the database for ever.
#[rstest]
#[tokio::test]
async fn a_mail_that_nobody_sends_is_forgotten(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let (app, _directory, _, clerk) = office(engine).await;
    app.service.request_password_reset(&clerk.email, &letter(), "forgot").await.unwrap();
    let without = app.service.clone().with_mailer(Mailer::default());
    without.deliver_until_idle().await.unwrap();
    app.later(SignedDuration::from_hours(24));
    assert_eq!((without.sweep_mails().await.unwrap(), waiting(&app).await), (0, 1));
    app.later(SignedDuration::from_hours(2));
    assert_eq!((without.sweep_mails().await.unwrap(), waiting(&app).await), (1, 0));
}

/// Just enough of a mail server: refuses as often as told, then takes mails (RFC 5321).
struct Post {
    port: u16,
    taken: Arc<Mutex<Vec<String>>>,
}

impl Post {
    async fn open(answers: &'static [&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let taken = Arc::new(Mutex::new(Vec::new()));
        let all = taken.clone();
        tokio::spawn(async move {
            let mut answers = answers.iter();
            while let Ok((stream, _)) = listener.accept().await {
                let answer = answers.next().copied().unwrap_or("250 taken");
                let all = all.clone();
                tokio::spawn(async move { Self::serve(stream, answer, &all).await });
            }
        });
        Self { port, taken }
    }

    async fn serve(stream: tokio::net::TcpStream, answer: &str, taken: &Mutex<Vec<String>>) {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let _ = write.write_all(b"220 post\r\n").await;
        while let Ok(Some(line)) = lines.next_line().await {
            let reply = match line.split(' ').next().unwrap_or_default() {
                "EHLO" => "250 post",
                "DATA" => {
                    let _ = write.write_all(b"354 go on\r\n").await;
                    let mut mail = String::new();
                    while let Ok(Some(line)) = lines.next_line().await {
                        if line == "." {
                            break;
                        }
                        mail.push_str(&line);
                        mail.push('\n');
                    }
                    if answer.starts_with('2') {
                        taken.lock().await.push(mail);
                    }
                    answer
                }
                "QUIT" => "221 bye",
                _ => "250 ok",
            };
            let _ = write.write_all(format!("{reply}\r\n").as_bytes()).await;
        }
    }

    fn mailer(&self, tls: MailTls) -> Mailer {
        let server = MailServer { host: "127.0.0.1".to_owned(), port: self.port, tls, credentials: None };
        Mailer::smtp(&server, "Taxiway <taxiway@taxiway.example>").expect("a mailer")
    }
}

#[rstest]
#[tokio::test]
async fn a_mail_server_that_is_busy_gets_the_mail_later_and_one_that_refuses_does_not(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let (app, _directory, admin, clerk) = office(engine).await;
    let post = Post::open(&["451 try later", "250 taken", "550 no such mailbox"]).await;
    let service = app.service.clone().with_mailer(post.mailer(MailTls::None));
    service.request_password_reset(&clerk.email, &letter(), "first").await.unwrap();
    service.deliver_until_idle().await.unwrap();
    assert_eq!((post.taken.lock().await.len(), waiting(&app).await), (0, 1));
    app.later(SignedDuration::from_mins(1));
    service.deliver_until_idle().await.unwrap();
    let taken = post.taken.lock().await.clone();
    assert_eq!((taken.len(), waiting(&app).await), (1, 0));
    assert!(taken[0].contains("From: Taxiway <taxiway@taxiway.example>"), "{}", taken[0]);
    assert!(taken[0].contains("Message-ID: <") && taken[0].contains("@taxiway.example>"));

    service.request_password_reset(&clerk.email, &letter(), "second").await.unwrap();
    service.deliver_until_idle().await.unwrap();
    assert_eq!((post.taken.lock().await.len(), waiting(&app).await), (1, 0), "given up at once");
    let entry = &admin.service.audit_log(&admin.context, None, 1).await.unwrap().entries[0];
    assert_eq!((entry.action.as_str(), entry.request_id.as_str()), ("mail.fail", "second"));
}

/// A secret link is not sent in the clear because somebody in between says that there is no TLS.
#[tokio::test]
async fn without_the_tls_that_was_asked_for_nothing_is_sent() {
    let (app, _directory, _, clerk) = office(Engine::Sqlite).await;
    let post = Post::open(&[]).await;
    let service = app.service.clone().with_mailer(post.mailer(MailTls::StartTls));
    service.request_password_reset(&clerk.email, &letter(), "forgot").await.unwrap();
    service.deliver_until_idle().await.unwrap();
    assert_eq!((post.taken.lock().await.len(), waiting(&app).await), (0, 1), "it waits for better times");
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_programs_send_each_mail_once(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let (app, _directory, _, clerk) = office(engine).await;
    let post = Post::open(&[]).await;
    let one = app.service.clone().with_mailer(post.mailer(MailTls::None));
    let store = app.database.open().await;
    let two = Service::new(store, app.clock.clone(), Ids::seeded(2), Settings::default()).await.unwrap();
    let two = two.with_mailer(post.mailer(MailTls::None));
    for number in 0..20 {
        let letter = Letter { subject: format!("Number {number};"), ..letter() };
        one.request_password_reset(&clerk.email, &letter, "forgot").await.unwrap();
    }
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let mut senders = tokio::task::JoinSet::new();
    for service in [&one, &two, &one, &two] {
        let (service, stopped) = (service.clone(), stopped.clone());
        senders.spawn(async move { service.deliver(stopped).await });
    }
    while waiting(&app).await > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    stop.send(true).unwrap();
    senders.join_all().await;
    let taken = post.taken.lock().await;
    assert_eq!(taken.len(), 20);
    for number in 0..20 {
        let subject = format!("Number {number};");
        assert_eq!(taken.iter().filter(|mail| mail.contains(&subject)).count(), 1, "{subject}");
    }
}
