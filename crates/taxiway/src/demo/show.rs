//! What is printed.

use anyhow::Result;
use comfy_table::{ContentArrangement, Table, presets};
use indicatif::{ProgressBar, ProgressStyle};
use taxiway_domain::finding::{Finding, Severity};
use taxiway_domain::registration::{RegistrationState, ServiceCode};
use taxiway_service::{Outcome, Overview, RowResult, UploadView};

use super::cast::Cast;
use crate::output;
use crate::words::Words;

/// Columns of tables that go into a pipe.
const PIPE_WIDTH: u16 = 170;

fn table(words: Words, columns: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    if !output::is_terminal() {
        table.set_width(PIPE_WIDTH);
    }
    table.set_header(columns.iter().map(|key| words.say(key)));
    table
}

/// Who does what for whom.
pub(super) fn scene(cast: &Cast, words: Words) -> Result<()> {
    let values =
        [("partner", (&cast.clerk().organisation.name).into()), ("customer", (&cast.shipping.name).into())];
    output::line(&words.with("demo-scene", &values))
}

/// What was recognised of a list, before anything is registered.
pub(super) fn understood(view: &UploadView, words: Words) -> Result<()> {
    let (layout, encoding) = match &view.recognition {
        Some(known) => (known.layout.as_str(), known.encoding.as_str()),
        None => ("unknown", "utf-8"),
    };
    let count = |rows: i64| rows.unsigned_abs().into();
    let values = [
        ("file", (&view.upload.file_name).into()),
        ("layout", words.say(&format!("layout-{layout}")).into()),
        ("encoding", words.say(&format!("encoding-{encoding}")).into()),
        ("rows", count(view.upload.total_rows)),
        ("ok", count(view.upload.ok_rows)),
        ("warnings", count(view.upload.warning_rows)),
        ("errors", count(view.upload.error_rows)),
    ];
    output::line(&format!("\n{}", words.with("demo-understood", &values)))?;
    for notice in view.recognition.iter().flat_map(|known| &known.notices) {
        output::line(&format!("  - {}", words.finding(notice)))?;
    }
    Ok(())
}

/// A bar on a terminal, lines elsewhere.
pub(super) struct Progress {
    words: Words,
    bar: Option<ProgressBar>,
    shown: Option<u64>,
}

impl Progress {
    pub(super) fn new(words: Words) -> Self {
        let bar = output::is_terminal().then(|| {
            let bar = ProgressBar::new(0);
            let style = ProgressStyle::with_template("  {bar:40} {pos}/{len} {msg}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.set_message(words.say("demo-rows"));
            bar
        });
        Self { words, bar, shown: None }
    }

    pub(super) fn set(&mut self, done: u64, rows: u64) -> Result<()> {
        if let Some(bar) = &self.bar {
            bar.set_length(rows);
            bar.set_position(done);
        } else if self.shown != Some(done) {
            self.shown = Some(done);
            let values = [("done", done.into()), ("rows", rows.into())];
            output::line(&format!("  {}", self.words.with("demo-progress", &values)))?;
        }
        Ok(())
    }

    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish();
        }
    }
}

/// The verdict of every row.
pub(super) fn results(rows: &[RowResult], words: Words) -> Result<()> {
    let columns = ["line", "demo-device", "verdict", "demo-code", "demo-words", "demo-remedy"];
    let mut table = table(words, &columns);
    for row in rows {
        let (said, remedy) = words_of(row, words);
        let verdict = words.say(&format!("demo-outcome-{}", row.outcome.as_str()));
        table.add_row([row.line.to_string(), device(row), verdict, code(row), said, remedy]);
    }
    output::line(&table.to_string())
}

/// What identifies the device, as far as the row tells.
fn device(row: &RowResult) -> String {
    let parts = [&row.manufacturer, &row.model, &row.serial_number].map(Option::as_deref);
    let known: Vec<_> = parts.into_iter().flatten().collect();
    match (&row.product_key, known.is_empty()) {
        (Some(key), true) => key.to_string(),
        _ => known.join(" · "),
    }
}

/// The published number; a code without one is said in words only.
fn code(row: &RowResult) -> String {
    row.code.and_then(ServiceCode::number).map(|number| number.to_string()).unwrap_or_default()
}

/// What happened to a row and what to do: what was found weighs more than the published code.
fn words_of(row: &RowResult, words: Words) -> (String, String) {
    let heavy = |severity| move |finding: &&Finding| finding.code.severity() == severity;
    let wanted = match row.outcome {
        Outcome::Failed => Severity::Error,
        Outcome::Already if row.code == Some(ServiceCode::Duplicated) => Severity::Error,
        _ => Severity::Warning,
    };
    let findings: Vec<&Finding> = row.findings.iter().filter(heavy(wanted)).collect();
    if findings.is_empty() {
        return row.code.map(|code| words.service_code(code)).unwrap_or_default();
    }
    let join = |say: &dyn Fn(&Finding) -> String| {
        findings.iter().map(|finding| say(finding)).collect::<Vec<_>>().join(" ")
    };
    (join(&|finding| words.finding(finding)), join(&|finding| words.remedy(finding)))
}

/// How many devices of the customer are in which state.
pub(super) fn states(overview: &Overview, words: Words) -> Result<()> {
    let mut table = table(words, &["device-state", "demo-devices", "demo-meaning"]);
    for (state, count) in [
        (RegistrationState::Ready, overview.ready),
        (RegistrationState::Pending, overview.pending),
        (RegistrationState::Failed, overview.failed),
    ] {
        let key = format!("state-{}", state.as_str());
        table.add_row([words.say(&key), words.number(count), words.say(&format!("{key}-description"))]);
    }
    let title = words.with("demo-states", &[("customer", (&overview.customer.name).into())]);
    output::line(&format!("\n{title}\n{table}\n"))
}

/// As whom to begin, and who sees the same from the other side.
pub(super) fn begin(cast: &Cast, words: Words) -> Result<()> {
    let values = [("partner", cast.clerk().email.into()), ("customer", cast.owner().email.into())];
    output::line(&words.with("demo-begin", &values))
}

/// Who can sign in, and what each account shows.
pub(super) fn people(cast: &Cast, words: Words) -> Result<()> {
    let columns = ["demo-role", "demo-organisation", "sign-in-email", "sign-in-password", "demo-shows"];
    let mut table = table(words, &columns);
    for person in &cast.people {
        let role = words.say(&format!("role-{}", person.role.as_str()));
        table.add_row([
            role,
            person.organisation.name.clone(),
            person.email.to_owned(),
            person.password().to_owned(),
            words.say(person.shows),
        ]);
    }
    output::line(&format!("{}\n{table}", words.say("demo-people")))
}
