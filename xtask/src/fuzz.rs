//! `cargo xtask fuzz`: a small seeded fuzzer for stable Rust. The bodies are ordinary functions of the crates
//! they test; the first inputs come from our own writers.

mod mutate;
mod targets;

use std::fs;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use mutate::Mutator;
use targets::{TARGETS, Target};

/// An input that takes longer than this is reported like a panic: the bodies promise to be quick.
const SLOW: Duration = Duration::from_secs(2);

/// What to fuzz and for how long.
#[derive(clap::Parser, Debug)]
#[command(name = "cargo xtask fuzz", bin_name = "cargo xtask fuzz")]
pub struct Options {
    /// One target; all of them in turn when left out
    target: Option<String>,
    /// How long each target runs
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Repeats a run; random when left out
    #[arg(long)]
    seed: Option<u64>,
    /// Runs one input from a file instead, to see a failure again
    #[arg(long, requires = "target")]
    input: Option<PathBuf>,
}

/// Runs the targets; an input that panics or takes long is kept in a file and fails the run.
pub fn run(options: &Options) -> Result<()> {
    let chosen: Vec<&Target> = TARGETS
        .iter()
        .filter(|target| options.target.as_ref().is_none_or(|name| name == target.name))
        .collect();
    if chosen.is_empty() {
        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        bail!("no such target; there are: {}", names.join(", "));
    }
    if let Some(path) = &options.input {
        let input = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        (chosen[0].body)(&input);
        println!("{}: nothing wrong with {}", chosen[0].name, path.display());
        return Ok(());
    }
    let seed = options.seed.map_or_else(random_seed, Ok)?;
    for target in chosen {
        fuzz(target, seed, Duration::from_secs(options.seconds))?;
    }
    Ok(())
}

fn fuzz(target: &Target, seed: u64, time: Duration) -> Result<()> {
    println!("{}: {} s with --seed {seed}", target.name, time.as_secs());
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut mutator = Mutator::new((target.corpus)(&mut rng));
    let started = Instant::now();
    let mut runs = 0_u64;
    while started.elapsed() < time {
        let input = mutator.next(&mut rng);
        if let Some(failure) = failure(target.body, &input) {
            let path = keep(target, seed, runs, &input)?;
            let (name, path) = (target.name, path.display());
            bail!("{name}: {failure}\nto see it again: cargo xtask fuzz {name} --input {path}");
        }
        runs += 1;
    }
    println!("{}: {runs} inputs, nothing found", target.name);
    Ok(())
}

/// What is wrong with the body on this input, if anything.
fn failure(body: fn(&[u8]), input: &[u8]) -> Option<String> {
    let started = Instant::now();
    if catch_unwind(AssertUnwindSafe(|| body(input))).is_err() {
        return Some("an input makes it panic".to_owned());
    }
    let took = started.elapsed();
    (took > SLOW).then(|| format!("an input of {} bytes takes {} ms", input.len(), took.as_millis()))
}

fn keep(target: &Target, seed: u64, runs: u64, input: &[u8]) -> Result<PathBuf> {
    let directory = crate::repository().join("target/fuzz");
    fs::create_dir_all(&directory)?;
    let path = directory.join(format!("{}-{seed}-{runs}.bin", target.name));
    fs::write(&path, input)?;
    Ok(path)
}

fn random_seed() -> Result<u64> {
    let mut bytes = [0; 4];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(u64::from(u32::from_ne_bytes(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_failure_and_a_plain_return_is_none() {
        fn refuses_seven(input: &[u8]) {
            assert!(input != [7], "seven");
        }
        assert_eq!(failure(refuses_seven, &[8]), None);
        assert_eq!(failure(refuses_seven, &[7]), Some("an input makes it panic".to_owned()));
    }

    #[test]
    fn every_target_accepts_its_own_corpus() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        for target in TARGETS {
            let corpus = (target.corpus)(&mut rng);
            assert!(!corpus.is_empty(), "{} starts from nothing", target.name);
            for input in corpus {
                assert_eq!(failure(target.body, &input), None, "{}", target.name);
            }
        }
    }
}
