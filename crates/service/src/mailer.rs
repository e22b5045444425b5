//! The way out for mails: a mail server, a directory, or none.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use lettre::message::header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, Message, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use secrecy::{ExposeSecret, SecretString};
use taxiway_store::Mail;
use tokio::io::AsyncWriteExt;

/// How long a mail server may take for one step.
const STEP: Duration = Duration::from_secs(20);
/// How long a mail may take in all; less than its lease.
const WHOLE: Duration = Duration::from_mins(1);

/// How a connection to a mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailTls {
    /// TLS from the first byte, usually on port 465.
    Implicit,
    /// TLS after `STARTTLS`, usually on port 587; without it nothing is sent.
    StartTls,
    /// None: for a server on the same machine.
    None,
}

/// A mail server.
#[derive(Debug, Clone)]
pub struct MailServer {
    /// Its name, for which its certificate must be.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: MailTls,
    /// Name and password, where it asks for them.
    pub credentials: Option<(String, SecretString)>,
}

/// Sends mails. Without a way every use case that would send one says so.
#[derive(Debug, Clone, Default)]
pub struct Mailer {
    way: Way,
    from: Option<Mailbox>,
}

#[derive(Debug, Clone, Default)]
enum Way {
    #[default]
    None,
    Directory(PathBuf),
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

/// Why a mailer cannot be made of what the operator said.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MailerError {
    /// The sender is no address.
    #[error("not a mail address: {0}")]
    Sender(String),
    /// TLS cannot be set up.
    #[error("TLS cannot be set up for {host}")]
    Tls {
        /// The mail server.
        host: String,
        /// Why.
        #[source]
        source: lettre::transport::smtp::Error,
    },
}

/// Why a mail was not sent.
#[derive(Debug)]
pub(crate) struct Unsent {
    /// Whether trying again cannot help.
    pub(crate) for_good: bool,
    /// For the log.
    pub(crate) why: Box<dyn std::error::Error + Send + Sync>,
}

impl Unsent {
    fn for_now(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { for_good: false, why: why.into() }
    }

    fn for_good(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { for_good: true, why: why.into() }
    }
}

/// Tells other programs not to answer (RFC 3834 §5).
#[derive(Debug, Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Mailer {
    /// Writes each mail into a file of this directory, to be read or picked up there.
    pub fn directory(path: impl Into<PathBuf>, from: &str) -> Result<Self, MailerError> {
        Ok(Self { way: Way::Directory(path.into()), from: Some(sender(from)?) })
    }

    /// Hands mails over to a mail server.
    pub fn smtp(server: &MailServer, from: &str) -> Result<Self, MailerError> {
        let from = sender(from)?;
        let parameters = || {
            TlsParameters::new(server.host.clone())
                .map_err(|source| MailerError::Tls { host: server.host.clone(), source })
        };
        let tls = match server.tls {
            MailTls::Implicit => Tls::Wrapper(parameters()?),
            MailTls::StartTls => Tls::Required(parameters()?),
            MailTls::None => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host)
            .port(server.port)
            .tls(tls)
            .timeout(Some(STEP))
            .hello_name(ClientId::Domain(from.email.domain().to_owned()));
        if let Some((user, password)) = &server.credentials {
            let password = password.expose_secret().to_owned();
            builder = builder.credentials(Credentials::new(user.clone(), password));
        }
        Ok(Self { way: Way::Smtp(builder.build()), from: Some(from) })
    }

    /// Whether mails can be sent.
    pub fn is_configured(&self) -> bool {
        !matches!(self.way, Way::None)
    }

    /// Sends a mail. When this process ends in the middle, it may be sent once more, with the same message id.
    pub(crate) async fn send(&self, mail: &Mail, now: Timestamp) -> Result<(), Unsent> {
        match &self.way {
            Way::None => Err(Unsent::for_now("no way to send mails is configured")),
            Way::Directory(path) => {
                let message = self.compose(mail, now, true)?;
                write(path, mail, &message.formatted()).await.map_err(Unsent::for_now)
            }
            Way::Smtp(server) => {
                let message = self.compose(mail, now, false)?;
                match tokio::time::timeout(WHOLE, server.send(message)).await {
                    Ok(Ok(_)) => Ok(()),
                    Ok(Err(error)) => Err(Unsent { for_good: error.is_permanent(), why: error.into() }),
                    Err(late) => Err(Unsent::for_now(late)),
                }
            }
        }
    }

    /// The message; `readable` leaves the text as it is, which not every mail server takes.
    fn compose(&self, mail: &Mail, now: Timestamp, readable: bool) -> Result<Message, Unsent> {
        let from = self.from.clone().ok_or_else(|| Unsent::for_now("no sender is configured"))?;
        let to = address(&mail.recipient).ok_or_else(|| Unsent::for_good("not a mail address"))?;
        let id = format!("<{}@{}>", mail.mail_id, from.email.domain());
        let body = if readable {
            let lines = mail.body.replace("\r\n", "\n").replace('\n', "\r\n");
            Body::dangerous_pre_encoded(lines.into_bytes(), ContentTransferEncoding::EightBit)
        } else {
            Body::new(mail.body.clone())
        };
        Message::builder()
            .from(from)
            .to(Mailbox::new(None, to))
            .subject(&mail.subject)
            .date(now.into())
            .message_id(Some(id))
            .header(AutoSubmitted)
            .singlepart(SinglePart::builder().content_type(ContentType::TEXT_PLAIN).body(body))
            .map_err(Unsent::for_good)
    }
}

fn sender(from: &str) -> Result<Mailbox, MailerError> {
    from.parse().map_err(|_| MailerError::Sender(from.to_owned()))
}

/// An address to which mail can be sent.
pub(crate) fn address(text: &str) -> Option<Address> {
    text.parse().ok()
}

/// Whoever sees the file sees all of it; only its owner may read it.
async fn write(directory: &Path, mail: &Mail, content: &[u8]) -> std::io::Result<()> {
    let mut builder = tokio::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    builder.mode(0o700);
    builder.create(directory).await?;
    let path = directory.join(format!("{}.eml", mail.mail_id));
    let unfinished = path.with_extension("unfinished");
    let mut options = tokio::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    options.mode(0o600);
    let mut file = options.open(&unfinished).await?;
    file.write_all(content).await?;
    file.sync_all().await?;
    drop(file);
    tokio::fs::rename(unfinished, path).await
}
