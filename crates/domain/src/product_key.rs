//! The product key id (PKID): 13 digits that number the product key in a device's firmware.
//!
//! Other things travel under the same column name, "Windows Product ID". Each is told apart, because each needs another remedy.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::finding::FindingCode;

/// Digits of a product key id.
pub const PRODUCT_KEY_DIGITS: usize = 13;

/// A well-formed product key id. Opaque: no check digit is documented and none holds on real ids.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProductKey([u8; PRODUCT_KEY_DIGITS]);

/// Why a text is not a product key id.
///
/// The text itself is not kept: a licence key must not reach a log or a screen by way of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ProductKeyRefusal {
    /// Thirteen zeros, the empty value of factory templates.
    #[error("the product key id is thirteen zeros")]
    AllZeros,
    /// The product ID of the Windows settings page, which numbers an edition and not a device.
    #[error("this is a Windows product ID, not the 13-digit product key id")]
    WindowsProductId,
    /// A licence key of five groups: a secret.
    #[error("this is a licence key, not the 13-digit product key id")]
    LicenceKey,
    /// A spreadsheet turned the digits into a number with an exponent.
    #[error("a spreadsheet turned the product key id into a number")]
    SpreadsheetNumber,
    /// Digits only but fewer than 13; the number says how many.
    #[error("the product key id has {0} digits instead of 13; leading zeros are probably lost")]
    LostZeros(usize),
    /// Anything else.
    #[error("the product key id is not 13 digits")]
    Malformed,
}

impl ProductKeyRefusal {
    /// The finding that says it.
    pub fn finding_code(self) -> FindingCode {
        match self {
            Self::AllZeros => FindingCode::ProductKeyZeros,
            Self::WindowsProductId => FindingCode::ProductKeyWindowsId,
            Self::LicenceKey => FindingCode::ProductKeyLicence,
            Self::SpreadsheetNumber => FindingCode::SpreadsheetNumber,
            Self::LostZeros(_) => FindingCode::ProductKeyLostZeros,
            Self::Malformed => FindingCode::ProductKeyMalformed,
        }
    }
}

impl ProductKey {
    /// Reads a product key id. White space around it is cut; nothing else is repaired.
    pub fn parse(text: &str) -> Result<Self, ProductKeyRefusal> {
        let text = text.trim();
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self::from_digits(text.as_bytes());
        }
        Err(if is_licence_key(text) {
            ProductKeyRefusal::LicenceKey
        } else if is_windows_product_id(text) {
            ProductKeyRefusal::WindowsProductId
        } else if is_spreadsheet_number(text) {
            ProductKeyRefusal::SpreadsheetNumber
        } else {
            ProductKeyRefusal::Malformed
        })
    }

    fn from_digits(digits: &[u8]) -> Result<Self, ProductKeyRefusal> {
        let Ok(digits) = <[u8; PRODUCT_KEY_DIGITS]>::try_from(digits) else {
            return Err(if digits.len() < PRODUCT_KEY_DIGITS {
                ProductKeyRefusal::LostZeros(digits.len())
            } else {
                ProductKeyRefusal::Malformed
            });
        };
        if digits.iter().all(|digit| *digit == b'0') {
            return Err(ProductKeyRefusal::AllZeros);
        }
        Ok(Self(digits))
    }

    /// The id with this number, for invented devices: taken modulo 10^13, and 1 instead of 0.
    pub(crate) fn numbered(number: u64) -> Self {
        let mut digits = [b'0'; PRODUCT_KEY_DIGITS];
        let mut rest = (number % 10_000_000_000_000).max(1);
        for digit in digits.iter_mut().rev() {
            *digit += u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
        }
        Self(digits)
    }

    /// The 13 digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for ProductKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for ProductKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ProductKey({})", self.as_str())
    }
}

impl From<ProductKey> for String {
    fn from(key: ProductKey) -> Self {
        key.as_str().to_owned()
    }
}

impl TryFrom<String> for ProductKey {
    type Error = ProductKeyRefusal;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl std::str::FromStr for ProductKey {
    type Err = ProductKeyRefusal;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// Whether a text has the shape of a licence key, with or without its dashes, in any capitals.
///
/// Wider than one column's rule on purpose: such a text must be neither stored nor shown, wherever it turns up.
pub fn is_licence_key(text: &str) -> bool {
    let text = text.trim();
    let bare = text.len() == 25
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && text.bytes().any(|byte| byte.is_ascii_alphabetic());
    bare || has_shape(text, &[Group::Letters(5); 5])
}

fn is_windows_product_id(text: &str) -> bool {
    use Group::{Digits, DigitsOr, Letters};
    has_shape(text, &[Digits(5), Digits(5), Digits(5), Letters(5)])
        || has_shape(text, &[Digits(5), DigitsOr(3, "OEM"), Digits(7), Digits(5)])
}

/// A mantissa, an `E` and an exponent, with either decimal mark: `3.30540E+12`, `3,3E+12`, `3E12`.
pub fn is_spreadsheet_number(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.trim().split_once(['E', 'e']) else { return false };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = match mantissa.split_once(['.', ',']) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let signed = exponent.strip_prefix(['+', '-']);
    // Without sign and fraction, "12E34" is as likely a serial number; only a decimal mark or a sign makes it arithmetic.
    digits(whole)
        && fraction.is_none_or(digits)
        && digits(signed.unwrap_or(exponent))
        && (fraction.is_some() || signed.is_some())
}

#[derive(Clone, Copy)]
enum Group {
    /// So many digits.
    Digits(usize),
    /// So many digits, or this word.
    DigitsOr(usize, &'static str),
    /// So many letters or digits.
    Letters(usize),
}

fn has_shape(text: &str, groups: &[Group]) -> bool {
    let mut parts = text.split('-');
    let fits = groups.iter().all(|group| {
        parts.next().is_some_and(|part| match *group {
            Group::Digits(count) => part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit()),
            Group::DigitsOr(count, word) => {
                part.eq_ignore_ascii_case(word)
                    || part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit())
            }
            Group::Letters(count) => {
                part.len() == count && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
            }
        })
    });
    fits && parts.next().is_none()
}
