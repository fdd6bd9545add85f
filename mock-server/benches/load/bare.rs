//! The most that a server on the same framework can do: one route, and bytes that are there already.

use axum::Router;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::routing::post;
use std::path::Path;

/// What a process of this bench is started with to be that server.
pub const OPTION: &str = "--bare";

pub fn serve(answer: &Path) {
    let answer = Bytes::from(std::fs::read(answer).unwrap());
    // As the mock does it.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("http://{}", listener.local_addr().unwrap());
        let handler = || async move { ([(CONTENT_TYPE, "application/json")], answer.clone()) };
        let app = Router::new().route(super::LIST, post(handler));
        axum::serve(listener, app).await.unwrap();
    });
}
