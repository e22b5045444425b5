//! Devices of a large body: read while it arrives, one at a time, and handed on as the lines of a file.
//!
//! The file has the columns of the published list and ours. Each device is one line, also one with nothing in it, so that the
//! verdicts come in the order of the devices.

use std::fmt;
use std::io::{self, Read, Write};

use axum::body::Body;
use bytes::{Buf, Bytes};
use futures::StreamExt as _;
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use sha2::{Digest, Sha256};
use taxiway_intake::write::{ListWriter, ListedDevice};
use tokio::sync::mpsc;

use crate::fault::Fault;
use crate::json::{Fields, Json, Value, malformed, one_more};

/// Bytes of the file that are handed on together.
const PIECE: usize = 64 << 10;

/// How the devices stand in the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// An object with `batchId` and `devices`.
    Batch,
    /// The devices alone.
    List,
}

/// What a body held beside its devices.
#[derive(Debug, Default)]
pub(crate) struct Envelope {
    pub batch_id: Option<String>,
    pub group_tag: Option<String>,
    pub order_id: Option<String>,
    pub purchase_id: Option<String>,
    pub devices: u64,
    /// SHA-256 of the body.
    pub digest: [u8; 32],
}

/// Why a body could not be read.
#[derive(Debug)]
pub(crate) enum Broken {
    /// It is not what it should be.
    Fault(Box<Fault>),
    /// It did not arrive whole, or nobody took its lines any more.
    Cut,
}

impl From<Fault> for Broken {
    fn from(fault: Fault) -> Self {
        Self::Fault(Box::new(fault))
    }
}

/// A body on its way to the reader, no more than so many bytes of it.
pub(crate) async fn pump(
    body: Body,
    limit: u64,
    to_reader: mpsc::Sender<Option<Bytes>>,
) -> Result<(), Fault> {
    let mut body = body.into_data_stream();
    let mut bytes = 0;
    while let Some(chunk) = body.next().await {
        let Ok(chunk) = chunk else { return Err(Fault::invalid("body-cut", &[])) };
        bytes += chunk.len() as u64;
        if bytes > limit {
            return Err(Fault::invalid("body-large", &[("limit", &limit.to_string())]));
        }
        // A reader that has refused the body takes no more; the rest is received and dropped.
        let _ = to_reader.send(Some(chunk)).await;
    }
    let _ = to_reader.send(None).await;
    Ok(())
}

/// The network as a blocking source, with the digest of what it gave.
struct Source {
    network: mpsc::Receiver<Option<Bytes>>,
    chunk: Bytes,
    digest: Sha256,
    begun: bool,
    whole: bool,
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.chunk.is_empty() {
            if self.whole {
                return Ok(0);
            }
            match self.network.blocking_recv() {
                Some(Some(chunk)) => {
                    self.digest.update(&chunk);
                    self.chunk = chunk;
                    if !self.begun && self.chunk.starts_with(b"\xef\xbb\xbf") {
                        self.chunk.advance(3);
                    }
                    self.begun = true;
                }
                Some(None) => self.whole = true,
                None => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
        }
        let count = buffer.len().min(self.chunk.len());
        buffer[..count].copy_from_slice(&self.chunk[..count]);
        self.chunk.advance(count);
        Ok(count)
    }
}

/// Reads a body on a blocking thread and hands its lines on.
pub(crate) fn read(
    network: mpsc::Receiver<Option<Bytes>>,
    shape: Shape,
    lines: &mpsc::Sender<io::Result<Bytes>>,
) -> Result<Envelope, Broken> {
    let outcome = convert(network, shape, lines);
    if outcome.is_err() {
        // The file breaks off where the body does.
        let _ = lines.blocking_send(Err(io::ErrorKind::UnexpectedEof.into()));
    }
    outcome
}

fn convert(
    network: mpsc::Receiver<Option<Bytes>>,
    shape: Shape,
    lines: &mpsc::Sender<io::Result<Bytes>>,
) -> Result<Envelope, Broken> {
    let source = Source { network, chunk: Bytes::new(), digest: Sha256::new(), begun: false, whole: false };
    let mut input = io::BufReader::with_capacity(PIECE, source);
    let list = ListWriter::new(Pieces { lines, held: Vec::new() }).map_err(|_| Broken::Cut)?;
    let mut sink = Sink { list, fault: None, envelope: Envelope::default(), seen: false };
    let read = {
        let mut reader = serde_json::Deserializer::from_reader(&mut input);
        match shape {
            Shape::Batch => serde::Deserializer::deserialize_any(&mut reader, Batch(&mut sink)),
            Shape::List => Devices(&mut sink).deserialize(&mut reader),
        }
        .and_then(|()| reader.end())
    };
    if let Some(broken) = sink.fault.take() {
        return Err(broken);
    }
    match read {
        Ok(()) => {}
        Err(error) if error.is_io() => return Err(Broken::Cut),
        Err(error) => return Err(malformed(&error).into()),
    }
    if !sink.seen {
        return Err(Fault::invalid("json-missing", &[("field", "devices")]).into());
    }
    if sink.envelope.devices == 0 {
        return Err(Fault::invalid("devices-none", &[("field", "devices")]).into());
    }
    let mut envelope = sink.envelope;
    sink.list.finish().and_then(|mut rest| rest.hand_on()).map_err(|_| Broken::Cut)?;
    envelope.digest = input.into_inner().digest.finalize().into();
    Ok(envelope)
}

/// Hands the file on in pieces.
struct Pieces<'a> {
    lines: &'a mpsc::Sender<io::Result<Bytes>>,
    held: Vec<u8>,
}

impl Pieces<'_> {
    fn hand_on(&mut self) -> io::Result<()> {
        let piece = Bytes::from(std::mem::take(&mut self.held));
        self.lines.blocking_send(Ok(piece)).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= PIECE {
            self.hand_on()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Where devices become lines.
struct Sink<'a> {
    list: ListWriter<Pieces<'a>>,
    fault: Option<Broken>,
    envelope: Envelope,
    /// Whether there was a list of devices at all.
    seen: bool,
}

impl Sink<'_> {
    fn device(&mut self, device: &Json) -> Result<(), Broken> {
        let number = self.envelope.devices;
        self.envelope.devices += 1;
        let fields = device.fields(&format!("devices[{number}]"))?;
        without_policies(&fields)?;
        let text = |name: &str| fields.text(name).map(Option::unwrap_or_default);
        let device = ListedDevice {
            serial_number: text("serialNumber")?,
            product_key: text("productKey")?,
            hardware_hash: text("hardwareHash")?,
            manufacturer: text("oemManufacturerName")?,
            model: text("modelName")?,
            group_tag: text("groupTag")?,
            order_id: text("orderId")?,
            purchase_id: text("purchaseId")?,
        };
        self.list.push(&device).map_err(|_| Broken::Cut)
    }

    /// Keeps what stands beside the devices.
    fn beside(&mut self, name: &str, value: &Json) -> Result<(), Fault> {
        let member = [(name.to_owned(), value.clone())];
        let object = Json::Object(member.to_vec());
        let fields: Fields<'_> = object.fields("")?;
        let kept = [
            ("batchId", &mut self.envelope.batch_id),
            ("groupTag", &mut self.envelope.group_tag),
            ("orderId", &mut self.envelope.order_id),
            ("purchaseId", &mut self.envelope.purchase_id),
        ];
        for (known, place) in kept {
            if let Some(text) = fields.text(known)? {
                place.get_or_insert_with(|| text.to_owned());
            }
        }
        Ok(())
    }
}

/// Refuses a policy for a device that does not exist yet: nobody would notice that it was left out.
fn without_policies(fields: &Fields<'_>) -> Result<(), Fault> {
    let path = fields.path("policies");
    for (at, policy) in fields.list("policies")?.unwrap_or_default().iter().enumerate() {
        if policy.fields(&format!("{path}[{at}]"))?.text("value")?.is_some() {
            return Err(Fault::property("policies-later", &[("field", &path)]));
        }
    }
    Ok(())
}

/// Reads the object around the devices.
struct Batch<'a, 'b>(&'a mut Sink<'b>);

impl<'de> Visitor<'de> for Batch<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `batchId` and `devices`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut names: Vec<String> = Vec::new();
        while let Some(name) = members.next_key::<String>()? {
            one_more::<A::Error>(names.iter(), &name)?;
            if name.eq_ignore_ascii_case("devices") {
                // Leaving one of two lists out would lose devices without a word.
                if self.0.seen {
                    return Err(A::Error::custom("there are two lists of devices"));
                }
                members.next_value_seed(Devices(self.0))?;
            } else {
                let value = members.next_value_seed(Value::within())?;
                if let Err(fault) = self.0.beside(&name, &value) {
                    self.0.fault = Some(fault.into());
                    return Err(A::Error::custom("refused"));
                }
            }
            names.push(name);
        }
        Ok(())
    }
}

/// Reads the devices.
struct Devices<'a, 'b>(&'a mut Sink<'b>);

impl<'de> DeserializeSeed<'de> for Devices<'_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Devices<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of devices")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.0.seen = true;
        while let Some(device) = items.next_element_seed(Value::within())? {
            if let Err(broken) = self.0.device(&device) {
                self.0.fault = Some(broken);
                return Err(A::Error::custom("refused"));
            }
        }
        Ok(())
    }

    /// One early client wraps the list in an object.
    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<(), A::Error> {
        Batch(self.0).visit_map(members)
    }
}
