//! Bodies with devices: read one device at a time, so that memory does not grow with their number.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::fault::Fault;
use crate::json::{Fields, Value, kind_fault, malformed, one_more};

/// Most values that are read of one device, and of one member beside the devices.
const VALUES: u32 = 500;

/// How the devices stand in the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// An object with `devices`, and more beside them.
    Object,
    /// The devices alone; one early client wraps them in an object.
    List,
}

/// Why a body could not be read.
#[derive(Debug)]
pub(crate) enum Broken {
    /// It is not what it should be.
    Fault(Box<Fault>),
    /// It did not arrive whole, or nobody took its devices any more.
    Cut,
}

impl From<Fault> for Broken {
    fn from(fault: Fault) -> Self {
        Self::Fault(Box::new(fault))
    }
}

/// Who takes the devices.
pub(crate) trait Taker {
    /// Members of a device that are wanted.
    const DEVICE: &'static [&'static str];
    /// Members beside the devices that are wanted.
    const BESIDE: &'static [&'static str];

    /// Takes a device.
    fn device(&mut self, device: &Fields<'_>) -> Result<(), Broken>;

    /// Takes what stands beside the devices: an object of one member.
    fn beside(&mut self, member: &Fields<'_>) -> Result<(), Fault>;
}

/// Reads a whole body and gives the number of its devices.
pub(crate) fn read<'de, R, T>(
    reader: &mut serde_json::Deserializer<R>,
    shape: Shape,
    taker: &mut T,
) -> Result<u64, Broken>
where
    R: serde_json::de::Read<'de>,
    T: Taker,
{
    let mut walk = Walk { taker, broken: None, devices: 0, seen: false };
    let read = Step { walk: &mut walk, place: Place::Body(shape) }.deserialize(&mut *reader);
    if let Some(broken) = walk.broken {
        return Err(broken);
    }
    match read.and_then(|()| reader.end()) {
        Ok(()) if !walk.seen => Err(Fault::invalid("json-missing", &[("field", "devices")]).into()),
        Ok(()) if walk.devices == 0 => Err(Fault::invalid("devices-none", &[("field", "devices")]).into()),
        Ok(()) => Ok(walk.devices),
        Err(error) if error.is_io() => Err(Broken::Cut),
        Err(error) => Err(malformed(&error).into()),
    }
}

/// How far the reading is.
struct Walk<'t, T> {
    taker: &'t mut T,
    broken: Option<Broken>,
    devices: u64,
    /// Whether there was a list of devices at all.
    seen: bool,
}

impl<T: Taker> Walk<'_, T> {
    /// Remembers what is wrong, which the reader has no room for, and ends the reading.
    fn breaks<E: serde::de::Error>(&mut self, broken: impl Into<Broken>) -> E {
        self.broken = Some(broken.into());
        E::custom("refused")
    }

    fn device<'de, A: SeqAccess<'de>>(&mut self, items: &mut A) -> Result<bool, A::Error> {
        let left = Cell::new(VALUES);
        let Some(device) = items.next_element_seed(Value::only(&left, T::DEVICE))? else { return Ok(false) };
        let path = format!("devices[{}]", self.devices);
        self.devices += 1;
        let taken = device.fields(&path).map_err(Broken::from).and_then(|fields| self.taker.device(&fields));
        taken.map(|()| true).map_err(|broken| self.breaks(broken))
    }

    /// Reads the member of an object around the devices.
    fn member<'de, A: MapAccess<'de>>(&mut self, name: &str, members: &mut A) -> Result<(), A::Error> {
        if name.eq_ignore_ascii_case("devices") {
            if !self.seen {
                return members.next_value_seed(Step { walk: self, place: Place::Devices });
            }
            // Names that differ in capitals alone are taken where one has no value.
            return match members.next_value::<Option<IgnoredAny>>()? {
                None => Ok(()),
                Some(_) => Err(self.breaks(Fault::invalid("devices-twice", &[("field", "devices")]))),
            };
        }
        if !T::BESIDE.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            return members.next_value::<IgnoredAny>().map(drop);
        }
        let left = Cell::new(VALUES);
        let value = members.next_value_seed(Value::within(&left))?;
        let taken = self.taker.beside(&Fields::of_one(&(name.to_owned(), value)));
        taken.map_err(|fault| self.breaks(fault))
    }
}

/// Where in the body the reader stands.
#[derive(Debug, Clone, Copy)]
enum Place {
    Body(Shape),
    Devices,
}

struct Step<'w, 't, T> {
    walk: &'w mut Walk<'t, T>,
    place: Place,
}

impl<T: Taker> Step<'_, '_, T> {
    fn wrong<E: serde::de::Error>(self, found: &str) -> E {
        let (path, wanted) = match self.place {
            Place::Body(Shape::Object) => ("", "object"),
            Place::Body(Shape::List) => ("", "array"),
            Place::Devices => ("devices", "array"),
        };
        self.walk.breaks(kind_fault(path, wanted, found))
    }
}

impl<'de, T: Taker> DeserializeSeed<'de> for Step<'_, '_, T> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de, T: Taker> Visitor<'de> for Step<'_, '_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("devices")
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<(), E> {
        Err(self.wrong("boolean"))
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<(), E> {
        Err(self.wrong("number"))
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<(), E> {
        Err(self.wrong("number"))
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<(), E> {
        Err(self.wrong("number"))
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        Err(self.wrong("string"))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        // Null is none, as everywhere.
        if matches!(self.place, Place::Devices) { Ok(()) } else { Err(self.wrong("null")) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        if matches!(self.place, Place::Body(Shape::Object)) {
            return Err(self.wrong("array"));
        }
        self.walk.seen = true;
        while self.walk.device(&mut items)? {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        if matches!(self.place, Place::Devices) {
            return Err(self.wrong("object"));
        }
        let mut names: Vec<String> = Vec::new();
        while let Some(name) = members.next_key::<String>()? {
            // A second list of devices is told of in words of its own.
            if !(name.eq_ignore_ascii_case("devices") && self.walk.seen) {
                one_more::<A::Error>(names.iter(), &name)?;
            }
            self.walk.member(&name, &mut members)?;
            names.push(name);
        }
        Ok(())
    }
}
