//! A minimal HTTP client, so that the examples need no other crate. Use your own client in its
//! place.

use std::io;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Sends a `POST` and returns the whole response: status line, headers, and body.
///
/// # Errors
/// Returns the error of the connection, if it fails.
pub async fn post(url: &str, path: &str, token: &str, body: &str) -> io::Result<String> {
    let address = url.trim_start_matches("http://");
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut response = String::new();
    stream.read_to_string(&mut response).await?;
    Ok(response)
}
