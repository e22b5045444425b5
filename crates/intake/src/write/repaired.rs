//! The registrable rows of a file in the documented form: what strict mode, and other services, accept.

use std::io::{self, Write};

use taxiway_domain::finding::Column;
use taxiway_domain::identity::IdentityKind;

use crate::layout::Layout;
use crate::recognition::Recognition;
use crate::row::{Row, RowVerdict};

/// Columns of a repaired file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepairedForm {
    /// The Partner Center layout: takes every identity, but no tag and no user.
    PartnerCenter,
    /// The Intune layout with only as many columns as needed: takes tag and user, but no row of manufacturer and model.
    Intune {
        /// Whether there is a tag column.
        tags: bool,
        /// Whether there is a user column; it comes with the tag column, and none of its cells may be blank.
        users: bool,
    },
}

impl RepairedForm {
    /// The form that keeps most of a file: the Intune layout where the file has tags or users beside hashes or keys.
    pub fn of(recognition: &Recognition) -> Self {
        let has = |column| recognition.columns.contains(&Some(column));
        let (tags, users) = (has(Column::GroupTag), has(Column::AssignedUser));
        if (tags || users) && (has(Column::HardwareHash) || has(Column::ProductKey)) {
            Self::Intune { tags: tags || users, users }
        } else {
            Self::PartnerCenter
        }
    }

    fn layout(self) -> Layout {
        match self {
            Self::PartnerCenter => Layout::PartnerCenter,
            Self::Intune { .. } => Layout::Intune,
        }
    }

    fn width(self) -> usize {
        match self {
            Self::Intune { users: false, tags } => 3 + usize::from(tags),
            Self::PartnerCenter | Self::Intune { .. } => 5,
        }
    }
}

/// Why a row is not in the repaired file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LeftOut {
    /// The row has errors.
    NotRegistrable,
    /// A value has a comma or a quote; the documented form has no way to write it.
    NeedsQuotes,
    /// A value has characters outside ASCII; the documented form is ANSI, and which code page is anybody's guess.
    NotAnsi,
    /// The form has no column for what identifies the device, or for its tag or user.
    DoesNotFit,
    /// The user is blank where other rows have one.
    BlankUser,
}

impl LeftOut {
    /// Stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotRegistrable => "not-registrable",
            Self::NeedsQuotes => "needs-quotes",
            Self::NotAnsi => "not-ansi",
            Self::DoesNotFit => "does-not-fit",
            Self::BlankUser => "blank-user",
        }
    }
}

/// Writes a repaired file. Values stay as they are: a row that cannot be written unchanged is left out, and said to be.
pub struct RepairedWriter<W: Write> {
    out: W,
    form: RepairedForm,
}

impl<W: Write> RepairedWriter<W> {
    /// Writes the documented header.
    pub fn new(mut out: W, form: RepairedForm) -> io::Result<Self> {
        let header = &form.layout().header()[..form.width()];
        out.write_all(header.join(",").as_bytes())?;
        out.write_all(b"\r\n")?;
        Ok(Self { out, form })
    }

    /// Writes the row, or says why not.
    pub fn push(&mut self, row: &Row) -> io::Result<Option<LeftOut>> {
        if let Some(reason) = self.obstacle(row) {
            return Ok(Some(reason));
        }
        for (at, column) in self.form.layout().columns()[..self.form.width()].iter().enumerate() {
            if at > 0 {
                self.out.write_all(b",")?;
            }
            self.out.write_all(row.cells.get(*column).unwrap_or_default().as_bytes())?;
        }
        self.out.write_all(b"\r\n")?;
        Ok(None)
    }

    fn obstacle(&self, row: &Row) -> Option<LeftOut> {
        let identity = row.identity.as_ref().filter(|_| row.verdict() != RowVerdict::Error);
        let Some(identity) = identity else { return Some(LeftOut::NotRegistrable) };
        let columns = &self.form.layout().columns()[..self.form.width()];
        let values = || columns.iter().filter_map(|column| row.cells.get(*column));
        if let RepairedForm::Intune { users: true, .. } = self.form
            && row.cells.assigned_user.is_none()
        {
            return Some(LeftOut::BlankUser);
        }
        let lost = |column| !columns.contains(&column) && row.cells.get(column).is_some();
        let described = columns.contains(&Column::Model);
        if lost(Column::GroupTag)
            || lost(Column::AssignedUser)
            || (!described && identity.kind() == IdentityKind::Tuple)
        {
            return Some(LeftOut::DoesNotFit);
        }
        if values().any(|value| !value.is_ascii()) {
            return Some(LeftOut::NotAnsi);
        }
        // Values that begin as a formula would need the guard that the documented form does not know.
        let plain = |value: &str| {
            !value.contains([',', '"', '\r', '\n']) && crate::clean::clean(value).changes.is_empty()
        };
        (!values().all(plain)).then_some(LeftOut::NeedsQuotes)
    }

    /// Gives the output back.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}
