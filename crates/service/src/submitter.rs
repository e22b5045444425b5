//! Who submitted a job, in words.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use taxiway_domain::ids::{JobId, OrganisationId, UserId};
use taxiway_domain::role::Action;

use crate::Service;
use crate::context::Context;
use crate::error::Result;

impl Service {
    /// The names of the people who submitted these jobs; jobs that the caller may not see are left out.
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
            let name = users.get(&job.created_by);
            names.insert(*id, name.cloned().unwrap_or_default());
        }
        Ok(names)
    }
}
