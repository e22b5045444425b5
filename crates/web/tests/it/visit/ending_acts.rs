//! What approvals and endings leave in the log: one act for each route.

use taxiway_domain::relationship::Scope;
use taxiway_web::portal::routes::{self, Route as _};

use super::approval::handed_in;
use super::consents::{STANDARD, each, tagged};
use super::{Browser, World};

/// Does what a route about approvals or endings is for: the browser with the answer, and the action that must be in the log.
pub(super) async fn ending_act(world: &World, pattern: &str) -> Option<(Browser, &'static str)> {
    match pattern {
        routes::Approval::PATTERN => {
            world.consents(&each(), false).await;
            let mut clerk = world.signed_in("clerk@kajplats.example").await;
            let job = handed_in(world, &mut clerk, &tagged(&[STANDARD])).await;
            let waiting = job.replace("/jobs/", "/approvals/");
            let mut owner = world.signed_in("owner@nordfjall.example").await;
            owner.open(&waiting).await;
            owner.submit(&waiting, &[("decision", "all")]).await;
            Some((owner, "approval.decide"))
        }
        routes::RelationshipEnd::PATTERN => {
            let consent = world.consents(&Scope::default(), false).await;
            let end = world.at(&format!("/relationships/{consent}/end"));
            let mut owner = world.signed_in("owner@nordfjall.example").await;
            owner.open(&end).await;
            owner.submit(&end, &[("devices", "keep")]).await;
            Some((owner, "relationship.end"))
        }
        _ => None,
    }
}
