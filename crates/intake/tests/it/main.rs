//! What people hand in, and what must become of it. Every test names the rule it checks.

mod check;
mod damage;
mod encodings;
mod framing;
mod layouts;
mod limits;
mod listed;
mod log_export;
mod properties;
mod strict;
mod support;
mod writing;
