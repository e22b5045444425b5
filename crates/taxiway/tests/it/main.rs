//! The program as its users meet it: arguments in, text and exit codes out.

mod admin;
mod audit;
mod check;
mod config;
mod demo;
mod harness;
mod identify;
mod memory;
mod serve;
