//! What the reader says about a file or a row: corrections, doubts and refusals, by code.
//!
//! A code is stable and language-free; its text and remedy are looked up by `finding-<code>` in the locale.

use serde::{Deserialize, Serialize};

/// A column of a device list, whatever the file called it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    /// Serial number as in the firmware.
    SerialNumber,
    /// The 13-digit product key id ("Windows Product ID" in partner files).
    ProductKey,
    /// The 4K hardware hash as base64 text.
    HardwareHash,
    /// Manufacturer as in the firmware.
    Manufacturer,
    /// Model (SMBIOS product name).
    Model,
    /// The text that selects a device profile.
    GroupTag,
    /// User principal name of the future user.
    AssignedUser,
    /// The partner's order number.
    OrderId,
    /// The partner's purchase number.
    PurchaseId,
}

impl Column {
    /// Stable name, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SerialNumber => "serial-number",
            Self::ProductKey => "product-key",
            Self::HardwareHash => "hardware-hash",
            Self::Manufacturer => "manufacturer",
            Self::Model => "model",
            Self::GroupTag => "group-tag",
            Self::AssignedUser => "assigned-user",
            Self::OrderId => "order-id",
            Self::PurchaseId => "purchase-id",
        }
    }
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The reader corrected something harmless and says so.
    Notice,
    /// The row can be registered, but a person should look.
    Warning,
    /// The row cannot be registered.
    Error,
}

macro_rules! finding_codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $severity:ident;)*) => {
        /// Why a finding was made.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum FindingCode {
            $($(#[$doc])* #[serde(rename = $code)] $name,)*
        }

        impl FindingCode {
            /// Every code, in the order of the registry.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Stable kebab-case name.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// Weight in helpful mode.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }
        }
    };
}

finding_codes! {
    // --- the file, corrected ---
    /// The file was not UTF-8 and was converted.
    EncodingConverted = "encoding-converted", Notice;
    /// A byte order mark was skipped.
    ByteOrderMark = "byte-order-mark", Notice;
    /// Semicolon or tab was taken as the delimiter.
    DelimiterConverted = "delimiter-converted", Notice;
    /// Lines before the header were skipped.
    PreambleSkipped = "preamble-skipped", Notice;
    /// The file has no header; the columns were recognised by their content.
    HeaderMissing = "header-missing", Notice;
    /// A header differs from the documented spelling only in capitals, spaces or wording.
    HeaderSpelling = "header-spelling", Notice;
    /// Columns stand in another order than documented.
    ColumnOrder = "column-order", Notice;
    /// A column that registration does not use was left out.
    ColumnIgnored = "column-ignored", Notice;
    /// Values stood in quotes.
    QuotesRemoved = "quotes-removed", Notice;
    /// Lines end in different ways within the file.
    LineEndingsMixed = "line-endings-mixed", Notice;
    /// The header stands again between the rows, as in files that were joined; it was skipped.
    HeaderRepeated = "header-repeated", Notice;
    /// The file is longer than duplicates are remembered; later ones are found at registration.
    DuplicatesUnchecked = "duplicates-unchecked", Notice;
    /// There are more notices of the kind named by `found` than are listed; `used` is how many are left out.
    NoticesShortened = "notices-shortened", Notice;
    // --- a cell, corrected ---
    /// White space around a value was cut.
    WhitespaceTrimmed = "whitespace-trimmed", Notice;
    /// Hidden or zero-width characters were removed.
    HiddenCharactersRemoved = "hidden-characters-removed", Notice;
    /// The mark that keeps a spreadsheet from running a cell as a formula was undone.
    FormulaGuardRemoved = "formula-guard-removed", Notice;
    /// The hash came without its base64 padding and was completed.
    HashPaddingRepaired = "hash-padding-repaired", Notice;
    /// Typographic quotes around a value were removed.
    SmartQuotesRemoved = "smart-quotes-removed", Notice;
    /// The tag of the row replaces the tag chosen for the upload.
    TagFromFile = "tag-from-file", Notice;
    // --- a row, doubtful ---
    /// The consent covers some models, and the row does not say which model it is: the manufacturer's catalogue decides.
    ScopeModelUnsaid = "scope-model-unsaid", Warning;
    /// The serial number in the column is not the one in the hash.
    SerialMismatch = "serial-mismatch", Warning;
    /// Manufacturer or model in the columns differ from the hash; the hash counts.
    ModelMismatch = "model-mismatch", Warning;
    /// The product key id in the column is not the one in the hash; the hash counts.
    ProductKeyMismatch = "product-key-mismatch", Warning;
    /// The hash carries a placeholder where a firmware value should be.
    HashPlaceholder = "hash-placeholder", Warning;
    /// Parts of the hash contradict each other without proving damage.
    HashInconsistent = "hash-inconsistent", Warning;
    /// The hash was captured at an unlikely time.
    HashCaptureTime = "hash-capture-time", Warning;
    /// The legacy tag of the first generation.
    TagLegacy = "tag-legacy", Warning;
    /// A placeholder in a column that is not needed to identify the device was left out.
    PlaceholderIgnored = "placeholder-ignored", Warning;
    /// Leading zeros of the serial number may have been lost in a spreadsheet.
    SerialZerosDoubtful = "serial-zeros-doubtful", Warning;
    /// Another device of this customer has the same serial number or UUID: perhaps a replaced board. Both are kept apart.
    OtherBoard = "other-board", Warning;
    // --- a row, refused ---
    /// The manufacturer publishes what it built, and this is not among it.
    NotInCatalogue = "not-in-catalogue", Error;
    /// The manufacturer built a device that differs in capitals or spacing only; `used` is its value.
    CatalogueNearMiss = "catalogue-near-miss", Error;
    /// Nothing in the row identifies a device.
    IdentityMissing = "identity-missing", Error;
    /// A serial number without manufacturer and model does not identify a device.
    IdentityIncomplete = "identity-incomplete", Error;
    /// Too few usable identifiers in the hash.
    IdentityWeak = "identity-weak", Error;
    /// A placeholder stands where a firmware value should be.
    Placeholder = "placeholder", Error;
    /// A value is that of the documentation's example.
    SampleData = "sample-data", Error;
    /// The hardware hash is damaged; `used` names the reason code.
    HashInvalid = "hash-invalid", Error;
    /// The product key id is thirteen zeros.
    ProductKeyZeros = "product-key-zeros", Error;
    /// A Windows product ID, not the 13-digit product key id.
    ProductKeyWindowsId = "product-key-windows-id", Error;
    /// A licence key; it is neither stored nor shown.
    ProductKeyLicence = "product-key-licence", Error;
    /// Not 13 digits.
    ProductKeyMalformed = "product-key-malformed", Error;
    /// Digits only but fewer than 13: leading zeros are probably lost.
    ProductKeyLostZeros = "product-key-lost-zeros", Error;
    /// A spreadsheet turned the value into a number with an exponent.
    SpreadsheetNumber = "spreadsheet-number", Error;
    /// A spreadsheet error value or an unresolved formula.
    SpreadsheetFormula = "spreadsheet-formula", Error;
    /// The serial number is shorter than its neighbours and all digits: leading zeros are probably lost.
    SerialLostZeros = "serial-lost-zeros", Error;
    /// The value is longer than allowed.
    ValueTooLong = "value-too-long", Error;
    /// The value has control characters or characters that were lost in a conversion.
    ValueCharacters = "value-characters", Error;
    /// The row has more cells than the header has columns.
    TooManyCells = "too-many-cells", Error;
    /// The row has fewer cells than the header has columns.
    TooFewCells = "too-few-cells", Error;
    /// The cells do not stand under their columns.
    ColumnsShifted = "columns-shifted", Error;
    /// The row is longer than the reader takes.
    RowTooLong = "row-too-long", Error;
    /// A quote is opened and never closed.
    QuoteUnclosed = "quote-unclosed", Error;
    /// No known group tag; `used` is the nearest valid one.
    TagUnknown = "tag-unknown", Error;
    /// Power user has no shared device mode.
    TagNotSupported = "tag-not-supported", Error;
    /// The same device stands earlier in the file; `used` is that line.
    DuplicateInFile = "duplicate-in-file", Error;
    /// The assigned user is not a user principal name.
    AssignedUserMalformed = "assigned-user-malformed", Error;
    /// The customer's consent does not cover the group tag; `used` lists those that it covers.
    ScopeGroupTag = "scope-group-tag", Error;
    /// The customer's consent does not cover the manufacturer or model; `used` lists those that it covers.
    ScopeModel = "scope-model", Error;
    /// As many devices were registered as the customer's consent covers; `used` is that number.
    ScopeMaxDevices = "scope-max-devices", Error;
    /// The customer's consent covered registrations until `used`.
    ScopeEndsAt = "scope-ends-at", Error;
    /// The customer's consent does not cover the order number; `used` lists those that it covers.
    ScopeOrderId = "scope-order-id", Error;
    /// The customer looked at the row and refused it; `used` is the reason in its own words.
    NotApproved = "not-approved", Error;
    /// The layout asks for something else; it is a list for another purpose.
    NotRegistrable = "not-registrable", Error;
    // --- strict mode: what the documented rules forbid ---
    /// Strict: the text is not ANSI.
    StrictEncoding = "strict-encoding", Error;
    /// Strict: only commas separate.
    StrictDelimiter = "strict-delimiter", Error;
    /// Strict: the header is not exactly the documented one.
    StrictHeader = "strict-header", Error;
    /// Strict: quotes are not supported.
    StrictQuotes = "strict-quotes", Error;
    /// Strict: the value has white space or hidden characters around it.
    StrictWhitespace = "strict-whitespace", Error;
    // --- the file, refused ---
    /// There is nothing in the file.
    FileEmpty = "file-empty", Error;
    /// There is a header and nothing below it.
    FileHeaderOnly = "file-header-only", Error;
    /// A spreadsheet workbook under the name of a text file.
    FileSpreadsheet = "file-spreadsheet", Error;
    /// Not a text file.
    FileBinary = "file-binary", Error;
    /// The bytes could not be read to their end.
    FileUnreadable = "file-unreadable", Error;
    /// No layout was recognised.
    FileLayoutUnknown = "file-layout-unknown", Error;
    /// More rows than the limit allows.
    FileTooManyRows = "file-too-many-rows", Error;
    /// More bytes than the limit allows.
    FileTooLarge = "file-too-large", Error;
    /// Two columns claim to be the same thing.
    FileColumnTwice = "file-column-twice", Error;
}

/// One thing said about a file, a row or a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What was found.
    pub code: FindingCode,
    /// Line in the file, the first being 1; 0 when the whole file is meant.
    pub line: u64,
    /// The column concerned, when one is.
    pub column: Option<Column>,
    /// The value as found, shortened to 200 characters; never a hash or a licence key.
    pub found: Option<String>,
    /// What is used instead, or a hint that the text of the code asks for.
    pub used: Option<String>,
}
