//! Who submitted a job, in words.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use newtype_uuid::GenericUuid;
use taxiway_domain::ids::{AppId, JobId, OrganisationId, UserId};
use taxiway_domain::role::Action;
use taxiway_store::{Conn, Job};

use crate::Service;
use crate::context::Context;
use crate::error::Result;

impl Service {
    /// The names of the people who submitted these jobs, or of programs that did so alone; of whoever is gone, the name of the
    /// organisation. Jobs that the caller may not see are left out.
    pub async fn submitters(
        &self,
        context: &Context,
        customer: OrganisationId,
        jobs: &[JobId],
    ) -> Result<HashMap<JobId, String>> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::JobList).await?;
        let mut people: HashMap<OrganisationId, HashMap<UserId, String>> = HashMap::new();
        let mut names = HashMap::new();
        for id in jobs {
            let Some(job) = conn.job(customer, *id).await?.filter(|job| access.sees(job.partner_id)) else {
                continue;
            };
            let users = match people.entry(job.partner_id) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => {
                    let users = conn.users(job.partner_id).await?;
                    new.insert(users.into_iter().map(|user| (user.user_id, user.name)).collect())
                }
            };
            let name = match users.get(&job.created_by) {
                Some(name) => name.clone(),
                None => program_or_organisation(&mut conn, &job).await?,
            };
            names.insert(*id, name);
        }
        Ok(names)
    }
}

/// A program that acts alone stands where a person would.
async fn program_or_organisation(conn: &mut Conn, job: &Job) -> Result<String> {
    let app = AppId::from_untyped_uuid(job.created_by.into_untyped_uuid());
    if let Some(app) = conn.app(job.partner_id, app).await? {
        return Ok(app.name);
    }
    Ok(conn.organisation(job.partner_id).await?.map(|found| found.name).unwrap_or_default())
}
