//! The lists of the demo: devices as suppliers name them, with the trouble that lists have.

use anyhow::{Context, Result};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use taxiway_domain::fleet::{Fleet, FleetDevice};
use taxiway_domain::group_tag::LEGACY_TAG;
use taxiway_intake::testing::{Form, render};
use taxiway_intake::{Encoding, Layout};
use taxiway_service::store::CatalogueDevice;

use super::cast::OWN_TAG;

/// The same devices in every demo.
const SEED: u64 = 8600;
/// Devices of the manufacturer's catalogue.
const BUILT: usize = 30;
/// Devices of each earlier delivery.
const DELIVERED: usize = 120;
/// Devices that the other customer has.
const ELSEWHERE: usize = 9;
/// The maker whose catalogue is published, and what it builds.
const MAKER: &str = "Kestrel Computers";
const MODEL: &str = "Kestrel Air 14";

/// A list as it is handed in.
pub(super) struct List {
    pub(super) file_name: &'static str,
    pub(super) bytes: Vec<u8>,
    pub(super) group_tag: &'static str,
    pub(super) batch_name: &'static str,
}

/// Every list of the demo.
pub(super) struct Deliveries {
    pub(super) catalogue: Vec<CatalogueDevice>,
    /// Registered some weeks ago.
    pub(super) earlier: Vec<List>,
    /// Registered for the other customer by the other partner.
    pub(super) elsewhere: List,
    /// Of the other customer by the first partner.
    pub(super) small: List,
    /// Handed in now.
    pub(super) now: Vec<List>,
}

/// Devices on a shelf, to be taken by maker.
struct Shelf {
    fleet: Fleet<ChaCha20Rng>,
    rng: ChaCha20Rng,
}

impl Shelf {
    fn of(&mut self, maker: &str) -> FleetDevice {
        loop {
            let device = self.fleet.next_device();
            if device.manufacturer.starts_with(maker) {
                return device;
            }
        }
    }

    fn several(&mut self, maker: &str, count: usize) -> Vec<FleetDevice> {
        (0..count).map(|_| self.of(maker)).collect()
    }

    /// What the manufacturer with a catalogue built.
    fn built(&mut self, count: usize) -> Vec<FleetDevice> {
        let build = |number: usize| {
            let mut device = self.fleet.next_device();
            MAKER.clone_into(&mut device.manufacturer);
            MODEL.clone_into(&mut device.model);
            device.serial_number = format!("KA14-{:05}", 20_417 + number);
            device
        };
        (0..count).map(build).collect()
    }
}

pub(super) fn write() -> Result<Deliveries> {
    let mut shelf = Shelf {
        fleet: Fleet::new(ChaCha20Rng::seed_from_u64(SEED)),
        rng: ChaCha20Rng::seed_from_u64(SEED + 1),
    };
    let built = shelf.built(BUILT);
    let laptops = shelf.several("LENOVO", DELIVERED);
    let desktops = shelf.several("Dell", DELIVERED);
    let elsewhere = shelf.several("HP", ELSEWHERE);
    let small = shelf.several("Microsoft", ELSEWHERE);
    let described = shelf.several("HP", 6);
    let supplier = supplier_list(&mut shelf, &built, &described, &elsewhere[2])?;
    let capture = capture_list(&mut shelf, &described, &laptops[7])?;
    let list = |file_name, bytes, group_tag, batch_name| List { file_name, bytes, group_tag, batch_name };
    let standard = "Microsoft365Managed_Standard";
    let shared = "Microsoft365Managed_SensitiveData-Shared";
    Ok(Deliveries {
        catalogue: built.iter().map(catalogue_device).collect(),
        earlier: vec![
            list("delivery-2041.csv", plain_list(&laptops)?, standard, "Delivery 2041"),
            list("delivery-2042.csv", plain_list(&desktops)?, shared, "Delivery 2042"),
        ],
        elsewhere: list("skargard.csv", plain_list(&elsewhere)?, standard, "Skärgård"),
        small: list(
            "skargard-surface.csv",
            plain_list(&small)?,
            "Microsoft365Managed_PowerUser",
            "Skärgård, Surface",
        ),
        now: vec![
            list("delivery-2043.csv", supplier, standard, "Delivery 2043"),
            list("AutopilotHWID.csv", capture, standard, "Captured in the workshop"),
        ],
    })
}

fn catalogue_device(device: &FleetDevice) -> CatalogueDevice {
    CatalogueDevice {
        serial_number: device.serial_number.clone(),
        manufacturer: device.manufacturer.clone(),
        model: device.model.clone(),
        product_key: Some(device.product_key.as_str().to_owned()),
    }
}

type Cells = Vec<String>;

fn header(layout: Layout, columns: usize) -> Cells {
    layout.header()[..columns].iter().map(|name| (*name).to_owned()).collect()
}

/// Serial number, product key id, hash, manufacturer and model, as partners hand them in.
fn partner_row(serial_number: &str, product_key: &str, hash: &str, manufacturer: &str, model: &str) -> Cells {
    [serial_number, product_key, hash, manufacturer, model].map(str::to_owned).into()
}

fn tuple_row(device: &FleetDevice) -> Cells {
    partner_row(&device.serial_number, "", "", &device.manufacturer, &device.model)
}

fn plain_list(devices: &[FleetDevice]) -> Result<Vec<u8>> {
    let mut rows = vec![header(Layout::PartnerCenter, 5)];
    rows.extend(devices.iter().map(tuple_row));
    Ok(render(&rows, Form::default())?)
}

/// What the supplier sent: every way to name a device, and every way to spoil it.
fn supplier_list(
    shelf: &mut Shelf,
    built: &[FleetDevice],
    described: &[FleetDevice],
    elsewhere: &FleetDevice,
) -> Result<Vec<u8>> {
    let key = |device: &FleetDevice| device.product_key.as_str().to_owned();
    let mut rows = vec![header(Layout::PartnerCenter, 5)];
    rows.extend(shelf.several("HP", 4).iter().map(tuple_row));
    rows.push(partner_row(&described[0].serial_number, "", &described[0].hash(), "", ""));
    rows.push(partner_row("", &key(&described[1]), &described[1].hash(), "", ""));
    rows.push(partner_row("", "", &described[2].hash(), &described[2].manufacturer, &described[2].model));
    rows.push(partner_row("", &key(&built[4]), "", "", ""));
    rows.extend(built[5..9].iter().map(tuple_row));
    // The maker writes "Kestrel Air 14".
    rows.push(partner_row(&built[9].serial_number, "", "", MAKER, "KESTREL AIR14"));
    // A serial number that the maker never used.
    rows.push(partner_row("KA14-99999", "", "", MAKER, MODEL));
    let damaged = damaged(&described[3].hash()).context("the hash is long enough")?;
    rows.push(partner_row(&described[3].serial_number, "", &damaged, "", ""));
    // A spreadsheet made a number of the product key id.
    rows.push(partner_row("", "3.30512E+12", "", "", ""));
    rows.push(partner_row("To be filled by O.E.M.", "", "", "Dell Inc.", "Latitude 7420"));
    // The same device as the first hash, named in another way.
    rows.push(tuple_row(&described[0]));
    rows.push(tuple_row(elsewhere));
    rows.extend(shelf.several("Dell", 5).iter().map(tuple_row));
    Ok(render(&rows, Form::default())?)
}

/// One letter changed, as by a careless hand.
fn damaged(hash: &str) -> Option<String> {
    let at = 700;
    let other = if hash.as_bytes().get(at)? == &b'A' { "B" } else { "A" };
    Some(format!("{}{other}{}", hash.get(..at)?, hash.get(at + 1..)?))
}

/// What the capture script wrote in the workshop: UTF-16 with a byte order mark, and a group tag for each device.
fn capture_list(shelf: &mut Shelf, described: &[FleetDevice], delivered: &FleetDevice) -> Result<Vec<u8>> {
    let row = |device: &FleetDevice, tag: &str| -> Cells {
        vec![device.serial_number.clone(), String::new(), device.hash(), tag.to_owned()]
    };
    let again = described[0].recaptured(9_000).with_new_disk(&mut shelf.rng);
    let repaired = described[1].recaptured(90_000).with_new_board(&mut shelf.rng);
    let rows = vec![
        header(Layout::Intune, 4),
        row(&shelf.of("LENOVO"), "Microsoft365Managed_Standard"),
        row(&shelf.of("HP"), "Microsoft365Managed_PowerUser"),
        row(&shelf.of("Microsoft"), "Microsoft365Managed_Kiosk-Shared"),
        row(&shelf.of("Dell"), OWN_TAG),
        row(&shelf.of("Dell"), ""),
        row(&again, "Microsoft365Managed_Standard"),
        // Registered by its serial number weeks ago; now its hash is known.
        row(&delivered.recaptured(60), "Microsoft365Managed_Standard"),
        row(&repaired, "Microsoft365Managed_Standard"),
        row(&shelf.of("HP"), "Microsoft365managed_standard"),
        row(&shelf.of("HP"), "Microsoft365Managed_PowerUser-Shared"),
        row(&shelf.of("LENOVO"), LEGACY_TAG),
    ];
    let form = Form { encoding: Encoding::Utf16Le, byte_order_mark: true, ..Form::default() };
    Ok(render(&rows, form)?)
}
