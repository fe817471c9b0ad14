//! `viche serve`.

use crate::{
    config::Config,
    instance::{Instance, InstanceError},
};
use std::error::Error;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
};

/// Serves until SIGTERM or SIGINT.
///
/// # Errors
/// When the instance may not start or the listener fails.
pub async fn run(config: &Config) -> Result<(), Box<dyn Error>> {
    let instance = Instance::start(config).await?;
    let listener = TcpListener::bind(config.addr)
        .await
        .map_err(|error| InstanceError::Listen(config.addr, error))?;
    let address = listener.local_addr()?;
    let (stop, stopped) = watch::channel(false);
    let (mut term, mut int) = (
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
    );
    tokio::spawn(async move {
        tokio::select! { _ = term.recv() => {}, _ = int.recv() => {} }
        tracing::info!("stopping: no new requests, the ballot box is emptied");
        _ = stop.send(true);
    });
    tracing::info!(%address, public = config.public_url, "viche is serving");
    Ok(instance.serve(listener, stopped).await?)
}
