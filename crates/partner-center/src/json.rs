//! Reading bodies: JSON with keys in any capitals, and errors that name the member.
//!
//! Clients disagree about capitals, send members that nobody knows, and put null or an empty text where they have nothing. All
//! that is taken. What cannot be meant is refused: a member twice, wrong kinds, depth without end.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

use crate::fault::Fault;

/// Deepest nesting that is read; the published bodies need five.
const DEPTH: u8 = 32;

/// Most members of an object; the published ones have a dozen.
const MEMBERS: usize = 200;

/// Most values of a body that is read as a whole.
const VALUES: u32 = 100_000;

/// A value as it was sent.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(serde_json::Number),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// What kind of value it is, in the words of the format.
    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "boolean",
            Self::Number(_) => "number",
            Self::Text(_) => "string",
            Self::List(_) => "array",
            Self::Object(_) => "object",
        }
    }

    /// The value as an object whose members are read by name.
    pub(crate) fn fields<'a>(&'a self, path: &str) -> Result<Fields<'a>, Fault> {
        match self {
            Self::Object(members) => Ok(Fields { path: path.to_owned(), members }),
            other => Err(wrong_kind(path, "object", other)),
        }
    }

    /// The value as a list.
    pub(crate) fn list(&self, path: &str) -> Result<&[Json], Fault> {
        match self {
            Self::List(items) => Ok(items),
            Self::Null => Ok(&[]),
            other => Err(wrong_kind(path, "array", other)),
        }
    }
}

/// A value of another kind than the one that belongs here.
pub(crate) fn wrong_kind(path: &str, wanted: &str, found: &Json) -> Fault {
    kind_fault(path, wanted, found.kind())
}

/// A member, or the whole body, is of another kind than it must be.
pub(crate) fn kind_fault(path: &str, wanted: &str, found: &str) -> Fault {
    let field = if path.is_empty() { "body" } else { path };
    Fault::invalid("json-kind", &[("field", field), ("wanted", wanted), ("found", found)])
}

/// The members of an object.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    path: String,
    members: &'a [(String, Json)],
}

impl<'a> Fields<'a> {
    /// An object of one member.
    pub(crate) fn of_one(member: &'a (String, Json)) -> Self {
        Self { path: String::new(), members: std::slice::from_ref(member) }
    }

    /// Where a member stands, for errors.
    pub(crate) fn path(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// A member by its name in any capitals; null is none. Of several that differ in capitals the first one with a value counts.
    pub(crate) fn get(&self, name: &str) -> Option<&'a Json> {
        let named = self.members.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value).find(|value| **value != Json::Null)
    }

    /// Whether a member of this name stands there, be it null.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.members.iter().any(|(key, _)| key.eq_ignore_ascii_case(name))
    }

    /// A text; null and an empty one are none.
    pub(crate) fn text(&self, name: &str) -> Result<Option<&'a str>, Fault> {
        match self.get(name) {
            None => Ok(None),
            Some(Json::Text(text)) => Ok(Some(text.as_str()).filter(|text| !text.is_empty())),
            Some(other) => Err(wrong_kind(&self.path(name), "string", other)),
        }
    }

    /// A text that must be there.
    pub(crate) fn needed(&self, name: &str) -> Result<&'a str, Fault> {
        let missing = || Fault::invalid("json-missing", &[("field", &self.path(name))]);
        self.text(name)?.ok_or_else(missing)
    }

    /// A list; none when it is missing.
    pub(crate) fn list(&self, name: &str) -> Result<Option<&'a [Json]>, Fault> {
        self.get(name).map(|value| value.list(&self.path(name))).transpose()
    }
}

/// Reads a whole body.
pub(crate) fn read(body: &[u8]) -> Result<Json, Fault> {
    parse(text_of(body)?).map_err(|error| malformed(&error))
}

/// Reads a text.
pub(crate) fn parse(text: &str) -> Result<Json, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let left = Cell::new(VALUES);
    let value = Value { depth: DEPTH, left: &left, names: &[] }.deserialize(&mut reader)?;
    reader.end().map(|()| value)
}

/// The text of a body that has one.
pub(crate) fn text_of(body: &[u8]) -> Result<&str, Fault> {
    let encoding = || Fault::invalid("json-encoding", &[]);
    if is_other_encoding(body) {
        return Err(encoding());
    }
    let text = std::str::from_utf8(without_mark(body)).map_err(|_| encoding())?;
    if text.trim().is_empty() { Err(Fault::invalid("body-missing", &[])) } else { Ok(text) }
}

/// A body without the byte order mark that some clients send.
pub(crate) fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// Whether a text begins as those in UTF-16 and UTF-32 do: with their mark, or with a NUL before or behind the first letter.
pub(crate) fn is_other_encoding(body: &[u8]) -> bool {
    matches!(body, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, ..] | [_, 0, ..])
}

/// What is wrong with the text of a body.
pub(crate) fn malformed(error: &serde_json::Error) -> Fault {
    let (line, column) = (error.line().to_string(), error.column().to_string());
    let key = match error.classify() {
        Category::Data => "json-unusable",
        Category::Eof => "json-ends",
        Category::Syntax | Category::Io => "json-malformed",
    };
    Fault::invalid(key, &[("line", &line), ("column", &column), ("reason", &reason(error))])
}

/// Why a text is not JSON, without the place, which is said in the reader's language.
pub(crate) fn reason(error: &serde_json::Error) -> String {
    error.to_string().split(" at line ").next().unwrap_or_default().to_owned()
}

/// Reads one value, of bounded depth and with a bounded number of values in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Value<'a> {
    depth: u8,
    left: &'a Cell<u32>,
    /// Members of the object that are read, others being passed over; empty: all of them.
    names: &'static [&'static str],
}

impl<'a> Value<'a> {
    /// A value within a body that is read piece by piece, with so many values left.
    pub(crate) fn within(left: &'a Cell<u32>) -> Self {
        Self { depth: DEPTH - 2, left, names: &[] }
    }

    /// As [`Self::within`], of which only these members are wanted.
    pub(crate) fn only(left: &'a Cell<u32>, names: &'static [&'static str]) -> Self {
        Self { names, ..Self::within(left) }
    }

    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        let depth = self.depth.checked_sub(1).ok_or_else(|| E::custom("nested too deeply"))?;
        Ok(Self { depth, names: &[], ..self })
    }

    fn count<E: serde::de::Error>(self) -> Result<(), E> {
        let left = self.left.get().checked_sub(1).ok_or_else(|| E::custom("too many values in one place"))?;
        self.left.set(left);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Json;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Json, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Json, E> {
        serde_json::Number::from_f64(value).map(Json::Number).ok_or_else(|| E::custom("not a finite number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let inner = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            self.count()?;
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let inner = self.deeper()?;
        let mut object: Vec<(String, Json)> = Vec::new();
        let mut passed: Vec<String> = Vec::new();
        while let Some(key) = members.next_key::<String>()? {
            one_more::<A::Error>(object.iter().map(|(known, _)| known).chain(&passed), &key)?;
            if self.names.is_empty() || self.names.iter().any(|name| key.eq_ignore_ascii_case(name)) {
                self.count()?;
                object.push((key, members.next_value_seed(inner)?));
            } else {
                members.next_value::<IgnoredAny>()?;
                passed.push(key);
            }
        }
        Ok(Json::Object(object))
    }
}

/// Refuses a member that stands twice, or that is one too many.
pub(crate) fn one_more<'a, E: serde::de::Error>(
    mut known: impl Iterator<Item = &'a String> + Clone,
    key: &str,
) -> Result<(), E> {
    if known.clone().count() >= MEMBERS {
        return Err(E::custom("an object has too many members"));
    }
    if known.any(|known| known == key) {
        return Err(E::custom(format_args!("the member `{}` stands twice", shown(key))));
    }
    Ok(())
}

/// A key as an error may show it.
fn shown(key: &str) -> String {
    key.chars().filter(|c| !c.is_control()).take(40).collect()
}
