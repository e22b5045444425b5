//! A PostgreSQL server of our own: made for one run, on a free port, gone afterwards.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::command;

/// Another program may take the free port between our look and the server's start.
const PORTS_TRIED: usize = 5;

/// Where tests find the address of a cluster that is theirs to use.
pub const TEST_VARIABLE: &str = "TAXIWAY_TEST_POSTGRES";

/// What the guardian does when our end of its standard input closes, in whatever way we ended.
const GUARDIAN: &str = r#"
cat >/dev/null
"$1/pg_ctl" stop --silent --mode=immediate --pgdata="$2/data" >/dev/null 2>&1
rm -rf "$2"
"#;

/// A private cluster with a password of its own. It is stopped and removed when this value is dropped, and also
/// when the process dies without dropping it.
pub struct PrivateCluster {
    programs: PathBuf,
    directory: PathBuf,
    account: Option<Account>,
    password: String,
    port: u16,
    guardian: Child,
}

/// What to do with a private cluster.
#[derive(clap::Args, Debug)]
pub struct Options {
    /// A program and its arguments; without one the address is printed and the cluster stays until input ends
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    command: Vec<String>,
}

/// `cargo xtask postgres`: a cluster for as long as a command runs, or for as long as somebody wants it.
pub fn run(options: &Options) -> Result<()> {
    let cluster = PrivateCluster::start()?;
    if let Some((program, arguments)) = options.command.split_first() {
        return command::run(Command::new(program).args(arguments).env(TEST_VARIABLE, cluster.url()));
    }
    println!("{TEST_VARIABLE}={}", cluster.url());
    eprintln!("it stays until this input ends: press Ctrl-D, or Ctrl-C");
    std::io::copy(&mut std::io::stdin(), &mut std::io::sink())?;
    Ok(())
}

/// How a server is stopped before it starts again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Open transactions are rolled back, sessions are told.
    Fast,
    /// As a power cut: the server recovers from its log when it starts.
    Immediate,
}

impl PrivateCluster {
    /// Makes a cluster and starts it. Nothing but this process and its children knows its password.
    pub fn start() -> Result<Self> {
        let programs = programs()?;
        let account = if is_root() { Some(Account::named("postgres")?) } else { None };
        let directory = tempfile::Builder::new().prefix("taxiway-postgres-").tempdir()?;
        if let Some(account) = account {
            chown(directory.path(), Some(account.user), Some(account.group))?;
        }
        let guardian = guardian(&programs, directory.path(), account)?;
        let mut cluster =
            Self { programs, directory: directory.keep(), account, password: secret()?, port: 0, guardian };
        cluster.initialise()?;
        cluster.listen()?;
        Ok(cluster)
    }

    /// Where to connect: the maintenance database, as the cluster's superuser.
    pub fn url(&self) -> String {
        format!("postgres://taxiway:{}@127.0.0.1:{}/postgres", self.password, self.port)
    }

    /// As [`Self::url`], by the Unix socket: what an operator with the server on the same machine would use.
    pub fn socket_url(&self) -> String {
        let directory = self.directory.display();
        format!("postgres://taxiway:{}@localhost:{}/postgres?host={directory}", self.password, self.port)
    }

    /// Stops the server and starts it again on the same port with the same data.
    pub fn restart(&self, stop: Stop) -> Result<()> {
        self.stop(stop)?;
        self.pg_ctl(&["start"])
    }

    /// Stops the server; [`Self::restart`] would start it again.
    pub fn stop(&self, stop: Stop) -> Result<()> {
        let mode = match stop {
            Stop::Fast => "--mode=fast",
            Stop::Immediate => "--mode=immediate",
        };
        self.pg_ctl(&["stop", mode])
    }

    fn initialise(&self) -> Result<()> {
        let password_file = self.directory.join("password");
        fs::write(&password_file, &self.password)?;
        fs::set_permissions(&password_file, fs::Permissions::from_mode(0o600))?;
        if let Some(account) = self.account {
            chown(&password_file, Some(account.user), Some(account.group))?;
        }
        let mut initdb = self.program("initdb");
        initdb.arg("--pgdata").arg(self.data()).arg("--pwfile").arg(&password_file).args([
            "--username=taxiway",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-instructions",
        ]);
        command::output(&mut initdb)?;
        fs::remove_file(password_file)?;
        Ok(())
    }

    fn listen(&mut self) -> Result<()> {
        let mut failure = None;
        for _ in 0..PORTS_TRIED {
            self.port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
            let mut settings =
                fs::OpenOptions::new().append(true).open(self.data().join("postgresql.conf"))?;
            writeln!(
                settings,
                "listen_addresses = '127.0.0.1'\nport = {}\nunix_socket_directories = '{}'\nmax_connections = 400",
                self.port,
                self.directory.display()
            )?;
            match self.pg_ctl(&["start"]) {
                Ok(()) => return Ok(()),
                Err(error) => failure = Some(error),
            }
        }
        let log = fs::read_to_string(self.directory.join("server.log")).unwrap_or_default();
        Err(failure.unwrap_or_else(|| anyhow::anyhow!("no port was tried")))
            .with_context(|| format!("the private PostgreSQL does not start; its log:\n{log}"))
    }

    fn pg_ctl(&self, arguments: &[&str]) -> Result<()> {
        let mut pg_ctl = self.program("pg_ctl");
        pg_ctl.args(arguments).args(["--wait", "--timeout=120", "--silent"]);
        pg_ctl.arg("--pgdata").arg(self.data()).arg("--log").arg(self.directory.join("server.log"));
        // The server keeps its standard streams: a pipe of ours would never end.
        let status = pg_ctl.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        if !status.success() {
            bail!("pg_ctl {} ended with {status}", arguments.join(" "));
        }
        Ok(())
    }

    fn program(&self, name: &str) -> Command {
        as_account(&self.programs.join(name), self.account)
    }

    fn data(&self) -> PathBuf {
        self.directory.join("data")
    }
}

impl Drop for PrivateCluster {
    fn drop(&mut self) {
        drop(self.guardian.stdin.take());
        if let Err(error) = self.guardian.wait() {
            eprintln!("the private PostgreSQL in {} may still run: {error}", self.directory.display());
        }
    }
}

/// The directory of the newest PostgreSQL server on this machine.
pub fn programs() -> Result<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = Vec::new();
    for entry in fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten() {
        let version = entry.file_name().to_str().and_then(|name| name.parse().ok());
        let programs = entry.path().join("bin");
        if let (Some(version), true) = (version, programs.join("initdb").is_file()) {
            found.push((version, programs));
        }
    }
    found.sort();
    if let Some((_, programs)) = found.pop() {
        return Ok(programs);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).find(|directory| directory.join("initdb").is_file());
    on_path.context("no PostgreSQL server is installed (Debian: the package postgresql)")
}

/// Whether we run as root, as whom PostgreSQL refuses to run.
pub fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// A user of this machine.
#[derive(Debug, Clone, Copy)]
struct Account {
    user: u32,
    group: u32,
}

impl Account {
    fn named(name: &str) -> Result<Self> {
        let number = |flag| -> Result<u32> {
            Ok(command::output(Command::new("id").args([flag, name]))?.trim().parse()?)
        };
        Ok(Self { user: number("-u")?, group: number("-g")? })
    }
}

fn as_account(program: &Path, account: Option<Account>) -> Command {
    let mut command = Command::new(program);
    // The account may not be allowed into our directory, and settings of another server must not leak in.
    command.current_dir("/").env("LC_ALL", "C.UTF-8");
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PG") {
            command.env_remove(name);
        }
    }
    if let Some(account) = account {
        command.uid(account.user).gid(account.group);
    }
    command
}

/// A shell in a process group of its own, so that an interrupt at the terminal does not reach it.
fn guardian(programs: &Path, directory: &Path, account: Option<Account>) -> Result<Child> {
    as_account(Path::new("/bin/sh"), account)
        .args(["-c", GUARDIAN, "taxiway-postgres-guardian"])
        .args([programs, directory])
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("cannot start the guardian of the private PostgreSQL")
}

/// 128 random bits as text.
fn secret() -> Result<String> {
    let mut bytes = [0; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bytes)))
}
