//! What a part of a job will try: its rows as identities, before the database is asked.

use std::sync::Arc;

use jiff::Timestamp;
use taxiway_domain::finding::{Column, Finding, FindingCode, Severity};
use taxiway_domain::identity::{Claims, Identity, IdentityKind};
use taxiway_domain::ids::DeviceId;
use taxiway_domain::matching::{Evidence, Match, compare, swapped};
use taxiway_domain::registration::ServiceCode;
use taxiway_domain::strength::Strength;
use taxiway_domain::text::Text;
use taxiway_domain::tuple::DeviceTuple;
use taxiway_intake::{Options, Reader, Row, RowVerdict};

use crate::error::{Result, ServiceError};
use crate::kind::Kind;
use crate::results::{Outcome, RowResult, pack};
use crate::slicing::decompress;
use crate::upload::Understood;

/// A row that can be registered, unless somebody has the device.
#[derive(Debug)]
pub(crate) struct Candidate {
    /// The id it gets if it is registered.
    pub device_id: DeviceId,
    /// What it will claim.
    pub claims: Claims,
    /// What identifies it.
    pub kind: IdentityKind,
    /// How strongly.
    pub strength: Strength,
    /// The hash, without padding.
    pub hash: Option<Vec<u8>>,
    /// When that hash was captured.
    pub captured_at: Option<Timestamp>,
    /// Everything that can be compared; only for rows with a hash, others have their claims.
    evidence: Option<Box<Evidence>>,
}

impl Candidate {
    /// Everything that can be compared with another device.
    pub(crate) fn evidence(&self) -> Evidence {
        self.evidence.as_deref().cloned().unwrap_or_else(|| Evidence {
            tuple: self.claims.tuple.clone(),
            product_key: self.claims.product_key,
            ..Evidence::default()
        })
    }

    /// How many keys it claims.
    pub(crate) fn keys(&self) -> usize {
        let Claims { tuple, product_key, endorsement_key, uuid, hardware } = &self.claims;
        [
            tuple.is_some(),
            product_key.is_some(),
            endorsement_key.is_some(),
            uuid.is_some(),
            hardware.is_some(),
        ]
        .into_iter()
        .filter(|has| *has)
        .count()
    }

    /// Takes over what another row says about the same device: keys that were missing, and the newer hash.
    fn learn(&mut self, other: Self) {
        if other.hash.is_some() && (self.hash.is_none() || other.captured_at > self.captured_at) {
            (self.kind, self.strength) = (other.kind, other.strength);
            (self.hash, self.captured_at, self.evidence) = (other.hash, other.captured_at, other.evidence);
        }
        let (claims, more) = (&mut self.claims, other.claims);
        claims.tuple = claims.tuple.take().or(more.tuple);
        claims.product_key = claims.product_key.or(more.product_key);
        claims.endorsement_key = claims.endorsement_key.or(more.endorsement_key);
        claims.uuid = claims.uuid.or(more.uuid);
        claims.hardware = claims.hardware.or(more.hardware);
    }
}

/// A row of the plan: its result so far, and what is still to be tried.
#[derive(Debug)]
pub(crate) struct PlanRow {
    pub result: RowResult,
    pub candidate: Option<Candidate>,
    /// Position of an earlier row that is the same device and is tried for both.
    same_as: Option<usize>,
}

impl PlanRow {
    /// Ends the row.
    pub(crate) fn end(&mut self, outcome: Outcome, code: ServiceCode) {
        self.result.outcome = outcome;
        self.result.code = Some(code);
        self.result.device_id = None;
        self.candidate = None;
    }
}

/// The rows of a part in their order.
#[derive(Debug)]
pub(crate) struct Plan {
    pub rows: Vec<PlanRow>,
    /// Rows that end as an earlier row of the part does, because they are the same device.
    pub followers: Vec<usize>,
    /// What is claimed, kind by kind, rows in the order of their keys.
    pub claims: Vec<(Kind, Vec<usize>)>,
    /// Whether any row that is to be tried has a hash.
    pub has_hashes: bool,
    /// Whether the list has a column in which rows have order numbers of their own.
    pub own_orders: bool,
    /// Whether it has one for purchase numbers.
    pub own_purchases: bool,
}

/// What a plan is made from.
#[derive(Debug)]
pub(crate) struct PlanInput {
    pub data: Vec<u8>,
    pub first_line: u64,
    pub first_row: u64,
    pub understood: Arc<Understood>,
    pub options: Arc<Options>,
    /// Tag of the rows that carry none.
    pub group_tag: Option<Text>,
    /// Ids for the devices, one a row, growing.
    pub ids: Vec<DeviceId>,
    /// Only these rows, by number and in order; none means all.
    pub only: Option<Vec<u64>>,
}

/// Reads a slice into a plan. Takes processor time, no I/O: for a blocking thread.
pub(crate) fn plan(input: PlanInput) -> Result<Plan> {
    let bytes = decompress(&input.data)?;
    let recognition = &input.understood.recognition;
    let mut reader =
        Reader::resume(&bytes[..], recognition, &input.options, input.first_line, input.first_row - 1);
    let mut rows = Vec::with_capacity(input.ids.len());
    let mut ids = input.ids.into_iter();
    let mut unreadable = |refusal: taxiway_intake::Refusal| {
        ServiceError::internal("read a stored slice")(refusal.code().as_str().to_owned())
    };
    while let Some(row) = reader.next_row().map_err(&mut unreadable)? {
        if input.only.as_ref().is_some_and(|only| only.binary_search(&row.number).is_err()) {
            continue;
        }
        let id = ids.next().ok_or_else(|| {
            ServiceError::internal("plan a part")("the slice has more rows than it was stored with")
        })?;
        rows.push(plan_row(row, id, input.group_tag.as_ref()));
    }
    number_by_model(&mut rows);
    let has = |column| recognition.position(column).is_some();
    let (own_orders, own_purchases) = (has(Column::OrderId), has(Column::PurchaseId));
    Ok(Plan { rows, own_orders, own_purchases, ..Plan::empty() })
}

/// Gives neighbouring ids to devices of one model, tag and kind: the store writes them together, each at the end of its
/// table instead of in between.
fn number_by_model(rows: &mut [PlanRow]) {
    let open: Vec<usize> = (0..rows.len()).filter(|row| rows[*row].candidate.is_some()).collect();
    let ids: Vec<DeviceId> = open.iter().filter_map(|row| rows[*row].result.device_id).collect();
    // Neighbours mostly belong together: runs of them are sorted, not rows.
    let mut runs: Vec<&[usize]> = open.chunk_by(|a, b| common(&rows[*a]) == common(&rows[*b])).collect();
    runs.sort_by(|a, b| common(&rows[a[0]]).cmp(&common(&rows[b[0]])));
    let order: Vec<usize> = runs.into_iter().flatten().copied().collect();
    for (row, id) in order.into_iter().zip(ids) {
        rows[row].result.device_id = Some(id);
        if let Some(candidate) = &mut rows[row].candidate {
            candidate.device_id = id;
        }
    }
}

/// What the store binds once for a run of devices.
fn common(row: &PlanRow) -> ([Option<&str>; 3], Option<(IdentityKind, Strength)>) {
    let RowResult { manufacturer, model, group_tag, .. } = &row.result;
    let decided = row.candidate.as_ref().map(|one| (one.kind, one.strength));
    ([manufacturer, model, group_tag].map(Option::as_deref), decided)
}

fn plan_row(row: Row, device_id: DeviceId, group_tag: Option<&Text>) -> PlanRow {
    let verdict = row.verdict();
    let mut findings = row.findings;
    findings.retain(|finding| finding.code.severity() > Severity::Notice);
    let refused =
        findings.iter().find(|finding| finding.code.severity() == Severity::Error).map(ServiceCode::of);
    let mut result = RowResult {
        number: row.number,
        line: row.line,
        outcome: Outcome::Registered,
        code: None,
        device_id: None,
        serial_number: row.cells.serial_number,
        product_key: row.cells.product_key,
        manufacturer: row.cells.manufacturer,
        model: row.cells.model,
        group_tag: row.cells.group_tag.or_else(|| group_tag.cloned()),
        order_id: row.cells.order_id,
        purchase_id: row.cells.purchase_id,
        text: row.text,
        findings,
    };
    match row.identity {
        Some(identity) if verdict != RowVerdict::Error => {
            result.device_id = Some(device_id);
            let candidate = candidate(identity, device_id);
            describe(&mut result, &candidate.claims);
            PlanRow { result, candidate: Some(candidate), same_as: None }
        }
        _ => {
            result.outcome = Outcome::Failed;
            result.code = Some(refused.unwrap_or(ServiceCode::MissingSerialNumberAndProductKey));
            PlanRow { result, candidate: None, same_as: None }
        }
    }
}

fn candidate(identity: Identity, device_id: DeviceId) -> Candidate {
    let evidence = identity.hash.is_some().then(|| Box::new(identity.evidence()));
    let (kind, strength) = (identity.kind(), identity.strength());
    let (mut claims, hash) = identity.into_claims();
    // Some firmware stores the UUID the other way round: both forms are one claim.
    claims.uuid = claims.uuid.map(|uuid| uuid.min(swapped(uuid)));
    Candidate {
        device_id,
        kind,
        strength,
        captured_at: hash.as_ref().and_then(|hash| hash.inventory().captured_at),
        hash: hash.map(|hash| hash.content().to_vec()),
        claims,
        evidence,
    }
}

/// Echoes what the hash says where the columns say nothing.
pub(crate) fn describe(result: &mut RowResult, claims: &Claims) {
    if let Some(tuple) = &claims.tuple {
        result.serial_number.get_or_insert_with(|| tuple.serial_number().into());
        result.manufacturer.get_or_insert_with(|| tuple.manufacturer().into());
        result.model.get_or_insert_with(|| tuple.model().into());
    }
    if let Some(key) = claims.product_key {
        result.product_key.get_or_insert_with(|| key.as_str().into());
    }
}

/// Rows that want the same key, first one first.
struct Contest {
    winner: usize,
    loser: usize,
}

fn contests<K: Ord>(rows: &[PlanRow], key: impl Fn(&Claims) -> Option<K>) -> Vec<Contest> {
    let mut keys: Vec<(K, usize)> = rows
        .iter()
        .enumerate()
        .filter_map(|(row, planned)| Some((key(&planned.candidate.as_ref()?.claims)?, row)))
        .collect();
    keys.sort_unstable();
    let mut contests = Vec::new();
    let mut winner = 0;
    for (position, (key, row)) in keys.iter().enumerate() {
        if position > 0 && keys[position - 1].0 == *key {
            contests.push(Contest { winner, loser: *row });
        } else {
            winner = *row;
        }
    }
    contests
}

/// A tuple in the order of its claims.
pub(crate) fn tuple_key(tuple: &DeviceTuple) -> (&str, &str, &str) {
    (tuple.serial_number(), tuple.manufacturer(), tuple.model())
}

impl Plan {
    /// Nothing to try.
    pub(crate) fn empty() -> Self {
        Self {
            rows: Vec::new(),
            followers: Vec::new(),
            claims: Vec::new(),
            has_hashes: false,
            own_orders: false,
            own_purchases: false,
        }
    }

    /// Rows that cannot be read any more, numbered from `first_row`: each ends with an error.
    pub(crate) fn unreadable(first_row: u64, rows: u64) -> Self {
        let row = |number| PlanRow {
            result: RowResult {
                number,
                line: 0,
                outcome: Outcome::Failed,
                code: Some(ServiceCode::StorageError),
                device_id: None,
                serial_number: None,
                product_key: None,
                manufacturer: None,
                model: None,
                group_tag: None,
                order_id: None,
                purchase_id: None,
                text: None,
                findings: Vec::new(),
            },
            candidate: None,
            same_as: None,
        };
        Self { rows: (first_row..first_row + rows).map(row).collect(), ..Self::empty() }
    }

    /// Joins rows of the same device, and takes contested keys from those that only share them. Afterwards no two rows
    /// want the same key.
    pub(crate) fn end_duplicates(&mut self) {
        let found = contests(&self.rows, |claims| claims.endorsement_key);
        self.settle(found, |claims| claims.endorsement_key = None);
        let found = contests(&self.rows, |claims| claims.uuid);
        self.settle(found, |claims| claims.uuid = None);
        let found = contests(&self.rows, |claims| claims.product_key);
        self.settle(found, |claims| claims.product_key = None);
        let found = contests(&self.rows, |claims| claims.hardware);
        self.settle(found, |claims| claims.hardware = None);
        let found = self.tuple_contests();
        self.settle(found, |claims| claims.tuple = None);
        self.followers = (0..self.rows.len()).filter(|row| self.rows[*row].same_as.is_some()).collect();
        for row in self.followers.clone() {
            let leader = &self.rows[self.leader(row)];
            let (refused, device_id) = (leader.candidate.is_none(), leader.result.device_id);
            let (outcome, code) = (leader.result.outcome, leader.result.code);
            let result = &mut self.rows[row].result;
            result.device_id = device_id;
            if refused {
                (result.outcome, result.code) = (outcome, code);
            }
        }
    }

    /// The row that is tried for this one.
    pub(crate) fn leader(&self, mut row: usize) -> usize {
        while let Some(earlier) = self.rows[row].same_as {
            row = earlier;
        }
        row
    }

    /// As [`contests`], without copying a million texts.
    fn tuple_contests(&self) -> Vec<Contest> {
        let order = self.sorted_by(|claims| claims.tuple.as_ref().map(tuple_key));
        let key = |row: usize| self.rows[row].candidate.as_ref().and_then(|one| one.claims.tuple.as_ref());
        let mut found = Vec::new();
        let mut winner = 0;
        for (position, &row) in order.iter().enumerate() {
            if position > 0 && key(order[position - 1]) == key(row) {
                found.push(Contest { winner, loser: row });
            } else {
                winner = row;
            }
        }
        found
    }

    fn settle(&mut self, contests: Vec<Contest>, give_up: impl Fn(&mut Claims)) {
        for Contest { winner, loser } in contests {
            let (Some(first), Some(second)) = (&self.rows[winner].candidate, &self.rows[loser].candidate)
            else {
                continue;
            };
            match compare(&first.evidence(), &second.evidence()) {
                Match::Same => self.join(winner, loser),
                Match::Unclear => self.rows[loser].end(Outcome::Failed, ServiceCode::NotUnique),
                Match::Different => self.rows[loser].share(&give_up),
            }
        }
    }

    /// Leaves a row's device to the earlier row that is the same device.
    fn join(&mut self, winner: usize, loser: usize) {
        let earlier = self.rows[winner].result.line;
        let row = &mut self.rows[loser];
        let joined = row.candidate.take();
        row.end(Outcome::Already, ServiceCode::Duplicated);
        row.same_as = Some(winner);
        row.result.findings.push(Finding {
            code: FindingCode::DuplicateInFile,
            line: row.result.line,
            column: None,
            found: row.result.serial_number.as_deref().map(str::to_owned),
            used: Some(earlier.to_string()),
        });
        let row = &mut self.rows[winner];
        if let (Some(candidate), Some(joined)) = (&mut row.candidate, joined) {
            candidate.learn(joined);
            describe(&mut row.result, &candidate.claims);
        }
    }

    /// The results if everything goes as planned, packed.
    pub(crate) fn pack(&self) -> Result<Vec<u8>> {
        pack(self.rows.iter().map(|row| &row.result))
    }

    /// Ends every row that is still to be tried.
    pub(crate) fn end_all(&mut self, outcome: Outcome, code: ServiceCode) {
        for row in self.rows.iter_mut().filter(|row| row.candidate.is_some()) {
            row.end(outcome, code);
        }
    }

    /// Puts everything that is claimed in the order in which it is claimed: before the transaction, not within it.
    pub(crate) fn order_claims(&mut self) {
        self.claims = Kind::claims(self);
        self.has_hashes =
            self.rows.iter().filter_map(|row| row.candidate.as_ref()).any(|one| one.hash.is_some());
    }

    /// Rows that have this key, in the order of the key.
    pub(crate) fn sorted_by<'a, K: Ord>(&'a self, key: impl Fn(&'a Claims) -> Option<K>) -> Vec<usize> {
        let mut keys: Vec<(K, usize)> = self
            .rows
            .iter()
            .enumerate()
            .filter_map(|(row, planned)| Some((key(&planned.candidate.as_ref()?.claims)?, row)))
            .collect();
        keys.sort_unstable();
        keys.into_iter().map(|(_, row)| row).collect()
    }
}

impl PlanRow {
    /// Leaves a key to the device that has it, and says so.
    fn share(&mut self, give_up: impl Fn(&mut Claims)) {
        if let Some(candidate) = &mut self.candidate {
            give_up(&mut candidate.claims);
        }
        note_other_board(&mut self.result);
    }
}

/// Says that the device shares an identifier with another one of the customer.
pub(crate) fn note_other_board(result: &mut RowResult) {
    if !result.findings.iter().any(|finding| finding.code == FindingCode::OtherBoard) {
        let line = result.line;
        result.findings.push(Finding {
            code: FindingCode::OtherBoard,
            line,
            column: None,
            found: None,
            used: None,
        });
    }
}
