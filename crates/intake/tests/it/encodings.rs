//! Every encoding × delimiter × line end, in one pass and in slices.

use taxiway_domain::finding::FindingCode;
use taxiway_intake::testing::{Form, LineEnd, render};
use taxiway_intake::{Delimiter, Encoding, Options, Position, Reader, Row};

use crate::support::{PARTNER, devices, read};

fn rows(word: &str) -> Vec<Vec<String>> {
    let list = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let device = &devices(1)[0];
    let mut rows = vec![PARTNER.split(',').map(str::to_owned).collect()];
    rows.push(list(&["S-1", "", "", word, "Model, with; every\tdelimiter"]));
    rows.push(vec![device.serial_number.clone(), String::new(), device.hash(), String::new(), String::new()]);
    rows.push(list(&["S-2", "", "", word, "two\nlines"]));
    rows.push(list(&["", "", "", "", ""]));
    rows.push(list(&["S-3", "3305012345678", "", "say \"hello\"", "  spaces  "]));
    rows.push(list(&["S-4", "", "", word]));
    rows.push(list(&["1.5E+12", "", "", "HP", word]));
    rows
}

fn forms() -> impl Iterator<Item = (Form, &'static str)> {
    let words = [
        (Encoding::Utf8, "Škoda 電腦 😀"),
        (Encoding::Utf16Le, "Škoda 電腦 😀"),
        (Encoding::Utf16Be, "Škoda 電腦 😀"),
        (Encoding::Windows1252, "Högersvängen Åkerlunds Datorförsäljning"),
        (Encoding::Windows1255, "מחשבים ניידים של החברה"),
    ];
    words.into_iter().flat_map(|(encoding, word)| {
        let marks: &[bool] = if encoding.byte_order_mark().is_empty() { &[false] } else { &[false, true] };
        marks.iter().flat_map(move |mark| {
            Delimiter::ALL.into_iter().flat_map(move |delimiter| {
                LineEnd::ALL.into_iter().flat_map(move |line_end| {
                    [false, true].map(|quote_all| {
                        (Form { encoding, byte_order_mark: *mark, delimiter, line_end, quote_all }, word)
                    })
                })
            })
        })
    })
}

fn all<R: std::io::Read>(reader: &mut Reader<R>) -> Vec<(Row, Position)> {
    let mut rows = Vec::new();
    while let Some(row) = reader.next_row().expect("rows") {
        rows.push((row, reader.position()));
    }
    rows
}

#[test]
fn every_form_of_a_file_gives_the_same_values() {
    let mut lines = 0;
    for (form, word) in forms() {
        let bytes = render(&rows(word), form).expect("the code page has the word");
        let file = read(&bytes);
        let facts = (file.recognition.encoding, file.recognition.byte_order_mark, file.recognition.delimiter);
        assert_eq!(facts, (form.encoding, form.byte_order_mark, form.delimiter), "{form:?}");
        assert_eq!(file.rows.len(), 6, "{form:?}");
        assert_eq!(file.rows[0].cells.manufacturer.as_deref(), Some(word), "{form:?}");
        assert_eq!(file.rows[0].cells.model.as_deref(), Some("Model, with; every\tdelimiter"), "{form:?}");
        assert_eq!(file.rows[3].cells.manufacturer.as_deref(), Some("say \"hello\""), "{form:?}");
        assert_eq!(file.codes(4), [FindingCode::TooFewCells], "{form:?}");
        let mixed = file.notices.contains(&FindingCode::LineEndingsMixed);
        assert_eq!(mixed, form.line_end == LineEnd::Mixed, "{form:?}");
        lines += 1;
    }
    assert_eq!(lines, (3 * 2 + 2) * 3 * 4 * 2);
}

#[test]
fn slices_cut_at_any_row_give_the_rows_of_one_pass() {
    let options = Options { find_duplicates: false, ..Options::default() };
    for (form, word) in forms() {
        let bytes = render(&rows(word), form).expect("the code page has the word");
        let mut reader = Reader::open(&*bytes, &options).expect("recognised");
        let whole = all(&mut reader);
        assert_eq!(reader.position().offset, bytes.len() as u64, "{form:?}");
        // The recognition travels through the store as JSON.
        let json = serde_json::to_string(reader.recognition()).expect("JSON");
        let recognition = serde_json::from_str(&json).expect("JSON");
        assert_eq!(reader.recognition(), &recognition);
        let start = Position { line: recognition.body_line, row: 0, offset: recognition.body_offset };
        let bounds: Vec<_> =
            std::iter::once(start).chain(whole.iter().map(|(_, position)| *position)).collect();
        let last = bounds.len() - 1;
        for from in 0..=last {
            // Every row alone, every pair, and everything that is left.
            for to in [from, from + 1, from + 2, last].into_iter().filter(|to| *to <= last) {
                let [begin, end] = [from, to].map(|at| usize::try_from(bounds[at].offset).expect("offset"));
                let slice = &bytes[begin..end];
                let mut again =
                    Reader::resume(slice, &recognition, &options, bounds[from].line, bounds[from].row);
                let expected: Vec<_> = whole[from..to].iter().map(|(row, _)| row).collect();
                let rows = all(&mut again);
                assert_eq!(
                    rows.iter().map(|(row, _)| row).collect::<Vec<_>>(),
                    expected,
                    "{form:?} {from}..{to}"
                );
                assert_eq!(again.position().offset, slice.len() as u64, "{form:?} {from}..{to}");
                let ends: Vec<_> = rows.iter().map(|(_, position)| position.offset + begin as u64).collect();
                assert_eq!(ends, bounds[from + 1..=to].iter().map(|bound| bound.offset).collect::<Vec<_>>());
            }
        }
    }
}

#[test]
fn the_code_page_is_guessed_by_the_language() {
    for (encoding, cells) in [
        (Encoding::Windows1252, ["Fältskärs Söner AB", "Bärbar dator över åtta"]),
        (Encoding::Windows1252, ["Société Générale", "Modèle élégant déjà"]),
        (Encoding::Windows1255, ["מיקרוסופט ישראל", "מחשב נייד"]),
    ] {
        let rows = vec![
            PARTNER.split(',').map(str::to_owned).collect(),
            vec!["A-1".to_owned(), String::new(), String::new(), cells[0].to_owned(), cells[1].to_owned()],
        ];
        let file = read(render(&rows, Form { encoding, ..Form::default() }).expect("encodable"));
        assert_eq!(file.recognition.encoding, encoding);
        assert_eq!(file.notices, [FindingCode::EncodingConverted]);
        assert_eq!(file.rows[0].cells.manufacturer.as_deref(), Some(cells[0]));
    }
}

#[test]
fn plain_ascii_is_utf_8_and_needs_no_notice() {
    let file = read(format!("{PARTNER}\r\nA-1,,,HP,ProBook\r\n"));
    assert_eq!(file.recognition.encoding, Encoding::Utf8);
    assert!(file.notices.is_empty());
}

#[test]
fn half_a_unit_at_the_end_of_utf_16_is_counted() {
    let mut bytes =
        render(&rows("x"), Form { encoding: Encoding::Utf16Le, byte_order_mark: true, ..Form::default() })
            .expect("text");
    bytes.push(b'A');
    let mut reader = Reader::open(&*bytes, &Options::default()).expect("recognised");
    let rows = all(&mut reader);
    assert_eq!(rows.len(), 7, "the stray half is a row of its own, with an error");
    assert_eq!(reader.position().offset, bytes.len() as u64);
}
