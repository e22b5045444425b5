//! What a reader of each language is promised.

mod keys;
mod negotiation;
mod words;
