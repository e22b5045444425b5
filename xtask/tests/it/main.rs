//! Tests of the developers' tools that start other programs.

mod postgres;
