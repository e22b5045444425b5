//! One request and its answer, over a connection of its own.

use std::net::SocketAddr;

use anyhow::{Context, Result, ensure};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::exchange::Answer;

/// Sends these bytes as they are. Whoever expects to be told to go on waits for it before the body, as such clients do.
pub(super) async fn ask(server: SocketAddr, head: &str, body: &str) -> Result<Answer> {
    let mut stream = BufReader::new(TcpStream::connect(server).await?);
    stream.write_all(head.as_bytes()).await?;
    if head.contains("\r\nExpect: 100-continue\r\n") {
        let go_on = read_head(&mut stream).await?;
        ensure!(go_on.status == 100, "told {} in place of going on", go_on.status);
    }
    stream.write_all(body.as_bytes()).await?;
    let mut answer = read_head(&mut stream).await?;
    // Neither has a body, whatever the head says (RFC 9112 §6.3).
    if head.starts_with("HEAD ") || answer.status == 204 {
        return Ok(answer);
    }
    if answer.header("transfer-encoding").is_some_and(|value| value == "chunked") {
        answer.body = read_chunks(&mut stream).await?;
    } else if let Some(length) = answer.header("content-length") {
        answer.body = vec![0; length.parse()?];
        stream.read_exact(&mut answer.body).await?;
    }
    Ok(answer)
}

async fn read_head(stream: &mut BufReader<TcpStream>) -> Result<Answer> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        ensure!(stream.read_line(&mut head).await? > 0, "hung up after {head:?}");
    }
    Answer::head(&head)
}

async fn read_chunks(stream: &mut BufReader<TcpStream>) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let size = line.trim_end().split(';').next().unwrap_or_default();
        let size = usize::from_str_radix(size, 16).with_context(|| format!("not a chunk: {line:?}"))?;
        let start = body.len();
        body.resize(start + size + 2, 0);
        stream.read_exact(&mut body[start..]).await?;
        body.truncate(start + size);
        if size == 0 {
            return Ok(body);
        }
    }
}
