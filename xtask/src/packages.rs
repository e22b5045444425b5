//! The programs of other people that the tests need, and the Debian packages they come in.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::{command, postgres};

/// One thing that must be there, and the package that brings it.
struct Need {
    package: &'static str,
    purpose: &'static str,
    browser: bool,
    is_there: fn() -> bool,
}

const NEEDS: &[Need] = &[
    Need {
        package: "postgresql",
        purpose: "the server of the private test cluster",
        browser: false,
        is_there: || postgres::programs().is_ok(),
    },
    Need {
        package: "postgresql-client",
        purpose: "psql, the raw load of the benchmarks",
        browser: false,
        is_there: || command::exists("psql"),
    },
    Need {
        package: "sqlite3",
        purpose: "the raw load of the benchmarks",
        browser: false,
        is_there: || command::exists("sqlite3"),
    },
    Need {
        package: "chromium",
        purpose: "the browser of the page tests",
        browser: true,
        is_there: || command::exists("chromium"),
    },
    Need {
        package: "chromium-driver",
        purpose: "drives the browser",
        browser: true,
        is_there: || command::exists("chromedriver"),
    },
    Need {
        package: "fonts-noto-core",
        purpose: "Hebrew and Latin letters on screenshots",
        browser: true,
        is_there: || Path::new("/usr/share/fonts/truetype/noto/NotoSansHebrew-Regular.ttf").exists(),
    },
    Need {
        package: "nodejs",
        purpose: "runs the identity provider of the page tests",
        browser: true,
        is_there: || command::exists("node"),
    },
    Need {
        package: "npm",
        purpose: "fetches the accessibility check and the identity provider",
        browser: true,
        is_there: || command::exists("npm"),
    },
    Need {
        package: "python3-venv",
        purpose: "runs the clients of the Partner Center interface",
        browser: true,
        is_there: || command::output(Command::new("python3").args(["-m", "ensurepip", "--version"])).is_ok(),
    },
];

/// Installs what is missing when we are root on Debian; otherwise says exactly what to install.
pub fn ensure(with_browser: bool) -> Result<()> {
    let missing: Vec<&Need> =
        NEEDS.iter().filter(|need| (with_browser || !need.browser) && !(need.is_there)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|need| need.package).collect();
    if !command::exists("apt-get") || !postgres::is_root() {
        for need in &missing {
            eprintln!("missing: {} ({})", need.package, need.purpose);
        }
        bail!("install the Debian packages above: sudo apt-get install {}", names.join(" "));
    }
    command::run(Command::new("apt-get").arg("update"))?;
    command::run(
        Command::new("apt-get")
            .args(["install", "--yes", "--no-install-recommends"])
            .args(&names)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )?;
    match missing.iter().find(|need| !(need.is_there)()) {
        None => Ok(()),
        Some(need) => bail!("{} is installed, but what it should bring is not found", need.package),
    }
}
