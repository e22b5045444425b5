//! What the database, the customer and the consent changed about a plan.

use std::collections::HashMap;

use taxiway_domain::ids::DeviceId;
use taxiway_domain::registration::ServiceCode;
use taxiway_domain::relationship::{Scope, ScopeLimit};
use taxiway_store::JobCounts;

use crate::basis;
use crate::plan::{Plan, note_other_board};
use crate::results::{Outcome, RowResult};

/// How a row ends after all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct End {
    outcome: Outcome,
    code: ServiceCode,
    /// The customer's device that it turned out to be.
    device_id: Option<DeviceId>,
    /// The limit of the consent that it is outside of.
    limit: Option<ScopeLimit>,
}

impl End {
    /// The row cannot be registered.
    pub(crate) fn failed(code: ServiceCode) -> Self {
        Self { outcome: Outcome::Failed, code, device_id: None, limit: None }
    }

    /// The customer has this device already.
    pub(crate) fn already(code: ServiceCode, device: DeviceId) -> Self {
        Self { outcome: Outcome::Already, device_id: Some(device), ..Self::failed(code) }
    }

    /// Whether the customer has the device already.
    fn is_already(self) -> bool {
        self.outcome == Outcome::Already
    }
}

/// Why the rest of a job is left out.
#[derive(Debug, Clone)]
pub(crate) struct Stop {
    pub code: ServiceCode,
    /// The limit of the consent that was reached.
    pub limit: Option<ScopeLimit>,
    /// The consent's scope, for the words about the limit.
    pub scope: Scope,
}

/// How many devices may still be registered under a consent.
#[derive(Debug, Clone)]
pub(crate) struct Room {
    pub left: u64,
    /// The consent's scope, for the words about the limit.
    pub scope: Scope,
}

/// What changed about a plan. The plan itself stays, because its transaction may be repeated.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// Rows that end without a new device, by position.
    pub ends: HashMap<usize, End>,
    /// Rows whose device shares an identifier with another one of the customer.
    pub shares: Vec<usize>,
    /// What the words about limits name.
    scope: Scope,
}

impl Changes {
    /// Every row is left out.
    pub(crate) fn stopped(plan: &Plan, stop: Stop) -> Self {
        let Stop { code, limit, scope } = stop;
        let end = End { outcome: Outcome::Cancelled, code, device_id: None, limit };
        let open = plan.rows.iter().enumerate().filter(|(_, row)| row.candidate.is_some());
        let ends = open.map(|(row, _)| (row, end)).collect();
        let mut changes = Self { ends, shares: Vec::new(), scope };
        changes.follow(plan);
        changes
    }

    /// Ends the new devices for which there is no room, and tells which rows they are. Their claims have to be given back.
    pub(crate) fn beyond(&mut self, plan: &Plan, room: Room) -> Vec<usize> {
        let new = |row: &usize| plan.rows[*row].candidate.is_some() && !self.ends.contains_key(row);
        let left = usize::try_from(room.left).unwrap_or(usize::MAX);
        let over: Vec<usize> = (0..plan.rows.len()).filter(new).skip(left).collect();
        let end = End { limit: Some(ScopeLimit::MaxDevices), ..End::failed(ServiceCode::OutsideScope) };
        self.ends.extend(over.iter().map(|row| (*row, end)));
        self.shares.retain(|row| !self.ends.contains_key(row));
        self.scope = room.scope;
        if !over.is_empty() {
            self.follow(plan);
        }
        over
    }

    /// Ends rows as the earlier row of the same device.
    pub(crate) fn follow(&mut self, plan: &Plan) {
        for &row in &plan.followers {
            let Some(end) = self.ends.get(&plan.leader(row)).copied() else { continue };
            let end = if end.is_already() { End { code: ServiceCode::Duplicated, ..end } } else { end };
            self.ends.insert(row, end);
        }
    }

    /// Whether everything went as planned.
    pub(crate) fn is_empty(&self) -> bool {
        self.ends.is_empty() && self.shares.is_empty()
    }

    /// The results of a plan with these changes.
    pub(crate) fn results(&self, plan: &Plan) -> Vec<RowResult> {
        let mut results: Vec<RowResult> = plan.rows.iter().map(|row| row.result.clone()).collect();
        for row in &self.shares {
            note_other_board(&mut results[*row]);
        }
        for (row, end) in &self.ends {
            let result = &mut results[*row];
            result.outcome = end.outcome;
            result.code = Some(end.code);
            result.device_id = end.device_id;
            if let Some(limit) = end.limit {
                result.findings.push(basis::finding(limit, &self.scope, result.line, None));
            }
        }
        results
    }

    /// How many rows end how.
    pub(crate) fn counts(&self, plan: &Plan) -> JobCounts {
        let mut counts = JobCounts::default();
        for (position, row) in plan.rows.iter().enumerate() {
            let outcome = self.ends.get(&position).map_or(row.result.outcome, |end| end.outcome);
            match outcome {
                Outcome::Registered => counts.registered += 1,
                Outcome::Already => counts.already += 1,
                Outcome::Failed => counts.failed += 1,
                Outcome::Cancelled => counts.cancelled += 1,
            }
        }
        counts
    }
}
