//! Listens, answers, and stops without cutting off whoever is being answered.

use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use storage::{MasterKey, Store};
use tokio::net::TcpListener;

use crate::clock::Clock;
use crate::config::Serve;
use crate::demo::guard;
use crate::router::router;
use crate::start::{Problem, trying};
use crate::state::{App, Settings};

/// `ctr-server serve`.
///
/// # Errors
/// Why it could not start or had to stop.
pub async fn run(options: Serve) -> Result<(), Problem> {
    let store = Store::open(&options.database, MasterKey::read(&options.master_key)?).await?;
    let demo = guard::is_demo(&store).await?;
    if !guard::may_listen(demo, options.listen) {
        return Err(Problem::DemoInPublic);
    }
    if !options.listen.ip().is_loopback() && !options.behind_tls_proxy {
        return Err(Problem::ClearText(options.listen));
    }
    let settings = Settings { https: options.behind_tls_proxy, demo, ..Settings::default() };
    let app = App::new(store.clone(), Clock::system(), settings)?;
    let listener = trying(format!("cannot listen on {}", options.listen), TcpListener::bind(options.listen).await)?;
    tracing::info!(address = %options.listen, "serving");
    trying("serving stopped", serve(listener, app).await)?;
    Ok(store.close().await?)
}

/// Serves until the process is told to stop (interrupt or terminate).
///
/// # Errors
/// When the listener fails.
pub async fn serve(listener: TcpListener, app: App) -> io::Result<()> {
    serve_until(listener, app, until_told_to_stop()).await
}

/// Serves until `stop` is ready; requests being answered are finished first.
///
/// # Errors
/// When the listener fails.
pub async fn serve_until(listener: TcpListener, app: App, stop: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
    let pages = router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, pages).with_graceful_shutdown(stop).await
}

const PORTS_TRIED: u16 = 20;

/// The first free port of this machine's loopback address from `first` on.
///
/// # Errors
/// When none of the ports tried is free.
pub async fn listen_on_loopback(first: u16) -> Result<TcpListener, Problem> {
    let mut last = None;
    for port in first..=first.saturating_add(PORTS_TRIED) {
        match TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some(error),
        }
    }
    trying(format!("no free port from {first} on"), Err(last.unwrap_or_else(|| std::io::Error::other("none tried"))))
}

/// Ready when the process is told to stop (interrupt or terminate).
pub async fn until_told_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupt => {}
        () = terminate() => {}
    }
    tracing::info!("stopping: requests being answered are finished first");
}

#[cfg(unix)]
async fn terminate() {
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminate() {
    std::future::pending().await
}
