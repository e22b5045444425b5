//! Promises for any input at all.

use proptest::prelude::*;
use taxiway_intake::fuzz_reader;
use taxiway_intake::testing::{Form, LineEnd, render};
use taxiway_intake::{Delimiter, Encoding};

use crate::support::{DESKTOP, INTUNE, PARTNER};

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(data in prop::collection::vec(any::<u8>(), 0..2000)) {
        fuzz_reader(&data);
    }

    #[test]
    fn any_text_under_a_header_is_read_alike_in_slices(
        header in prop::sample::select(vec![PARTNER, INTUNE, DESKTOP, "Serial", ""]),
        body in "[A-Z0-9 ,;\"\\r\\n\\té=']{0,400}",
    ) {
        fuzz_reader(format!("{header}\n{body}").as_bytes());
    }

    #[test]
    fn any_rows_in_any_form_are_read_alike_in_slices(
        rows in prop::collection::vec(prop::collection::vec("[A-Z0-9\"\\r\\n ,;éא😀]{0,12}", 0..7), 0..12),
        encoding in prop::sample::select(Encoding::ALL.to_vec()),
        delimiter in prop::sample::select(Delimiter::ALL.to_vec()),
        line_end in prop::sample::select(LineEnd::ALL.to_vec()),
        byte_order_mark in any::<bool>(),
        quote_all in any::<bool>(),
        tail in prop::collection::vec(any::<u8>(), 0..9),
    ) {
        let mut all = vec![PARTNER.split(',').map(str::to_owned).collect::<Vec<_>>()];
        all.extend(rows);
        if let Ok(mut bytes) = render(&all, Form { encoding, byte_order_mark, delimiter, line_end, quote_all }) {
            bytes.extend(tail);
            fuzz_reader(&bytes);
        }
    }
}
