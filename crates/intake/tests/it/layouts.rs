//! Every layout of registration-rules §3.1 with its header variants.

use taxiway_domain::finding::{Column, FindingCode};
use taxiway_domain::hardware_hash::HardwareHash;
use taxiway_domain::identity::IdentityKind;
use taxiway_intake::{Layout, Options, RowVerdict};

use crate::support::{DESKTOP, INTUNE, PARTNER, devices, read, refused};

fn kind(read: &crate::support::Read, row: usize) -> Option<IdentityKind> {
    read.rows[row].identity.as_ref().map(taxiway_domain::identity::Identity::kind)
}

#[test]
fn f1_managed_desktop_partner_is_manufacturer_model_serial() {
    let file = read(format!("{DESKTOP}\r\nDell Inc.,Latitude 7420,4GXH2J3\r\n"));
    assert_eq!(file.recognition.layout, Layout::ManagedDesktopPartner);
    assert_eq!(file.recognition.header_line, Some(1));
    assert!(file.notices.is_empty(), "the documented file needs no notice: {:?}", file.notices);
    assert_eq!(kind(&file, 0), Some(IdentityKind::Tuple));
    assert_eq!(file.verdicts(), [RowVerdict::Ok]);
}

#[test]
fn f1b_partner_variant_with_an_empty_hash_column_is_still_the_partner_list() {
    let file = read(format!("{DESKTOP},Hardware Hash\nDell Inc.,Latitude 7420,4GXH2J3,\n"));
    assert_eq!(file.recognition.layout, Layout::ManagedDesktopPartner);
    assert_eq!(kind(&file, 0), Some(IdentityKind::Tuple));
}

#[test]
fn f2_managed_desktop_self_counts_the_hash_and_shows_manufacturer_and_model_only() {
    let device = &devices(1)[0];
    let file = read(format!(
        "{DESKTOP},Hardware Hash\nAnybody,Anything,{},{}\n",
        device.serial_number,
        device.hash()
    ));
    assert_eq!(file.recognition.layout, Layout::ManagedDesktopSelf);
    assert_eq!(kind(&file, 0), Some(IdentityKind::Hash));
    assert_eq!(file.verdicts(), [RowVerdict::Warning], "other words than the hash's are worth a look");
}

#[test]
fn f3_partner_center_takes_all_six_identity_combinations() {
    let device = &devices(1)[0];
    let (serial, key, hash) = (&device.serial_number, device.product_key, device.hash());
    let file = read(format!(
        "{PARTNER}\n,{key},{hash},,\n{serial},,{hash},,\n{serial},{key},{hash},,\n,,{hash},,\n,3305012345678,,,\n\
         ABC-1,,,Microsoft Corporation,Surface Laptop\n"
    ));
    assert_eq!(file.recognition.layout, Layout::PartnerCenter);
    let kinds: Vec<_> = (0..6).filter_map(|row| kind(&file, row)).collect();
    let expected = [IdentityKind::Hash; 4].into_iter().chain([IdentityKind::ProductKey, IdentityKind::Tuple]);
    assert_eq!(kinds, expected.collect::<Vec<_>>());
}

#[test]
fn f3_with_other_capitals_as_in_blog_copies_is_read_with_a_notice() {
    let file = read(
        "Device serial number,Windows product ID,Hardware hash,Manufacturer name,Device model\nABC-1,,,HP,ProBook 1\n",
    );
    assert_eq!(file.recognition.layout, Layout::PartnerCenter);
    assert_eq!(file.notices, [FindingCode::HeaderSpelling]);
}

#[test]
fn f4_intune_takes_tag_and_user() {
    let device = &devices(1)[0];
    let row = format!(
        "{},,{},Microsoft365Managed_Standard,ada@contoso.example",
        device.serial_number,
        device.hash()
    );
    let file = read(format!("{INTUNE}\r\n{row}\r\n"));
    assert_eq!(file.recognition.layout, Layout::Intune);
    assert_eq!(file.rows[0].cells.group_tag.as_deref(), Some("Microsoft365Managed_Standard"));
    assert_eq!(file.rows[0].cells.assigned_user.as_deref(), Some("ada@contoso.example"));
    assert_eq!(file.verdicts(), [RowVerdict::Ok]);
}

#[test]
fn f4a_and_f4b_are_the_script_with_fewer_switches() {
    let device = &devices(1)[0];
    for (columns, tail) in [(3, ""), (4, ",Microsoft365Managed_Kiosk")] {
        let header = INTUNE.split(',').take(columns).collect::<Vec<_>>().join(",");
        let file = read(format!("{header}\r\n{},,{}{tail}\r\n", device.serial_number, device.hash()));
        assert_eq!(file.recognition.layout, Layout::Intune);
        assert!(file.notices.is_empty());
        assert_eq!(file.verdicts(), [RowVerdict::Ok]);
    }
}

#[test]
fn the_old_name_of_the_tag_column_is_the_tag() {
    let device = &devices(1)[0];
    let file = read(format!(
        "Device Serial Number,Windows Product ID,Hardware Hash,OrderID\n{},,{},Microsoft365Managed_Kiosk\n",
        device.serial_number,
        device.hash()
    ));
    assert_eq!(file.rows[0].cells.group_tag.as_deref(), Some("Microsoft365Managed_Kiosk"));
    assert_eq!(file.rows[0].cells.order_id, None);
}

#[test]
fn f6_surface_request_is_recognised_and_no_row_of_it_is_registrable() {
    let file = read("Device Serial Number,PO Number\n012345678957,4500001\n");
    assert_eq!(file.recognition.layout, Layout::SurfaceRequest);
    assert_eq!(file.codes(0), [FindingCode::IdentityIncomplete, FindingCode::NotRegistrable]);
    assert_eq!(file.serials(), ["012345678957"], "leading zeros survive");
}

#[test]
fn f6a_one_serial_number_per_line_without_header_is_a_surface_request() {
    let file = read("012345678957\r\n012345678958\r\n");
    assert_eq!(file.recognition.layout, Layout::SurfaceRequest);
    assert_eq!(file.recognition.header_line, None);
    assert_eq!(file.verdicts(), [RowVerdict::Error, RowVerdict::Error]);
}

#[test]
fn f7_device_identifiers_without_header_are_manufacturer_model_serial() {
    let file = read("Microsoft Corporation,Surface Laptop 4,012345678957\nLENOVO,21G2001VUS,PF3ABC12\n");
    assert_eq!(file.recognition.layout, Layout::DeviceIdentifiers);
    assert_eq!(file.notices, [FindingCode::HeaderMissing]);
    let cells = &file.rows[1].cells;
    assert_eq!(
        (cells.manufacturer.as_deref(), cells.model.as_deref(), cells.serial_number.as_deref()),
        (Some("LENOVO"), Some("21G2001VUS"), Some("PF3ABC12"))
    );
}

#[test]
fn a_headerless_list_in_another_order_is_refused_rather_than_shifted() {
    assert_eq!(
        refused("PF3ABC12,LENOVO,21G2001VUS\n", &Options::default()),
        [FindingCode::FileLayoutUnknown]
    );
    // A header in words that nobody documented must not become a device.
    let unknown = "Tillverkare,Modell,Serienummer\nDell Inc.,Latitude 7420,4GXH2J3\n";
    assert_eq!(refused(unknown, &Options::default()), [FindingCode::FileLayoutUnknown]);
}

#[test]
fn headerless_script_output_is_recognised_by_its_hashes() {
    let device = &devices(1)[0];
    let file = read(format!("{},,{}\r\n", device.serial_number, device.hash()));
    assert_eq!(file.recognition.layout, Layout::Intune);
    assert_eq!(file.recognition.columns[2], Some(Column::HardwareHash));
    assert_eq!(file.verdicts(), [RowVerdict::Ok]);
    let scanned = read("3305012345678\n3305012345679\n");
    assert_eq!(scanned.recognition.columns, [Some(Column::ProductKey)]);
    assert_eq!(scanned.verdicts(), [RowVerdict::Ok; 2]);
}

#[test]
fn pain_4_the_configuration_manager_report_with_preamble_and_label_columns() {
    let (first, second) = (&devices(2)[0], &devices(2)[1]);
    let labels = "Device Serial Number,Windows Product ID,Hardware Hash";
    let file = read(format!(
        "Windows AutoPilot Device Information\r\nAll Systems\r\n\r\nTextbox1,Textbox2,Textbox3,Details_Serial,Details_Product,Details_Hash\r\n\
         {labels},{},,{}\r\n{labels},{},,{}\r\n",
        first.serial_number,
        first.hash(),
        second.serial_number,
        second.hash()
    ));
    assert_eq!(file.recognition.layout, Layout::InventoryReport);
    assert_eq!(file.recognition.header_line, Some(4));
    assert_eq!(file.rows[0].line, 5);
    assert_eq!(file.serials(), [&*first.serial_number, &*second.serial_number]);
    assert_eq!(file.verdicts(), [RowVerdict::Ok; 2]);
    assert!(file.notices.contains(&FindingCode::PreambleSkipped));
}

#[test]
fn pain_4_a_report_with_preamble_and_a_plain_header() {
    let device = &devices(1)[0];
    let file = read(format!(
        "Windows AutoPilot Device Information\r\n\r\nDevice_Serial_Number0,Windows_Product_ID0,Hardware_Hash0\r\n{},,{}\r\n",
        device.serial_number,
        device.hash()
    ));
    assert_eq!(file.recognition.layout, Layout::InventoryReport);
    assert_eq!(file.recognition.header_line, Some(3));
    assert_eq!(file.verdicts(), [RowVerdict::Ok]);
}

#[test]
fn a_header_with_as_many_other_columns_is_no_row_of_labels() {
    let file = read(
        "Serial Number,Manufacturer,Model,Host,Owner,Room\nA1,HP,ProBook 450,pc-1,Ada,2.11\nA2,HP,ProBook 450,pc-2,Eve,2.12\n",
    );
    assert_eq!(file.recognition.layout, Layout::ManagedDesktopPartner);
    assert_eq!(file.serials(), ["A1", "A2"]);
}

#[test]
fn a_report_row_whose_labels_are_others_is_an_error() {
    let device = &devices(1)[0];
    let labels = "Device Serial Number,Windows Product ID,Hardware Hash";
    let file = read(format!(
        "Report\n{labels},{},,{}\nDevice Serial Number,Hardware Hash,Windows Product ID,X1,,Y\n",
        device.serial_number,
        device.hash()
    ));
    assert_eq!(file.codes(1), [FindingCode::ColumnsShifted]);
}

#[test]
fn pain_2_columns_are_mapped_by_name_in_any_order() {
    let file = read("Device model,Manufacturer name,Device Serial Number\nLatitude 7420,Dell Inc.,4GXH2J3\n");
    assert_eq!(file.notices, [FindingCode::ColumnOrder]);
    let tuple = file.rows[0].identity.as_ref().and_then(taxiway_domain::identity::Identity::tuple);
    assert_eq!(tuple.map(|tuple| tuple.model().to_owned()).as_deref(), Some("Latitude 7420"));
}

#[test]
fn pain_5_an_exported_device_list_of_another_portal_is_read_without_its_other_columns() {
    let file = read(
        "Serial Number,Device Name,Manufacturer,Model,OS,Assigned User\n4GXH2J3,LAPTOP-1,Dell Inc.,Latitude 7420,Windows,ada@contoso.example\n",
    );
    assert_eq!(file.recognition.layout, Layout::ManagedDesktopPartner);
    assert_eq!(file.notices.iter().filter(|code| **code == FindingCode::ColumnIgnored).count(), 2);
    assert_eq!(file.verdicts(), [RowVerdict::Ok]);
}

#[test]
fn names_of_neighbouring_products_are_understood() {
    let file = read(
        "SerialNumber,oemManufacturerName,modelName,productKey,hardwareHash,groupTag\n4GXH2J3,Dell Inc.,Latitude 7420,,,\n",
    );
    assert_eq!(file.recognition.columns.iter().flatten().count(), 6);
    assert_eq!(file.verdicts(), [RowVerdict::Ok]);
}

#[test]
fn two_columns_that_claim_the_same_are_refused() {
    let text = "Serial Number,Device Serial Number,Manufacturer,Model\nA1,B1,Dell Inc.,Latitude\n";
    assert_eq!(refused(text, &Options::default()), [FindingCode::FileColumnTwice]);
}

#[test]
fn a_stated_layout_must_be_the_one_of_the_file() {
    let options = Options { layout: Some(Layout::Intune), ..Options::default() };
    assert_eq!(
        refused(format!("{DESKTOP}\nDell Inc.,Latitude,4GXH2J3\n"), &options),
        [FindingCode::FileLayoutUnknown]
    );
}

/// It can be looked at, and does not become a device in whatever list it lands.
#[test]
fn the_sample_hash_is_valid_and_is_never_registered() {
    let text = taxiway_intake::write::sample_hash().expect("it can be written");
    let hash = HardwareHash::parse(&text).expect("it is valid");
    assert_eq!((hash.manufacturer(), hash.model()), (Some("SpiralOrbit"), Some("ContosoABC")));
    assert!(hash.inventory().warnings.is_empty(), "{:?}", hash.inventory().warnings);
    let file = read(format!("{INTUNE}\n,,{},,\n", text.trim_end()));
    assert_eq!((file.verdicts(), file.codes(0)), (vec![RowVerdict::Error], vec![FindingCode::SampleData]));
}

#[test]
fn every_sample_file_has_its_layout_and_its_row_is_never_registered() {
    for layout in Layout::ALL {
        let file = read(taxiway_intake::write::sample(layout));
        assert_eq!(file.recognition.layout, layout);
        assert_eq!(file.verdicts(), [RowVerdict::Error]);
        assert!(file.codes(0).contains(&FindingCode::SampleData), "{layout:?}: {:?}", file.codes(0));
    }
}
