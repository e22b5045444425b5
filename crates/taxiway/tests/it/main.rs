//! The program as its users meet it: arguments in, text and exit codes out.

mod admin;
mod audit;
mod check;
mod config;
mod demo;
mod harness;
mod identify;
mod mail;
mod memory;
mod serve;
mod sign_in;
