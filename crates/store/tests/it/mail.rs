//! Mails that wait to be sent.

use rstest::rstest;
use taxiway_store::{Engine, Mail, write};

use crate::harness::{TestStore, at, id, raw_id, store};

fn mail(number: u64, written: i64) -> Mail {
    Mail {
        mail_id: id(number),
        kind: "letter".to_owned(),
        organisation_id: None,
        recipient: "asa@nordlys.example".to_owned(),
        subject: "Välkommen".to_owned(),
        body: "שלום\nhttps://taxiway.example/x".to_owned(),
        link: String::new(),
        request_id: "request".to_owned(),
        attempts: 0,
        created_at: at(written),
        expires_at: at(written + 3600),
    }
}

async fn outbox(engine: Engine, mails: &[Mail]) -> TestStore {
    let store = store(engine).await;
    write!(store, |tx| {
        for mail in mails {
            tx.insert_mail(mail).await?;
        }
        Ok::<_, taxiway_store::StoreError>(())
    })
    .unwrap();
    store
}

async fn lease(store: &TestStore, worker: u64, now: i64, until: i64) -> Option<Mail> {
    write!(store, |tx| { tx.lease_mail_any_tenant(raw_id(worker), at(now), at(until)).await }).unwrap()
}

#[rstest]
#[tokio::test]
async fn a_mail_is_leased_by_one_and_comes_back_when_the_lease_ends(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = outbox(engine, &[mail(2, 10), mail(1, 0)]).await;
    assert!(!store.conn().await.has_due_mail_any_tenant(at(-1)).await.unwrap());
    assert!(store.conn().await.has_due_mail_any_tenant(at(0)).await.unwrap());
    let first = lease(&store, 91, 20, 140).await.unwrap();
    assert_eq!(first, Mail { attempts: 1, ..mail(1, 0) }, "the oldest, as it was written");
    assert_eq!(lease(&store, 92, 20, 140).await.unwrap().mail_id, id(2));
    assert!(lease(&store, 93, 20, 140).await.is_none());
    assert!(!store.conn().await.has_due_mail_any_tenant(at(139)).await.unwrap());
    let again = lease(&store, 93, 140, 260).await.unwrap();
    assert_eq!((again.mail_id, again.attempts), (id(1), 2));
    assert!(!write!(store, |tx| { tx.remove_mail(id(1), raw_id(91)).await }).unwrap(), "it lost its lease");
    assert!(write!(store, |tx| { tx.remove_mail(id(1), raw_id(93)).await }).unwrap());
    assert_eq!(store.conn().await.waiting_mails_any_tenant().await.unwrap(), 1);
    assert_eq!(write!(store, |tx| { tx.sweep_mail_any_tenant(at(3610)).await }).unwrap(), 0);
    assert_eq!(write!(store, |tx| { tx.sweep_mail_any_tenant(at(3611)).await }).unwrap(), 1, "it had ended");
}

#[rstest]
#[tokio::test]
async fn a_mail_that_was_given_back_rests_until_its_time(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = outbox(engine, &[mail(1, 0)]).await;
    lease(&store, 91, 0, 120).await.unwrap();
    write!(store, |tx| { tx.release_mail(id(1), raw_id(92), at(1)).await }).unwrap();
    assert!(lease(&store, 92, 50, 170).await.is_none(), "only who holds it can give it back");
    write!(store, |tx| { tx.release_mail(id(1), raw_id(91), at(300)).await }).unwrap();
    assert!(lease(&store, 92, 299, 400).await.is_none());
    assert_eq!(lease(&store, 92, 300, 400).await.unwrap().attempts, 2);
}

#[rstest]
#[tokio::test]
async fn a_wish_becomes_a_letter_only_in_the_hands_of_its_holder(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let wish = Mail { kind: "reset".to_owned(), link: "https://x/".to_owned(), ..mail(1, 0) };
    let store = outbox(engine, std::slice::from_ref(&wish)).await;
    lease(&store, 91, 0, 120).await.unwrap();
    let letter = Mail { body: "with a secret".to_owned(), organisation_id: Some(raw_id(3)), ..wish };
    assert!(!write!(store, |tx| { tx.make_letter(&letter, raw_id(92)).await }).unwrap());
    assert!(write!(store, |tx| { tx.make_letter(&letter, raw_id(91)).await }).unwrap());
    let sent = lease(&store, 92, 120, 240).await.unwrap();
    assert_eq!((sent.kind.as_str(), sent.body.as_str(), sent.link.as_str()), ("letter", "with a secret", ""));
    assert_eq!(sent.organisation_id, Some(raw_id(3)));
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_senders_at_once_each_mail_is_held_by_one(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let mails: Vec<_> = (1..=40).map(|number| mail(number, 0)).collect();
    let store = std::sync::Arc::new(outbox(engine, &mails).await);
    let mut senders = tokio::task::JoinSet::new();
    for worker in 91..99 {
        let store = store.clone();
        senders.spawn(async move {
            let mut held = Vec::new();
            while let Some(mail) = lease(&store, worker, 1, 120).await {
                held.push(mail.mail_id);
            }
            held
        });
    }
    let mut held: Vec<_> = senders.join_all().await.into_iter().flatten().collect();
    held.sort_unstable();
    assert_eq!(held, mails.iter().map(|mail| mail.mail_id).collect::<Vec<_>>());
}
