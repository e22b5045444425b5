//! Comparing rows with what manufacturers published.

use std::collections::HashSet;

use taxiway_domain::finding::{Column, Finding, FindingCode};
use taxiway_domain::fold;
use taxiway_domain::identity::IdentityKind;
use taxiway_domain::registration::ServiceCode;
use taxiway_domain::tuple::DeviceTuple;
use taxiway_store::{CatalogueDevice, Conn};

use crate::error::Result;
use crate::plan::{Plan, PlanRow, describe};
use crate::results::Outcome;

/// Ends the rows that a published catalogue does not know, and completes those that it does.
///
/// A hash describes the device itself and needs no catalogue. With `required`, what no catalogue covers is refused too.
pub(crate) async fn match_catalogue(conn: &mut Conn, plan: &mut Plan, required: bool) -> Result<()> {
    let published: HashSet<String> =
        conn.catalogue_manufacturers().await?.iter().map(|manufacturer| fold::text(manufacturer)).collect();
    if published.is_empty() && !required {
        return Ok(());
    }
    for row in &mut plan.rows {
        let Some(candidate) = &row.candidate else { continue };
        match candidate.kind {
            IdentityKind::Hash => {}
            IdentityKind::ProductKey => match_product_key(conn, row, required).await?,
            IdentityKind::Tuple => match_tuple(conn, row, &published, required).await?,
        }
    }
    Ok(())
}

async fn match_product_key(conn: &mut Conn, row: &mut PlanRow, required: bool) -> Result<()> {
    let Some(candidate) = &mut row.candidate else { return Ok(()) };
    let Some(key) = candidate.claims.product_key else { return Ok(()) };
    match conn.catalogue_device_by_product_key(key.as_str()).await? {
        Some(built) => {
            let tuple = DeviceTuple::new(built.manufacturer, built.model, built.serial_number).ok();
            candidate.claims.tuple = candidate.claims.tuple.take().or(tuple);
            describe(&mut row.result, &candidate.claims);
        }
        None if required => refuse(row, FindingCode::NotInCatalogue, None, None, None),
        None => {}
    }
    Ok(())
}

async fn match_tuple(
    conn: &mut Conn,
    row: &mut PlanRow,
    published: &HashSet<String>,
    required: bool,
) -> Result<()> {
    let Some(candidate) = &mut row.candidate else { return Ok(()) };
    let Some(tuple) = &candidate.claims.tuple else { return Ok(()) };
    let (serial_number, manufacturer, model) = (tuple.serial_number(), tuple.manufacturer(), tuple.model());
    if !published.contains(&fold::text(manufacturer)) {
        if required {
            refuse(row, FindingCode::NotInCatalogue, None, None, None);
        }
        return Ok(());
    }
    if let Some(built) = conn.catalogue_device(serial_number, manufacturer, model).await? {
        let key = built.product_key.and_then(|key| taxiway_domain::product_key::ProductKey::parse(&key).ok());
        candidate.claims.product_key = candidate.claims.product_key.or(key);
        describe(&mut row.result, &candidate.claims);
        return Ok(());
    }
    match conn.catalogue_device_folded(&fold::tuple(serial_number, manufacturer, model)).await? {
        Some(built) => {
            for (column, found, used) in differences(tuple, &built) {
                refuse(row, FindingCode::CatalogueNearMiss, Some(column), Some(found), Some(used));
            }
        }
        None => refuse(row, FindingCode::NotInCatalogue, None, None, None),
    }
    Ok(())
}

fn differences(tuple: &DeviceTuple, built: &CatalogueDevice) -> Vec<(Column, String, String)> {
    [
        (Column::SerialNumber, tuple.serial_number(), &built.serial_number),
        (Column::Manufacturer, tuple.manufacturer(), &built.manufacturer),
        (Column::Model, tuple.model(), &built.model),
    ]
    .into_iter()
    .filter(|(_, found, used)| found != used)
    .map(|(column, found, used)| (column, found.to_owned(), used.clone()))
    .collect()
}

fn refuse(
    row: &mut PlanRow,
    code: FindingCode,
    column: Option<Column>,
    found: Option<String>,
    used: Option<String>,
) {
    let line = row.result.line;
    row.end(Outcome::Failed, ServiceCode::NotFound);
    row.result.findings.push(Finding { code, line, column, found, used });
}
