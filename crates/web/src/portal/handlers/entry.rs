//! The parts of the form for adding devices, as they arrive.

use std::time::Duration;

use axum::extract::Multipart;
use axum::extract::multipart::Field;
use taxiway_intake::write::{EnteredDevice, entered};

use super::Problem;
use crate::portal::upload::{EntryRow, ReadingMode};

/// Most bytes of a field that is not a file.
const FIELD_BYTES: usize = 4 << 10;
/// Most bytes of a pasted list.
const PASTED_BYTES: usize = 8 << 20;
/// How long the rest of a form that is too large is read.
const DRAINING: Duration = Duration::from_mins(1);
/// Most rows typed by hand.
const TYPED_ROWS: usize = 5_000;

/// What was filled in besides the file.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    pub mode: ReadingMode,
    pub tag: String,
    pub pasted: String,
    pub rows: Vec<EntryRow>,
}

impl Entry {
    /// Takes one field; fields of other names are passed over.
    pub(crate) async fn take(&mut self, name: &str, field: Field<'_>) -> Result<(), Problem> {
        if name == "pasted" {
            self.pasted = text(field, PASTED_BYTES).await?;
            return Ok(());
        }
        let value = text(field, FIELD_BYTES).await?;
        match name {
            "mode" if value == ReadingMode::Strict.as_str() => self.mode = ReadingMode::Strict,
            "tag" => self.tag = value,
            "serial_number" if self.rows.len() >= TYPED_ROWS => return Err(Problem::TooLarge),
            // The serial number comes first in every row.
            "serial_number" => self.rows.push(EntryRow { serial_number: value, ..EntryRow::default() }),
            "manufacturer" | "model" | "product_key" => {
                if let Some(row) = self.rows.last_mut() {
                    *match name {
                        "manufacturer" => &mut row.manufacturer,
                        "model" => &mut row.model,
                        _ => &mut row.product_key,
                    } = value;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Leaves out what was not filled in.
    pub(crate) fn tidy(&mut self) {
        if self.pasted.trim().is_empty() {
            self.pasted.clear();
        }
        self.rows.retain(|row| {
            [&row.serial_number, &row.product_key, &row.manufacturer, &row.model]
                .into_iter()
                .any(|cell| !cell.trim().is_empty())
        });
    }

    /// The typed rows as a file.
    pub(crate) fn file(&self) -> std::io::Result<Vec<u8>> {
        entered(self.rows.iter().map(|row| EnteredDevice {
            serial_number: &row.serial_number,
            product_key: &row.product_key,
            manufacturer: &row.manufacturer,
            model: &row.model,
        }))
    }
}

/// The next field, if the sender goes on.
pub(crate) async fn next(form: &mut Multipart) -> Result<Option<Field<'_>>, Problem> {
    form.next_field().await.map_err(|_| Problem::Meaningless)
}

/// Reads on to the end for a while: browsers show an answer only to those whose whole form was taken.
pub(crate) async fn drain(form: &mut Multipart) {
    let rest = async { while let Ok(Some(_)) = form.next_field().await {} };
    // Whoever sends for longer than this gets no answer.
    let _ = tokio::time::timeout(DRAINING, rest).await;
}

/// A field's text, up to a limit.
pub(crate) async fn text(mut field: Field<'_>, limit: usize) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|_| Problem::Meaningless)? {
        if bytes.len() + chunk.len() > limit {
            return Err(Problem::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| Problem::Meaningless)
}

/// The token, which stands first in the form.
pub(crate) async fn token(form: &mut Multipart) -> Result<String, Problem> {
    match next(form).await? {
        Some(field) if field.name() == Some("csrf") => text(field, FIELD_BYTES).await,
        _ => Err(Problem::Forged),
    }
}
