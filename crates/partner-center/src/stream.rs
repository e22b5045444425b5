//! Devices of a large body: read while it arrives, one at a time, and handed on as the lines of a file.
//!
//! The file has the columns of the published list and ours. Each device is one line, also one with nothing in it, so that the
//! verdicts come in the order of the devices.

use std::io::{self, Read, Write};

use bytes::{Buf, Bytes, BytesMut};
use sha2::{Digest, Sha256};
use taxiway_intake::write::{ListWriter, ListedDevice};
use tokio::sync::mpsc;

use crate::body::Arriving;
use crate::devices::{self, Broken, Shape, Taker};
use crate::fault::Fault;
use crate::json::{Fields, is_other_encoding, without_mark};

/// Bytes of the file that are handed on together.
const PIECE: usize = 64 << 10;
/// Bytes by which an encoding is told.
const HEAD: usize = 4;

/// What a body held beside its devices.
#[derive(Debug, Default)]
pub(crate) struct Envelope {
    pub batch_id: Option<String>,
    pub group_tag: Option<String>,
    pub order_id: Option<String>,
    pub purchase_id: Option<String>,
    /// SHA-256 of the body.
    pub digest: [u8; 32],
}

/// A body on its way to the reader.
pub(crate) async fn pump(mut body: Arriving, to_reader: mpsc::Sender<Option<Bytes>>) -> Result<(), Fault> {
    while let Some(chunk) = body.next().await? {
        // A reader that has refused the body takes no more; the rest is received and dropped.
        let _ = to_reader.send(Some(chunk)).await;
    }
    let _ = to_reader.send(None).await;
    Ok(())
}

/// How much of a body has arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    New,
    Begun,
    Whole,
}

/// The network as a blocking source, with the digest of what it gave.
struct Source {
    network: mpsc::Receiver<Option<Bytes>>,
    chunk: Bytes,
    digest: Sha256,
    progress: Progress,
    /// Whether there was nothing but space so far.
    blank: bool,
    /// Whether it is no UTF-8.
    foreign: bool,
    /// The bytes of a letter whose rest is in the next piece.
    torn: Vec<u8>,
}

impl Source {
    fn new(network: mpsc::Receiver<Option<Bytes>>) -> Self {
        Self {
            network,
            chunk: Bytes::new(),
            digest: Sha256::new(),
            progress: Progress::New,
            blank: true,
            foreign: false,
            torn: Vec::new(),
        }
    }

    /// Takes the next bytes; none at the end.
    fn next(&mut self) -> io::Result<Option<Bytes>> {
        if self.progress == Progress::Whole {
            return Ok(None);
        }
        match self.network.blocking_recv() {
            Some(Some(chunk)) => {
                self.digest.update(&chunk);
                self.check(&chunk)?;
                Ok(Some(chunk))
            }
            Some(None) => {
                self.progress = Progress::Whole;
                self.foreign = self.foreign || !self.torn.is_empty();
                if self.foreign { Err(io::ErrorKind::InvalidData.into()) } else { Ok(None) }
            }
            None => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }

    /// Refuses what is no UTF-8: the reader looks at the letters of those members only that are wanted.
    fn check(&mut self, chunk: &[u8]) -> io::Result<()> {
        let mut rest = chunk;
        while !self.torn.is_empty() {
            let [next, more @ ..] = rest else { return Ok(()) };
            self.torn.push(*next);
            rest = more;
            match std::str::from_utf8(&self.torn) {
                Ok(_) => self.torn.clear(),
                Err(error) if error.error_len().is_none() => {}
                Err(_) => return self.is_foreign(),
            }
        }
        match std::str::from_utf8(rest) {
            Ok(_) => Ok(()),
            Err(error) if error.error_len().is_none() => {
                self.torn.extend_from_slice(&rest[error.valid_up_to()..]);
                Ok(())
            }
            Err(_) => self.is_foreign(),
        }
    }

    fn is_foreign(&mut self) -> io::Result<()> {
        self.foreign = true;
        Err(io::ErrorKind::InvalidData.into())
    }

    /// Looks at the first bytes, in however many pieces they come.
    fn begin(&mut self) -> io::Result<()> {
        let mut head = BytesMut::new();
        while head.len() < HEAD {
            match self.next()? {
                Some(chunk) => head.extend_from_slice(&chunk),
                None => break,
            }
        }
        if self.progress == Progress::New {
            self.progress = Progress::Begun;
        }
        if is_other_encoding(&head) {
            return self.is_foreign();
        }
        let mark = head.len() - without_mark(&head).len();
        self.chunk = head.freeze();
        self.chunk.advance(mark);
        Ok(())
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.progress == Progress::New {
            self.begin()?;
        }
        while self.chunk.is_empty() {
            match self.next()? {
                Some(chunk) => self.chunk = chunk,
                None => return Ok(0),
            }
        }
        let count = buffer.len().min(self.chunk.len());
        buffer[..count].copy_from_slice(&self.chunk[..count]);
        self.blank = self.blank && self.chunk[..count].iter().all(u8::is_ascii_whitespace);
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
    let mut input = io::BufReader::with_capacity(PIECE, Source::new(network));
    let list = ListWriter::new(Pieces { lines, held: Vec::new() }).map_err(|_| Broken::Cut)?;
    let mut sink = Sink { list, envelope: Envelope::default() };
    let read = devices::read(&mut serde_json::Deserializer::from_reader(&mut input), shape, &mut sink);
    let source = input.into_inner();
    read.map_err(|broken| match broken {
        _ if source.foreign => Fault::invalid("json-encoding", &[]).into(),
        Broken::Fault(_) if source.blank => Fault::invalid("body-missing", &[]).into(),
        broken => broken,
    })?;
    sink.list.finish().and_then(|mut rest| rest.hand_on()).map_err(|_| Broken::Cut)?;
    Ok(Envelope { digest: source.digest.finalize().into(), ..sink.envelope })
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
    envelope: Envelope,
}

impl Taker for Sink<'_> {
    const DEVICE: &'static [&'static str] = &[
        "serialNumber",
        "productKey",
        "hardwareHash",
        "oemManufacturerName",
        "modelName",
        "policies",
        "groupTag",
        "orderId",
        "purchaseId",
    ];
    const BESIDE: &'static [&'static str] = &["batchId", "groupTag", "orderId", "purchaseId"];

    fn device(&mut self, device: &Fields<'_>) -> Result<(), Broken> {
        without_policies(device)?;
        let text = |name: &str| device.text(name).map(Option::unwrap_or_default);
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

    fn beside(&mut self, member: &Fields<'_>) -> Result<(), Fault> {
        let kept = [
            ("batchId", &mut self.envelope.batch_id),
            ("groupTag", &mut self.envelope.group_tag),
            ("orderId", &mut self.envelope.order_id),
            ("purchaseId", &mut self.envelope.purchase_id),
        ];
        for (known, place) in kept {
            if let Some(text) = member.text(known)? {
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
