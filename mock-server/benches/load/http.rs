//! A minimal HTTP client: requests are prepared bytes, connections stay open, and responses are
//! read exactly to their end.

use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A prepared request.
#[derive(Clone)]
pub struct Request(Vec<u8>);

impl Request {
    pub fn new(method: &str, path: &str, token: &str, body: &str) -> Self {
        let length = body.len();
        Self(
            format!(
                "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n\
                 Content-Length: {length}\r\n\r\n{body}"
            )
            .into_bytes(),
        )
    }
}

/// A persistent connection.
pub struct Connection {
    stream: TcpStream,
    /// The part of the current response that has been received.
    received: Vec<u8>,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, received: Vec::with_capacity(64 << 10) })
    }

    /// Sends a request and returns the body of the response, which must be a success.
    pub async fn call(&mut self, request: &Request) -> &[u8] {
        self.stream.write_all(&request.0).await.unwrap();
        self.received.clear();
        let head = loop {
            if let Some(end) = memchr::memmem::find(&self.received, b"\r\n\r\n") {
                break end + 4;
            }
            self.receive().await;
        };
        let text = std::str::from_utf8(&self.received[..head]).unwrap();
        assert!(text.as_bytes()[9] == b'2', "{}", String::from_utf8_lossy(&self.received));
        let header = |name: &str| {
            text.lines()
                .find_map(|line| Some(line.split_once(": ").filter(|(key, _)| key.eq_ignore_ascii_case(name))?.1))
        };
        match header("content-length") {
            Some(length) => {
                let end = head + length.parse::<usize>().unwrap();
                while self.received.len() < end {
                    self.receive().await;
                }
            }
            None => {
                assert_eq!(header("transfer-encoding"), Some("chunked"), "{text}");
                while !self.received.ends_with(b"\r\n0\r\n\r\n") {
                    self.receive().await;
                }
            }
        }
        &self.received[head..]
    }

    async fn receive(&mut self) {
        let count = self.stream.read_buf(&mut self.received).await.unwrap();
        assert_ne!(count, 0, "the server has hung up");
    }
}

/// Sends requests in a loop on `connections` connections for the given time. Returns the responses
/// per second.
pub async fn rate(address: SocketAddr, requests: &[Request], connections: usize, duration: Duration) -> f64 {
    let start = Instant::now();
    let run_connection = |first: usize| {
        let requests = requests.to_vec();
        async move {
            let mut connection = Connection::open(address).await.unwrap();
            let mut count = 0_u64;
            for request in requests.iter().cycle().skip(first) {
                if start.elapsed() >= duration {
                    break;
                }
                connection.call(request).await;
                count += 1;
            }
            count
        }
    };
    let tasks: Vec<_> = (0..connections).map(|first| tokio::spawn(run_connection(first))).collect();
    let mut count = 0;
    for task in tasks {
        count += task.await.unwrap();
    }
    count as f64 / start.elapsed().as_secs_f64()
}

/// Measures `count` requests, one after another.
pub async fn times(connection: &mut Connection, requests: &[Request], count: usize) -> Vec<Duration> {
    let mut times = Vec::with_capacity(count);
    for request in requests.iter().cycle().take(count) {
        let start = Instant::now();
        connection.call(request).await;
        times.push(start.elapsed());
    }
    times
}
