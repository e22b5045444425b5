//! What a process has used, as the kernel counts it. Linux only.

use std::fs;

use anyhow::{Context, Result};

/// The kernel tells CPU time to programs in hundredths of a second on every architecture we run on.
const TICKS_PER_SECOND: f64 = 100.0;

/// The most memory that a process has held at once, in MiB.
pub fn peak_memory_mib(process: u32) -> Result<f64> {
    let path = format!("/proc/{process}/status");
    let status = fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib =
        line.and_then(|line| line.split_whitespace().next()).and_then(|number| number.parse::<f64>().ok());
    Ok(kib.with_context(|| format!("{path} tells no peak memory"))? / 1024.0)
}

/// Forgets the peak of this process, so that the next reading is about what follows.
pub fn forget_peak_memory() -> Result<()> {
    // "5" resets the high-water mark: proc_pid_clear_refs(5).
    fs::write("/proc/self/clear_refs", "5").context("cannot reset the peak memory")
}

/// User and system time that a process and the children it has waited for have used, in seconds.
pub fn cpu_seconds(process: u32) -> Result<f64> {
    let path = format!("/proc/{process}/stat");
    let stat = fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
    // The second field is the program's name in parentheses and may hold spaces; utime, stime, cutime and
    // cstime are fields 14 to 17: proc_pid_stat(5).
    let after_name = stat.rsplit_once(')').map(|(_, rest)| rest).unwrap_or_default();
    let ticks: f64 =
        after_name.split_whitespace().skip(11).take(4).filter_map(|field| field.parse::<f64>().ok()).sum();
    Ok(ticks / TICKS_PER_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_uses_memory_and_time() -> Result<()> {
        let own = std::process::id();
        let filled = vec![1_u8; 32 << 20];
        assert!(peak_memory_mib(own)? >= 32.0);
        let before = cpu_seconds(own)?;
        let mut sum = 0_u64;
        while cpu_seconds(own)? - before < 0.05 {
            sum += filled.iter().map(|byte| u64::from(*byte)).sum::<u64>();
        }
        assert!(sum > 0);
        drop(filled);
        forget_peak_memory()?;
        assert!(peak_memory_mib(own)? > 0.0);
        Ok(())
    }
}
