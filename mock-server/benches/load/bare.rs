//! The upper bound for a server with the same framework: one route that sends prepared bytes.

use axum::Router;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::routing::post;
use std::path::Path;

/// The option that makes a process of this benchmark this server.
pub const OPTION: &str = "--bare";

pub fn serve(body_file: &Path) {
    let body = Bytes::from(std::fs::read(body_file).unwrap());
    // The same runtime as the mock's.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("http://{}", listener.local_addr().unwrap());
        let handler = || async move { ([(CONTENT_TYPE, "application/json")], body.clone()) };
        let app = Router::new().route(super::LIST, post(handler));
        axum::serve(listener, app).await.unwrap();
    });
}
