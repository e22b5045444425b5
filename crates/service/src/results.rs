//! What became of each row, packed per part, and packing of verdicts in general.

use std::io::{BufWriter, IntoInnerError};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize, Serializer};
use taxiway_domain::finding::Finding;
use taxiway_domain::ids::DeviceId;
use taxiway_domain::registration::ServiceCode;
use taxiway_domain::text::Text;
use zstd::stream::Encoder;

use crate::error::{Result, ServiceError};
use crate::slicing::{compressor, decompress};

/// How a row ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// A device was registered.
    #[serde(rename = "r")]
    Registered,
    /// This customer has the device already; nothing to do.
    #[serde(rename = "a")]
    Already,
    /// The row could not be registered.
    #[serde(rename = "f")]
    Failed,
    /// The job was stopped before the row's turn; the code says why.
    #[serde(rename = "c")]
    Cancelled,
}

impl Outcome {
    /// Stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Already => "already",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads the stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Registered, Self::Already, Self::Failed, Self::Cancelled]
            .into_iter()
            .find(|one| one.as_str() == name)
    }
}

/// The verdict of one row, with an echo of what identifies it. Field names are short because a million of them are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowResult {
    /// Number of the row in the file.
    #[serde(rename = "n")]
    pub number: u64,
    /// Its line.
    #[serde(rename = "l")]
    pub line: u64,
    /// How it ended.
    #[serde(rename = "v")]
    pub outcome: Outcome,
    /// The published code, when it was not simply registered.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub code: Option<ServiceCode>,
    /// The device, when it is this customer's.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub device_id: Option<DeviceId>,
    /// Serial number.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<Text>,
    /// Product key id.
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub product_key: Option<Text>,
    /// Manufacturer.
    #[serde(rename = "m", default, skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<Text>,
    /// Model.
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    pub model: Option<Text>,
    /// Group tag.
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    pub group_tag: Option<Text>,
    /// The row's own order number; without one, the job's counts.
    #[serde(rename = "i", default, skip_serializing_if = "Option::is_none")]
    pub order_id: Option<Text>,
    /// The row's own purchase number; without one, the job's counts.
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
    pub purchase_id: Option<Text>,
    /// The line as it stands, where it could not be divided into cells.
    #[serde(rename = "x", default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// Warnings and errors, with what they name.
    #[serde(rename = "f", default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

/// Packs verdicts, such as those of the rows of a part.
pub(crate) fn pack<'a, T: Serialize + 'a>(rows: impl Iterator<Item = &'a T>) -> Result<Vec<u8>> {
    let mut text = BufWriter::new(compressor().map_err(ServiceError::internal("compress results"))?);
    serde_json::Serializer::new(&mut text)
        .collect_seq(rows)
        .map_err(ServiceError::internal("write results"))?;
    let compressor = text.into_inner().map_err(IntoInnerError::into_error);
    compressor.and_then(Encoder::finish).map_err(ServiceError::internal("compress results"))
}

/// Undoes [`pack`].
pub(crate) fn unpack<T: DeserializeOwned>(data: &[u8]) -> Result<Vec<T>> {
    serde_json::from_slice(&decompress(data)?).map_err(ServiceError::internal("read results"))
}
