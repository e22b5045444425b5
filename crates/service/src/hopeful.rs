//! What a part writes when everything goes as planned, made before its transaction.
//!
//! Nearly every part does. On an engine with one writer, what is made within the transaction keeps all others waiting.

use std::collections::BTreeMap;

use taxiway_store::{JobCounts, LaidOutClaims, LaidOutDevices, NewDevice, Store};

use crate::changes::Changes;
use crate::error::Result;
use crate::perform::{device_ids, new_device, with_keys};
use crate::plan::Plan;

/// The end of a plan that the database changes nothing about.
#[derive(Debug)]
pub(crate) struct Hopeful {
    /// The packed results.
    pub results: Vec<u8>,
    /// How many rows end how.
    pub counts: JobCounts,
    /// New devices by group tag.
    pub tags: Tags,
    /// The plan's claims, kind by kind; none where the engine gains nothing by it.
    pub claims: Vec<Option<LaidOutClaims>>,
    /// Its devices; none where the engine gains nothing by it.
    pub devices: Option<LaidOutDevices>,
}

/// Numbers of devices by group tag; the tag is empty for devices without one.
pub(crate) type Tags = BTreeMap<String, i64>;

impl Hopeful {
    /// Takes processor time, no I/O: for a blocking thread.
    pub(crate) fn of(plan: &Plan, store: &Store) -> Result<Self> {
        let mut claims = Vec::with_capacity(plan.claims.len());
        for (kind, rows) in &plan.claims {
            let devices = device_ids(plan, rows);
            claims.push(with_keys!(kind, plan, rows, |keys| store.lay_out_claims(keys, &devices)?));
        }
        let new = plan.rows.iter().filter_map(|row| Some(new_device(row.candidate.as_ref()?, &row.result)));
        let devices: Vec<NewDevice<'_>> = new.collect();
        Ok(Self {
            results: plan.pack()?,
            counts: Changes::default().counts(plan),
            tags: tags(&devices),
            claims,
            devices: store.lay_out_devices(&devices)?,
        })
    }
}

/// Two empty texts are not compared byte by byte: for that, a processor may take longer than for any others.
fn same_tag(one: &NewDevice<'_>, next: &NewDevice<'_>) -> bool {
    let (one, next) = (one.group_tag, next.group_tag);
    one.is_empty() && next.is_empty() || one == next
}

/// Counts devices by group tag.
pub(crate) fn tags(devices: &[NewDevice<'_>]) -> Tags {
    let mut tags = Tags::new();
    for run in devices.chunk_by(same_tag) {
        *tags.entry(run[0].group_tag.to_owned()).or_default() += i64::try_from(run.len()).unwrap_or(i64::MAX);
    }
    tags
}
