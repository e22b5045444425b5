//! Small changes to inputs that were good.

use rand::{Rng, RngExt};

/// Inputs do not grow beyond this: the interesting cases are small.
const LONGEST: usize = 64 * 1024;
/// How many changed inputs are kept to be changed again.
const KEPT: usize = 512;
/// Values at which lengths and characters change their meaning.
const EDGES: &[u8] =
    &[0, 1, 0x09, 0x0a, 0x0d, 0x22, 0x2c, 0x3b, 0x3d, 0x7f, 0x80, 0xbf, 0xc3, 0xef, 0xfe, 0xff];

/// Makes new inputs from old ones.
pub(super) struct Mutator {
    originals: usize,
    pool: Vec<Vec<u8>>,
}

impl Mutator {
    pub(super) fn new(mut corpus: Vec<Vec<u8>>) -> Self {
        corpus.push(Vec::new());
        Self { originals: corpus.len(), pool: corpus }
    }

    /// The next input: one of the pool with one to eight changes. One in sixteen joins the pool.
    pub(super) fn next(&mut self, rng: &mut impl Rng) -> Vec<u8> {
        let mut input = self.pool[rng.random_range(0..self.pool.len())].clone();
        for _ in 0..rng.random_range(1..=8) {
            self.change(&mut input, rng);
        }
        input.truncate(LONGEST);
        if rng.random_range(0..16) == 0 {
            if self.pool.len() < self.originals + KEPT {
                self.pool.push(input.clone());
            } else {
                let replaced = rng.random_range(self.originals..self.pool.len());
                self.pool[replaced].clone_from(&input);
            }
        }
        input
    }

    fn change(&self, input: &mut Vec<u8>, rng: &mut impl Rng) {
        let at = rng.random_range(0..=input.len());
        let range = at..rng.random_range(at..=input.len().min(at + 64));
        match rng.random_range(0..7) {
            0 if at < input.len() => input[at] ^= 1 << rng.random_range(0..8),
            1 if at < input.len() => input[at] = EDGES[rng.random_range(0..EDGES.len())],
            2 => input.insert(at, rng.random()),
            3 => input.insert(at, EDGES[rng.random_range(0..EDGES.len())]),
            4 => drop(input.drain(range)),
            5 => {
                let copy = input[range].to_vec();
                let target = rng.random_range(0..=input.len());
                input.splice(target..target, copy);
            }
            6 => {
                let other = &self.pool[rng.random_range(0..self.pool.len())];
                let from = rng.random_range(0..=other.len());
                input.truncate(at);
                input.extend_from_slice(&other[from..]);
            }
            _ => input.truncate(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::*;

    fn inputs(seed: u64) -> Vec<Vec<u8>> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut mutator = Mutator::new(vec![b"serial,manufacturer".to_vec(), vec![0; 2000]]);
        (0..2000).map(|_| mutator.next(&mut rng)).collect()
    }

    #[test]
    fn a_seed_repeats_a_run() {
        assert_eq!(inputs(7), inputs(7));
        assert_ne!(inputs(7), inputs(8));
    }

    #[test]
    fn inputs_stay_small() {
        assert!(inputs(7).iter().all(|input| input.len() <= LONGEST));
    }
}
