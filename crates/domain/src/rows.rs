//! Which rows of a file are meant: by number, as ranges, so that a choice of thousands stays small.

use std::fmt;
use std::str::FromStr;

/// Most separate ranges of one choice.
pub const MAX_RANGES: usize = 65_536;

/// Rows by number, the first row being 1: ranges that are in order and do not touch each other.
///
/// As text: `1-500,502,600-20000`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowRanges(Vec<(u64, u64)>);

/// A text that is no choice of rows, or a choice in too many pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RowRangesError {
    /// Not numbers and ranges in order.
    #[error("not a list of rows")]
    Malformed,
    /// More than [`MAX_RANGES`] pieces.
    #[error("more than {MAX_RANGES} ranges of rows")]
    TooMany,
}

impl RowRanges {
    /// No row.
    pub fn none() -> Self {
        Self::default()
    }

    /// Every row, however many there are.
    pub fn all() -> Self {
        Self(vec![(1, u64::MAX)])
    }

    /// These rows; backwards it is none.
    pub fn range(first: u64, last: u64) -> Self {
        if first <= last { Self(vec![(first, last)]) } else { Self::none() }
    }

    /// Whether no row is meant.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In how many pieces the rows lie.
    pub fn pieces(&self) -> usize {
        self.0.len()
    }

    /// Whether a row is meant.
    pub fn contains(&self, row: u64) -> bool {
        let after = self.0.partition_point(|(first, _)| *first <= row);
        after > 0 && self.0[after - 1].1 >= row
    }

    /// How many rows are meant.
    pub fn count(&self) -> u64 {
        self.0
            .iter()
            .fold(0_u64, |count, (first, last)| count.saturating_add((last - first).saturating_add(1)))
    }

    /// Adds a row that comes after all others.
    pub fn push(&mut self, row: u64) {
        match self.0.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(row) => *last = row,
            Some((_, last)) if *last >= row => {}
            _ => self.0.push((row, row)),
        }
    }

    /// The rows of either.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        let mut all: Vec<_> = self.0.iter().chain(&other.0).copied().collect();
        all.sort_unstable();
        let mut joined: Vec<(u64, u64)> = Vec::with_capacity(all.len());
        for (first, last) in all {
            match joined.last_mut() {
                Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
                _ => joined.push((first, last)),
            }
        }
        Self(joined)
    }

    /// The rows of this one that are not in the other.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut left = Vec::with_capacity(self.0.len());
        let mut taken = other.0.iter().copied().peekable();
        for &(mut first, last) in &self.0 {
            while taken.next_if(|(_, end)| *end < first).is_some() {}
            let mut open = true;
            let mut ahead = taken.clone();
            while let Some((from, to)) = ahead.next_if(|(from, _)| *from <= last) {
                if from > first {
                    left.push((first, from - 1));
                }
                if to >= last {
                    open = false;
                    break;
                }
                first = to + 1;
            }
            if open && first <= last {
                left.push((first, last));
            }
        }
        Self(left)
    }

    /// The rows of both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.without(&self.without(other))
    }

    /// Itself, unless it is in too many pieces to be kept.
    pub fn bounded(self) -> Result<Self, RowRangesError> {
        if self.0.len() > MAX_RANGES { Err(RowRangesError::TooMany) } else { Ok(self) }
    }
}

impl FromIterator<u64> for RowRanges {
    /// Rows in any order.
    fn from_iter<I: IntoIterator<Item = u64>>(rows: I) -> Self {
        let mut rows: Vec<u64> = rows.into_iter().collect();
        rows.sort_unstable();
        let mut ranges = Self::none();
        for row in rows {
            ranges.push(row);
        }
        ranges
    }
}

impl fmt::Display for RowRanges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, (first, last)) in self.0.iter().enumerate() {
            let comma = if position == 0 { "" } else { "," };
            if first == last {
                write!(f, "{comma}{first}")?;
            } else {
                write!(f, "{comma}{first}-{last}")?;
            }
        }
        Ok(())
    }
}

impl FromStr for RowRanges {
    type Err = RowRangesError;

    fn from_str(text: &str) -> Result<Self, RowRangesError> {
        let mut ranges: Vec<(u64, u64)> = Vec::new();
        for piece in text.split(',').filter(|_| !text.is_empty()) {
            // One choice has one text: no zeros in front, no range of one row.
            let number = |digits: &str| {
                let plain = !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
                digits.parse::<u64>().ok().filter(|_| plain).ok_or(RowRangesError::Malformed)
            };
            let (first, last) = match piece.split_once('-') {
                Some((first, last)) if first != last => (number(first)?, number(last)?),
                Some(_) => return Err(RowRangesError::Malformed),
                None => (number(piece)?, number(piece)?),
            };
            let follows =
                ranges.last().is_none_or(|(_, end)| end.checked_add(1).is_some_and(|next| first > next));
            if last < first || !follows {
                return Err(RowRangesError::Malformed);
            }
            if ranges.len() == MAX_RANGES {
                return Err(RowRangesError::TooMany);
            }
            ranges.push((first, last));
        }
        Ok(Self(ranges))
    }
}
