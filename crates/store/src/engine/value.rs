//! Values that travel to and from either engine.

use std::borrow::Cow;

use jiff::Timestamp;
use newtype_uuid::{GenericUuid, TypedUuid, TypedUuidKind};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgHasArrayType, PgTypeInfo, PgValueFormat, PgValueRef};
use sqlx::sqlite::{SqliteArgumentsBuffer, SqliteTypeInfo, SqliteValueRef};
use sqlx::{Decode, Encode, Postgres, Sqlite, Type};
use uuid::Uuid;

/// One bound value; an absent one keeps its type, which PostgreSQL asks for.
#[derive(Debug, Clone)]
pub(crate) enum Value<'q> {
    /// Text.
    Text(Option<Cow<'q, str>>),
    /// A 64-bit integer.
    Int(Option<i64>),
    /// A boolean; 0 or 1 on SQLite.
    Bool(bool),
    /// An id.
    Uuid(Option<Uuid>),
    /// A point in time.
    Time(Option<Time>),
    /// Bytes.
    Bytes(Option<Cow<'q, [u8]>>),
}

macro_rules! value_from {
    ($($type:ty => |$v:ident| $make:expr;)*) => {$(
        impl<'q> From<$type> for Value<'q> { fn from($v: $type) -> Self { $make } }
    )*};
}
value_from! {
    &'q str => |v| Value::Text(Some(Cow::Borrowed(v)));
    &'q String => |v| Value::Text(Some(Cow::Borrowed(v)));
    String => |v| Value::Text(Some(Cow::Owned(v)));
    Option<&'q str> => |v| Value::Text(v.map(Cow::Borrowed));
    &'q Option<String> => |v| Value::Text(v.as_deref().map(Cow::Borrowed));
    Option<String> => |v| Value::Text(v.map(Cow::Owned));
    i64 => |v| Value::Int(Some(v));
    Option<i64> => |v| Value::Int(v);
    bool => |v| Value::Bool(v);
    Timestamp => |v| Value::Time(Some(Time(v)));
    Option<Timestamp> => |v| Value::Time(v.map(Time));
    &'q [u8] => |v| Value::Bytes(Some(Cow::Borrowed(v)));
    &'q Vec<u8> => |v| Value::Bytes(Some(Cow::Borrowed(v)));
    Vec<u8> => |v| Value::Bytes(Some(Cow::Owned(v)));
    Option<Vec<u8>> => |v| Value::Bytes(v.map(Cow::Owned));
    Option<&'q [u8]> => |v| Value::Bytes(v.map(Cow::Borrowed));
    Uuid => |v| Value::Uuid(Some(v));
}
impl<K: TypedUuidKind> From<TypedUuid<K>> for Value<'_> {
    fn from(v: TypedUuid<K>) -> Self {
        Value::Uuid(Some(v.into_untyped_uuid()))
    }
}
impl<K: TypedUuidKind> From<Option<TypedUuid<K>>> for Value<'_> {
    fn from(v: Option<TypedUuid<K>>) -> Self {
        Value::Uuid(v.map(GenericUuid::into_untyped_uuid))
    }
}

/// A typed id as a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Id<K: TypedUuidKind>(pub TypedUuid<K>);

impl<K: TypedUuidKind> From<Id<K>> for TypedUuid<K> {
    fn from(id: Id<K>) -> Self {
        id.0
    }
}

macro_rules! id_columns {
    ($($db:ty),*) => {$(
        impl<K: TypedUuidKind> Type<$db> for Id<K> {
            fn type_info() -> <$db as sqlx::Database>::TypeInfo { <Uuid as Type<$db>>::type_info() }
            fn compatible(ty: &<$db as sqlx::Database>::TypeInfo) -> bool { <Uuid as Type<$db>>::compatible(ty) }
        }
        impl<'r, K: TypedUuidKind> Decode<'r, $db> for Id<K> {
            fn decode(value: <$db as sqlx::Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
                <Uuid as Decode<'r, $db>>::decode(value).map(|id| Self(TypedUuid::from_untyped_uuid(id)))
            }
        }
    )*};
}
id_columns!(Sqlite, Postgres);

/// A point in time as a column: `timestamptz` on PostgreSQL, microseconds since 1970 on SQLite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(pub Timestamp);

impl From<Time> for Timestamp {
    fn from(time: Time) -> Self {
        time.0
    }
}

/// Microseconds from 1970-01-01 to PostgreSQL's own epoch, 2000-01-01.
const POSTGRES_EPOCH: i64 = 946_684_800_000_000;
/// PostgreSQL's type number of `timestamptz`.
const TIMESTAMPTZ: Oid = Oid(1184);

impl Time {
    /// Microseconds since PostgreSQL's epoch, as its binary format wants them.
    pub(super) fn postgres_micros(self) -> i64 {
        self.0.as_microsecond() - POSTGRES_EPOCH
    }
}

impl Type<Sqlite> for Time {
    fn type_info() -> SqliteTypeInfo {
        <i64 as Type<Sqlite>>::type_info()
    }
    fn compatible(ty: &SqliteTypeInfo) -> bool {
        <i64 as Type<Sqlite>>::compatible(ty)
    }
}
impl Encode<'_, Sqlite> for Time {
    fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
        Encode::<Sqlite>::encode(self.0.as_microsecond(), buffer)
    }
}
impl<'r> Decode<'r, Sqlite> for Time {
    fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
        Ok(Self(Timestamp::from_microsecond(<i64 as Decode<Sqlite>>::decode(value)?)?))
    }
}
impl Type<Postgres> for Time {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(TIMESTAMPTZ)
    }
}
impl PgHasArrayType for Time {
    fn array_type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(1185))
    }
}
impl Encode<'_, Postgres> for Time {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Encode::<Postgres>::encode(self.postgres_micros(), buffer)
    }
}
impl<'r> Decode<'r, Postgres> for Time {
    fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
        if value.format() == PgValueFormat::Text {
            return Ok(Self(value.as_str()?.replace(' ', "T").parse()?));
        }
        let micros = i64::from_be_bytes(value.as_bytes()?.try_into()?);
        Ok(Self(Timestamp::from_microsecond(micros + POSTGRES_EPOCH)?))
    }
}
