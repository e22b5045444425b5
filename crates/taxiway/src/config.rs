//! The configuration: compiled-in defaults, a file, the environment and flags, one over the other.

use std::collections::BTreeMap;
use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail, ensure};
use ipnet::IpNet;
use jiff::SignedDuration;
use serde::Deserialize;
use taxiway_authn::OutboundSettings;
use taxiway_domain::region::Region;
use taxiway_intake::{Layout, RowLimits};
use taxiway_partner_center::{AcceptedBody, PartnerCenterSettings};
use taxiway_service::{ConsentSettings, PartSizes, Settings};
use taxiway_web::portal::{LimitSettings, PortalSettings};
use toml::{Table, Value};

use crate::mail::Mail;
use crate::{check, output};

/// Every key with its default and a comment.
pub(crate) const DEFAULT: &str = include_str!("config.default.toml");

const ABOUT: &str = "Prints the default configuration with a comment for every key. Save it, change what you need, and \
    give it to `taxiway serve --config FILE`.\n\n\
    What counts, from weak to strong: the defaults, the file, the environment (TAXIWAY_DATA_DIR for `data-dir`), the \
    command line.";

#[derive(clap::Args, Debug)]
#[command(long_about = ABOUT)]
pub(crate) struct Options {}

pub(crate) fn run(_: &Options) -> Result<ExitCode> {
    output::line(DEFAULT.trim_end())?;
    Ok(ExitCode::SUCCESS)
}

/// What the command line says about the configuration. Flags count before everything else.
#[derive(clap::Args, Debug, Default, Clone)]
pub(crate) struct Flags {
    /// Configuration file; `taxiway config` prints one
    #[arg(long, value_name = "FILE", env = "TAXIWAY_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// Directory of everything that is kept on disk [default: taxiway-data]
    #[arg(long, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// `postgres://…` or `sqlite:PATH` [default: SQLite in the data directory]
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<String>,
}

/// What counts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Configuration {
    pub(crate) listen: SocketAddr,
    pub(crate) data_dir: PathBuf,
    pub(crate) database: String,
    pub(crate) workers: usize,
    pub(crate) secure_cookies: bool,
    public_url: String,
    trusted_proxies: String,
    invitation_days: u16,
    password_reset_minutes: u16,
    upload_bytes: u64,
    catalogue_required: bool,
    lease_seconds: u32,
    approval_days: u16,
    pub(crate) stop_seconds: u64,
    row_limits: RowLimitKeys,
    parts: PartSizes,
    consent: ConsentKeys,
    limits: LimitKeys,
    partner_center: PartnerCenterKeys,
    pub(crate) mail: Mail,
    outbound: OutboundKeys,
    pub(crate) log: Log,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RowLimitKeys {
    preset: String,
    rows: u64,
    layouts: BTreeMap<Layout, u64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ConsentKeys {
    link_days: u16,
    regions: Vec<Region>,
    regions_enforced: bool,
    cloud_native_domains: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct LimitKeys {
    sign_ins: u32,
    sign_ins_of_account: u32,
    resets: u32,
    resets_of_account: u32,
    links: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct PartnerCenterKeys {
    body_bytes: u64,
    silence_seconds: u32,
    uploads_at_once: u16,
    accepted_body: Accepted,
    byte_order_mark: bool,
    batches_without_user: bool,
    calls_per_minute: u32,
    tokens_per_minute: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Accepted {
    Empty,
    Object,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct OutboundKeys {
    allow_private_addresses: bool,
    allow_http: bool,
    timeout_seconds: u64,
}

/// What is logged and how.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Log {
    pub(crate) filter: String,
    pub(crate) format: LogFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LogFormat {
    Text,
    Json,
}

impl Configuration {
    /// The defaults alone.
    pub(crate) fn defaults() -> Result<Self> {
        toml::from_str(DEFAULT).context("the default configuration cannot be read")
    }

    /// Defaults, file, environment and flags, one over the other.
    pub(crate) fn load(flags: &Flags, listen: Option<SocketAddr>) -> Result<Self> {
        let mut values: Table = DEFAULT.parse().context("the default configuration cannot be read")?;
        if let Some(path) = &flags.config {
            overlay(&mut values, path)?;
        }
        from_environment(&mut values, "", &|name| std::env::var(name).ok())?;
        let data_dir = flags.data_dir.as_ref().map(|path| path.display().to_string());
        let listen = listen.map(|address| address.to_string());
        let given = [("data-dir", data_dir), ("database", flags.database.clone()), ("listen", listen)];
        for (key, value) in given {
            if let Some(value) = value {
                values.insert(key.to_owned(), Value::String(value));
            }
        }
        let loaded: Self = values.try_into().context("the configuration cannot be used")?;
        loaded.check()?;
        Ok(loaded)
    }

    fn check(&self) -> Result<()> {
        let days = 1..=365;
        ensure!(days.contains(&self.invitation_days), "`invitation-days` must be from 1 to 365");
        let minutes = 1..=24 * 60;
        ensure!(
            minutes.contains(&self.password_reset_minutes),
            "`password-reset-minutes` must be from 1 to 1440"
        );
        let url = &self.public_url;
        let plain = url.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#\\\"<>".contains(&byte));
        let known = url.is_empty() || url.starts_with("https://") || url.starts_with("http://");
        ensure!(plain && known, "`public-url` must begin with https:// or http://: {url}");
        self.proxies()?;
        self.mail.check(!url.is_empty())?;
        // A page may take half a minute, and shows what went wrong.
        let seconds = 1..=25;
        ensure!(
            seconds.contains(&self.outbound.timeout_seconds),
            "`outbound.timeout-seconds` must be from 1 to 25"
        );
        ensure!(
            check::limits(&self.row_limits.preset).is_some(),
            "`row-limits.preset` is not a known preset: {}",
            self.row_limits.preset
        );
        ensure!(self.parts.rows > 0 && self.parts.bytes > 0, "`parts.rows` and `parts.bytes` must not be 0");
        ensure!(self.lease_seconds > 0, "`lease-seconds` must not be 0");
        ensure!(self.consent.link_days > 0, "`consent.link-days` must not be 0");
        ensure!(self.approval_days > 0, "`approval-days` must not be 0");
        let interface = &self.partner_center;
        ensure!(interface.body_bytes > 0, "`partner-center.body-bytes` must not be 0");
        ensure!(interface.silence_seconds > 0, "`partner-center.silence-seconds` must not be 0");
        let at_once = 1..=200;
        ensure!(
            at_once.contains(&interface.uploads_at_once),
            "`partner-center.uploads-at-once` must be from 1 to 200"
        );
        ensure!(self.workers <= 64, "`workers` must not be above 64");
        Ok(())
    }

    /// What the use cases are told.
    pub(crate) fn settings(&self) -> Settings {
        Settings {
            row_limits: self.row_limits(),
            upload_bytes: self.upload_bytes,
            parts: self.parts,
            catalogue_required: self.catalogue_required,
            lease: SignedDuration::from_secs(self.lease_seconds.into()),
            consent: ConsentSettings {
                link: SignedDuration::from_hours(24 * i64::from(self.consent.link_days)),
                regions: self.consent.regions.clone(),
                regions_enforced: self.consent.regions_enforced,
                cloud_native_domains: self.consent.cloud_native_domains.clone(),
            },
            invitation: SignedDuration::from_hours(24 * i64::from(self.invitation_days)),
            password_reset: SignedDuration::from_mins(self.password_reset_minutes.into()),
            approval: SignedDuration::from_hours(24 * i64::from(self.approval_days)),
        }
    }

    /// What the portal is told, once it is known where it listens.
    pub(crate) fn portal(&self, listening: SocketAddr) -> Result<PortalSettings> {
        let limits = LimitSettings {
            sign_ins: self.limits.sign_ins,
            sign_ins_of_account: self.limits.sign_ins_of_account,
            resets: self.limits.resets,
            resets_of_account: self.limits.resets_of_account,
            links: self.limits.links,
        };
        Ok(PortalSettings {
            secure_cookies: self.secure_cookies,
            public_url: self.public_url(listening),
            trusted_proxies: self.proxies()?,
            limits,
            ..PortalSettings::default()
        })
    }

    /// What the interface of Partner Center is told, once it is known where it listens.
    pub(crate) fn partner_center(&self, listening: SocketAddr) -> Result<PartnerCenterSettings> {
        let keys = &self.partner_center;
        Ok(PartnerCenterSettings {
            body_bytes: keys.body_bytes,
            silence: Duration::from_secs(keys.silence_seconds.into()),
            uploads_at_once: keys.uploads_at_once,
            accepted_body: match keys.accepted_body {
                Accepted::Empty => AcceptedBody::Empty,
                Accepted::Object => AcceptedBody::Object,
            },
            byte_order_mark: keys.byte_order_mark,
            batches_without_person: keys.batches_without_user,
            calls_per_minute: keys.calls_per_minute,
            tokens_per_minute: keys.tokens_per_minute,
            public_url: self.public_url(listening),
            trusted_proxies: self.proxies()?,
        })
    }

    /// What requests of this service's own may do.
    pub(crate) fn outbound(&self) -> OutboundSettings {
        OutboundSettings {
            allow_private_addresses: self.outbound.allow_private_addresses,
            allow_http: self.outbound.allow_http,
            timeout: Duration::from_secs(self.outbound.timeout_seconds),
            ..OutboundSettings::default()
        }
    }

    /// Where people reach the portal, without a slash at the end.
    pub(crate) fn public_url(&self, listening: SocketAddr) -> String {
        match self.public_url.trim_end_matches('/') {
            "" => format!("http://{listening}"),
            url => url.to_owned(),
        }
    }

    fn proxies(&self) -> Result<Vec<IpNet>> {
        let listed = self.trusted_proxies.split(',').map(str::trim).filter(|text| !text.is_empty());
        listed
            .map(|text| {
                let one = text.parse::<IpAddr>().map(IpNet::from).ok();
                one.or_else(|| text.parse().ok())
                    .with_context(|| format!("`trusted-proxies` has no address and no network in: {text}"))
            })
            .collect()
    }

    fn row_limits(&self) -> RowLimits {
        let RowLimitKeys { preset, rows, layouts } = &self.row_limits;
        let mut limits = match preset.as_str() {
            "none" => RowLimits::all(*rows),
            preset => check::limits(preset).unwrap_or_default(),
        };
        let own = layouts.iter().filter(|(_, rows)| **rows > 0).map(|(layout, rows)| (*layout, *rows));
        // The first entry of a layout counts.
        limits.layouts.splice(0..0, own);
        limits
    }
}

/// Puts the values of a file over the defaults.
fn overlay(values: &mut Table, path: &Path) -> Result<()> {
    let name = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
    let file: Table = text.parse().with_context(|| format!("{name} is not TOML"))?;
    merge(values, file, "").with_context(|| format!("cannot use {name}"))
}

/// Values take the place of defaults; there is none without one, and none of another kind.
fn merge(values: &mut Table, file: Table, above: &str) -> Result<()> {
    for (key, value) in file {
        let path = format!("{above}{key}");
        let Some(default) = values.get_mut(&key) else {
            let known: Vec<_> = values.keys().map(|known| format!("{above}{known}")).collect();
            bail!("unknown key `{path}`; known are {}", known.join(", "));
        };
        match (default, value) {
            (Value::Table(default), Value::Table(value)) => merge(default, value, &format!("{path}."))?,
            (default, value) if default.same_type(&value) => *default = value,
            (default, value) => bail!("`{path}` is a {}, not a {}", default.type_str(), value.type_str()),
        }
    }
    Ok(())
}

/// Looks every key up in the environment, under its name there.
fn from_environment(values: &mut Table, above: &str, look_up: &dyn Fn(&str) -> Option<String>) -> Result<()> {
    for (key, value) in values {
        let path = format!("{above}{key}");
        if let Value::Table(below) = value {
            from_environment(below, &format!("{path}."), look_up)?;
            continue;
        }
        let name = format!("TAXIWAY_{}", path.replace(['-', '.'], "_").to_uppercase());
        if let Some(text) = look_up(&name) {
            *value = parse(value, &text).with_context(|| format!("cannot use {name} for `{path}`"))?;
        }
    }
    Ok(())
}

/// A text as a value of the same kind as the default. The text is not repeated: it may hold a password.
fn parse(default: &Value, text: &str) -> Result<Value> {
    let kind = || anyhow!("it is a {}", default.type_str());
    Ok(match default {
        Value::Integer(_) => Value::Integer(text.trim().parse().map_err(|_| kind())?),
        Value::Boolean(_) => Value::Boolean(text.trim().parse().map_err(|_| kind())?),
        Value::Array(_) => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            Value::Array(items.map(|item| Value::String(item.to_owned())).collect())
        }
        _ => Value::String(text.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_file(text: &str) -> Result<Configuration> {
        let file = tempfile::NamedTempFile::new()?;
        fs::write(file.path(), text)?;
        Configuration::load(&Flags { config: Some(file.path().to_owned()), ..Flags::default() }, None)
    }

    #[test]
    fn the_printed_defaults_are_the_defaults_of_the_program() {
        let defaults = Configuration::load(&Flags::default(), None).expect("the defaults are valid");
        assert_eq!(with_file(DEFAULT).expect("they can be given as a file"), defaults);
        let (settings, program) = (defaults.settings(), Settings::default());
        assert_eq!(settings.row_limits, program.row_limits);
        assert_eq!(settings.parts, program.parts);
        assert_eq!(settings.lease, program.lease);
        assert_eq!(settings.consent, program.consent);
        assert_eq!(
            (settings.invitation, settings.password_reset),
            (program.invitation, program.password_reset)
        );
        let (portal, program_portal) =
            (defaults.portal(defaults.listen).expect("they can be used"), PortalSettings::default());
        assert_eq!(portal.limits, program_portal.limits);
        assert_eq!(portal.public_url, program_portal.public_url);
        assert_eq!(portal.trusted_proxies, program_portal.trusted_proxies);
        assert_eq!(defaults.outbound(), OutboundSettings::default());
        assert_eq!(
            (settings.upload_bytes, settings.catalogue_required),
            (program.upload_bytes, program.catalogue_required)
        );
    }

    #[test]
    fn every_key_has_a_comment() {
        let mut above = "";
        for line in DEFAULT.lines() {
            let in_layouts = line.ends_with("= 0");
            let is_key = line.contains(" = ") && !line.starts_with('#');
            assert!(!is_key || in_layouts || above.starts_with('#'), "{line} has no comment above it");
            above = line;
        }
    }

    #[test]
    fn a_file_counts_before_the_defaults_and_may_leave_things_out() {
        let loaded =
            with_file("workers = 5\n[row-limits]\npreset = \"intune\"\nlayouts.partner-center = 7\n");
        let loaded = loaded.expect("it is valid");
        assert_eq!(loaded.workers, 5);
        let limits = loaded.settings().row_limits;
        assert_eq!((limits.of(Layout::PartnerCenter), limits.of(Layout::Intune)), (7, 500));
        assert_eq!(loaded.listen.port(), 8600);
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        for (text, named) in [
            ("wokers = 5", "`wokers`"),
            ("[log]\nlevel = \"x\"", "`log.level`"),
            ("workers = \"two\"", "`workers`"),
            ("listen = 8600", "`listen`"),
            ("[row-limits]\npreset = \"large\"", "`row-limits.preset`"),
            ("[row-limits.layouts]\nexcel = 7", "`row-limits.layouts.excel`"),
            ("[consent]\nlink-days = 0", "`consent.link-days`"),
            ("[consent]\nregions = [\"e u\"]", "regions"),
            ("listen = \"somewhere\"", "listen"),
            ("public-url = \"taxiway.example\"", "`public-url`"),
            ("public-url = \"https://x y\"", "`public-url`"),
            ("trusted-proxies = \"10.0.0.0/8, nearby\"", "nearby"),
            ("invitation-days = 0", "`invitation-days`"),
            ("password-reset-minutes = 5000", "`password-reset-minutes`"),
            ("[limits]\nsign-ins = -1", "invalid value"),
            ("[outbound]\ntimeout-seconds = 90", "`outbound.timeout-seconds`"),
            ("[mail]\ndirectory = \"x\"", "`mail.from`"),
            ("[mail]\nfrom = \"nobody\"\ndirectory = \"x\"", "`mail.from`"),
            ("[mail]\nfrom = \"a@b.example\"\ndirectory = \"x\"\nhost = \"y\"", "`mail.directory`"),
            ("[mail]\nfrom = \"a@b.example\"\nhost = \"y\"", "`public-url`"),
            (
                "public-url = \"https://x\"\n[mail]\nfrom = \"a@b.example\"\nhost = \"y\"\ntls = \"maybe\"",
                "maybe",
            ),
            (
                "public-url = \"https://x\"\n[mail]\nfrom = \"a@b.example\"\nhost = \"y\"\nuser = \"u\"",
                "`mail.password-file`",
            ),
        ] {
            let error = format!("{:#}", with_file(text).expect_err(text));
            assert!(error.contains(named), "{error}");
        }
    }

    #[test]
    fn what_is_said_about_the_way_to_people_reaches_the_portal() {
        let loaded = with_file(
            "public-url = \"https://taxiway.example/\"\ntrusted-proxies = \"127.0.0.1, fd00::/8\"\n[limits]\nlinks = 7\n",
        );
        let portal = loaded
            .expect("it is valid")
            .portal("127.0.0.1:9".parse().expect("an address"))
            .expect("it is valid");
        assert_eq!((portal.public_url.as_str(), portal.limits.links), ("https://taxiway.example", 7));
        assert_eq!(portal.trusted_proxies.len(), 2);
        let defaults = Configuration::defaults().expect("they are valid");
        assert_eq!(defaults.public_url("127.0.0.1:9".parse().expect("an address")), "http://127.0.0.1:9");
    }

    #[test]
    fn the_environment_counts_before_the_file() {
        let mut values: Table = DEFAULT.parse().expect("the defaults are TOML");
        let look_up = |name: &str| match name {
            "TAXIWAY_WORKERS" => Some("9".to_owned()),
            "TAXIWAY_LOG_FILTER" => Some("debug".to_owned()),
            "TAXIWAY_CONSENT_REGIONS" => Some("eu-efta, us".to_owned()),
            _ => None,
        };
        from_environment(&mut values, "", &look_up).expect("they fit");
        assert_eq!(values["workers"].as_integer(), Some(9));
        assert_eq!(values["log"]["filter"].as_str(), Some("debug"));
        assert_eq!(values["consent"]["regions"].as_array().map(Vec::len), Some(2), "a list, with commas");
        let wrong = from_environment(&mut values, "", &|_| Some("secret".to_owned()));
        let error = format!("{:#}", wrong.expect_err("not a number"));
        assert!(error.contains("TAXIWAY_") && !error.contains("secret"), "{error}");
    }
}
