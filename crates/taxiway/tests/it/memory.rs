//! Lists may be of any length: memory stays flat.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use taxiway_domain::fleet::Fleet;

use crate::harness::command;

/// Most memory that the process ever had, in KiB.
fn peak(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).expect("the process lives");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("Linux tells the peak");
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number")
}

fn growth(format: &str) -> u64 {
    let device = Fleet::new(ChaCha20Rng::seed_from_u64(1)).next_device();
    let rows = format!("{},,{}\r\n", device.serial_number, device.hash()).repeat(500);
    let mut child =
        command(&["check", "--format", format, "-"]).stdin(Stdio::piped()).spawn().expect("it starts");
    let mut out = child.stdout.take().expect("a pipe");
    let drain = std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(b"Device Serial Number,Windows Product ID,Hardware Hash\r\n").expect("it reads");
    let mut peaks = Vec::new();
    for round in 0..16 {
        input.write_all(rows.as_bytes()).expect("it reads");
        if round == 5 || round == 15 {
            peaks.push(peak(child.id()));
        }
    }
    drop(input);
    assert_eq!(child.wait().expect("it ends").code(), Some(1), "the same device every time");
    drain.join().expect("the reader ends").expect("the output was read");
    peaks[1] - peaks[0]
}

/// 2 MB more of hashes a round: 20 MB between the two looks.
#[test]
#[cfg(target_os = "linux")]
fn a_longer_list_takes_no_more_memory() {
    for format in ["text", "json"] {
        let growth = growth(format);
        assert!(growth < 4 * 1024, "{format}: {growth} KiB more");
    }
}
