//! What happens: some weeks of history, then two lists handed in before the eyes of whoever watches.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use bytes::Bytes;
use jiff::SignedDuration;
use taxiway_domain::ids::{JobId, OrganisationId};
use taxiway_service::store::Store;
use taxiway_service::{
    Clock, Context, Ids, ManualClock, NewUpload, Service, Submission, SystemClock, UploadView,
};

use super::cast::{self, Cast};
use super::deliveries::{self, Deliveries, List};
use super::show;
use crate::config::Configuration;
use crate::data;
use crate::server::Server;
use crate::words::Words;

/// How long ago the demo's history begins.
const HISTORY: SignedDuration = SignedDuration::from_hours(21 * 24);
/// Time between two events of it.
const BETWEEN: SignedDuration = SignedDuration::from_mins(5 * 24 * 60 + 137);
/// How often progress is looked at.
const LOOK: Duration = Duration::from_millis(40);

/// Plays everything and gives the running workers, which the portal joins.
pub(super) async fn register(
    store: &Store,
    configuration: &Configuration,
    words: Words,
) -> Result<(Server, Cast)> {
    let deliveries = deliveries::write()?;
    let cast = history(store, configuration, &deliveries).await?;
    let settings = configuration.settings();
    let service = Service::new(store.clone(), Arc::new(SystemClock), Ids::from_system(), settings).await?;
    let service = data::sign_checkpoints(service, &configuration.data_dir);
    let service = service.with_mailer(configuration.mail.mailer()?);
    let mut server = Server::new(service.clone(), configuration);
    server.start_workers();
    let context = cast.clerk().context(&service);
    let customer = cast.shipping.organisation_id;
    show::scene(&cast, words)?;
    // One after the other: the second list is about devices of the first.
    for list in &deliveries.now {
        let (upload, job) = hand_in(&service, &context, customer, list).await?;
        show::understood(&upload, words)?;
        watch(&service, &context, customer, job, words).await?;
        let rows = service.results(&context, customer, job, None, 1, 1_000).await?.rows;
        show::results(&rows, words)?;
    }
    show::states(&service.overview(&context, customer).await?, words)?;
    Ok((server, cast))
}

/// Sets everybody up and registers what was delivered before, at the times when that happened.
async fn history(store: &Store, configuration: &Configuration, deliveries: &Deliveries) -> Result<Cast> {
    let clock = Arc::new(ManualClock::new(SystemClock.now() - HISTORY));
    let (ids, settings) = (Ids::from_system(), configuration.settings());
    let service =
        Service::new(store.clone(), Arc::clone(&clock) as Arc<dyn Clock>, Ids::from_system(), settings)
            .await?;
    let cast = cast::create(&service, &ids, &deliveries.catalogue).await?;
    let (clerk, competitor) = (cast.clerk().context(&service), cast.competitor().context(&service));
    let (shipping, design) = (cast.shipping.organisation_id, cast.design.organisation_id);
    let [first, second] = &deliveries.earlier[..] else {
        anyhow::bail!("two earlier deliveries are expected")
    };
    let events = [
        (&clerk, shipping, first),
        (&competitor, design, &deliveries.elsewhere),
        (&clerk, shipping, second),
        (&clerk, design, &deliveries.small),
    ];
    for (context, customer, list) in events {
        clock.advance(BETWEEN);
        hand_in(&service, context, customer, list).await?;
        service.work_until_idle().await?;
    }
    Ok(cast)
}

/// Uploads a list, looks at what was understood, and submits it.
async fn hand_in(
    service: &Service,
    context: &Context,
    customer: OrganisationId,
    list: &List,
) -> Result<(UploadView, JobId)> {
    let new = NewUpload { file_name: list.file_name.to_owned(), strict: false, layout: None };
    let bytes = Bytes::from(list.bytes.clone());
    let body = futures::stream::once(async { Ok::<_, Infallible>(bytes) });
    let upload = service.receive(context, customer, new, body).await?;
    let view = service.upload(context, customer, upload).await?;
    let submission = Submission {
        group_tag: Some(list.group_tag.to_owned()),
        batch_name: Some(list.batch_name.to_owned()),
        order_id: None,
        purchase_id: None,
        request_id: service.request_id(),
        once: None,
    };
    let job = service.submit(context, customer, upload, &submission).await;
    Ok((view, job.with_context(|| format!("{} was not taken", list.file_name))?))
}

/// Shows progress until every row has its verdict.
async fn watch(
    service: &Service,
    context: &Context,
    customer: OrganisationId,
    job: JobId,
    words: Words,
) -> Result<()> {
    let mut progress = show::Progress::new(words);
    loop {
        let view = service.job(context, customer, job).await?;
        progress.set(view.done(), view.rows)?;
        if view.is_over() {
            progress.finish();
            return Ok(());
        }
        tokio::time::sleep(LOOK).await;
    }
}
