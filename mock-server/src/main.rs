//! The command line of the mock server.

mod commands;
mod options;
mod watch;

use clap::Parser;
use mock_server::access::Access;
use mock_server::platform::{Clock, Persona, Seed, Token};
use mock_server::variant::Variant;
use mock_server::world::{DEFAULT_WORLD, Platform, Worlds};
use mock_server::{BasePath, ServerConfig, StateStore, app, serve};
use options::Options;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let is_terminal = io::stderr().is_terminal();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(is_terminal)
        .with_target(false)
        .init();
    let result = match options.command {
        // It blocks, so it must not run on the threads of the runtime.
        Some(command) => tokio::task::spawn_blocking(|| command.run())
            .await
            .unwrap_or_else(|error| Err(format!("internal error: {error}"))),
        None => serve_worlds(options).await.map(|()| ExitCode::SUCCESS),
    };
    match result {
        Ok(code) => code,
        Err(message) => {
            eprintln!("mock-server: {message}");
            ExitCode::FAILURE
        }
    }
}

async fn serve_worlds(options: Options) -> Result<(), String> {
    let seed = options.watch_seed.clone().unwrap_or_else(|| options.seed.clone());
    let load = move || {
        let unusable = |error| format!("the seed {} cannot be used: {error}", seed.display());
        read_seed(&seed)?.platform(options.generated_users, Clock::SYSTEM).map_err(unusable)
    };
    let file_version = options.watch_seed.as_deref().and_then(watch::file_version);
    let store = options.state.clone().map(StateStore::new).map(Arc::new);
    let worlds = match store.as_deref().map(|store| restore(store, &options)).transpose()?.flatten() {
        Some(worlds) => worlds,
        None => Worlds::with_limits(load()?, options.limits()),
    };
    let like = options.like.as_deref().map(read_variant).transpose()?.map(Arc::new);
    if let Some(folder) = &options.assets
        && !folder.join("index.html").is_file()
    {
        return Err(format!("{} holds no index.html. Is the app built?", folder.display()));
    }
    let address = SocketAddr::new(options.host, options.port);
    let listener = TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => {
            format!("{address} is in use by another program. Stop that one, or choose another with --port.")
        }
        _ => format!("cannot listen on {address}: {error}"),
    })?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;

    // Install the handlers before printing the address: the parent process may stop this one as
    // soon as it reads the address.
    let signal = stop_signal().map_err(|error| format!("cannot catch signals: {error}"))?;
    let stdin_closes = stdin_closes(options.until_stdin_closes);
    let stop = async move {
        tokio::select! {
            () = signal => {}
            () = stdin_closes => {}
        }
    };
    // If the reader of the output is gone, the server keeps running.
    let _ =
        io::stdout().write_all(startup_banner(address, &options.base_path, &worlds.default_world().read()).as_bytes());
    if !options.host.is_loopback() {
        tracing::warn!(host = %options.host, "listening beyond this machine: anyone who can reach it has full access");
    }
    if let Some(file) = options.watch_seed {
        let worlds = worlds.clone();
        tokio::spawn(async move { watch::watch(&file, file_version, load, worlds).await });
    }
    let access = Access { address: address.ip(), hosts: options.allow_host, cors: options.cors };
    let app = app(ServerConfig {
        worlds: worlds.clone(),
        assets: options.assets,
        base_path: options.base_path,
        latency: options.latency,
        access,
        allows_header_faults: options.allow_header_faults,
        like,
        state: store.clone(),
    });
    serve(listener, app, stop).await.map_err(|error| error.to_string())?;
    if let Some(store) = store {
        let saved = store.save(&worlds).map_err(|error| unsaved(store.path(), &error))?;
        tracing::info!(file = %store.path().display(), worlds = saved, "the state was saved");
    }
    tracing::info!("stopped");
    Ok(())
}

/// Reads the worlds of `--state`, if there are any, and checks that they can be saved later.
fn restore(store: &StateStore, options: &Options) -> Result<Option<Worlds>, String> {
    let path = store.path();
    let worlds = store.load(options.limits()).map_err(|error| format!("the state {} {error}", path.display()))?;
    // Fail now instead of at the end, when everything would be lost.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if path.is_dir() || !folder.is_dir() {
        return Err(format!("the state {} cannot be saved: it is a folder, or in none", path.display()));
    }
    Ok(worlds)
}

fn unsaved(path: &Path, error: &io::Error) -> String {
    format!("the state was not saved to {}: {error}", path.display())
}

/// Reads a variant file.
fn read_variant(path: &Path) -> Result<Variant, String> {
    let json =
        std::fs::read(path).map_err(|error| format!("the variant {} cannot be read: {error}", path.display()))?;
    Variant::read(&json).map_err(|error| format!("the variant {} cannot be used: {error}", path.display()))
}

/// Reads a built-in seed by its name, or a seed file.
fn read_seed(seed: &PathBuf) -> Result<Seed, String> {
    let unusable = |error: &dyn std::fmt::Display| format!("the seed {} cannot be used: {error}", seed.display());
    if let Some(built_in) = seed.to_str().and_then(Seed::built_in) {
        return built_in.map_err(|error| unusable(&error));
    }
    let json = std::fs::read(seed).map_err(|error| {
        let names = Seed::BUILT_IN.join(", ");
        format!("the seed {} cannot be read: {error}. Built in are {names}; anything else is a file.", seed.display())
    })?;
    Seed::read(&json).map_err(|error| unusable(&error))
}

/// The output at startup. The first line names the address, for programs that start this one; the
/// tokens of the personas follow.
fn startup_banner(address: SocketAddr, base_path: &BasePath, platform: &Platform) -> String {
    let personas: Vec<_> = platform
        .personas()
        .into_iter()
        .map(|persona| (token(&persona), persona.username, persona.description))
        .collect();
    let max_width =
        |texts: &mut dyn Iterator<Item = &String>| texts.map(|text| text.chars().count()).max().unwrap_or(0);
    let name_width = max_width(&mut personas.iter().map(|(_, name, _)| name));
    let token_width = max_width(&mut personas.iter().map(|(token, ..)| token));
    let mut text = format!(
        "Account Admin mock listening on http://{address}{}\n\n{} accounts. Sign in with a username and its token:\n\n",
        base_path.with_slash().trim_end_matches('/'),
        platform.accounts.count()
    );
    for (token, name, description) in personas {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {name:name_width$}  {token:token_width$}  {description}");
    }
    text.push('\n');
    text
}

fn token(persona: &Persona) -> String {
    let Persona { username, token_generation, .. } = persona;
    Token { world: DEFAULT_WORLD.to_owned(), username: username.clone(), token_generation: *token_generation }.encode()
}

/// Completes when standard input is closed, or never.
async fn stdin_closes(is_awaited: bool) {
    if is_awaited {
        let (sender, receiver) = tokio::sync::oneshot::channel::<()>();
        // Reads block, so they need a thread of their own. It ends with the process.
        std::thread::spawn(move || {
            let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
            drop(sender);
        });
        let _ = receiver.await;
    } else {
        std::future::pending().await
    }
}

/// Installs handlers for SIGINT (Ctrl-C), SIGTERM and SIGHUP (the terminal closes). The future
/// completes on any of them.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let mut hangup = signal(SignalKind::hangup())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
        }
    })
}

/// Returns a future that completes on Ctrl-C.
#[cfg(not(unix))]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
