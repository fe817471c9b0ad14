//! The sandbox identity service as a program: id.gov.ua's protocol with invented residents, for demonstrations, tests and load.
//! It starts only with VICHE_DEMO=1.

use clap::Parser;
use server::{
    demo_residents::{DemoResidents, LOAD_RESIDENTS},
    sandbox::{self, SandboxOptions},
};
use std::{io::Write, net::SocketAddr, path::PathBuf, process::ExitCode, time::Duration};
use tokio::net::TcpListener;

/// The sandbox identity service of Viche's demonstration. Nobody in it is real.
#[derive(Parser, Debug)]
#[command(name = "viche-sandbox-id", version)]
struct Arguments {
    /// Address and port to listen on; port 0 takes a free one, which is printed.
    #[arg(long, env = "VICHE_SANDBOX_LISTEN", default_value = "127.0.0.1:3001")]
    listen: SocketAddr,

    /// A JSON file of invented residents instead of the built-in list (its form: server/src/demo_residents.rs).
    #[arg(long, env = "VICHE_SANDBOX_RESIDENTS")]
    residents: Option<PathBuf>,

    /// The client id of the installation that signs people in here.
    #[arg(long, env = "VICHE_IDGOVUA_CLIENT_ID", default_value = "viche-demo")]
    client_id: String,

    /// Its secret; prefer the environment over the flag.
    #[arg(long, env = "VICHE_IDGOVUA_CLIENT_SECRET", hide_env_values = true)]
    client_secret: String,

    /// Where browsers may be sent back to, byte by byte; may be given several times or separated by commas.
    #[arg(
        long = "redirect-uri",
        env = "VICHE_SANDBOX_REDIRECT_URIS",
        value_delimiter = ',',
        required = true
    )]
    redirect_uris: Vec<String>,

    /// Sign in without a page where the address names `sandbox_person`: for tests and load.
    #[arg(long, env = "VICHE_SANDBOX_AUTO_APPROVE")]
    auto_approve: bool,

    /// How many generated people `load-0`, `load-1`, … there are beside the listed ones.
    #[arg(long, env = "VICHE_SANDBOX_GENERATE", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=i64::from(LOAD_RESIDENTS)))]
    generate: u32,

    /// How long the slow failure waits, in milliseconds.
    #[arg(long, default_value_t = 15_000)]
    slow_ms: u64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if std::env::var("VICHE_DEMO").ok().as_deref() != Some("1") {
        return refused("it signs in invented people and starts only with VICHE_DEMO=1");
    }
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => refused(&fault),
    }
}

/// Says why the service does not run, on standard error: that is all it can do then.
fn refused(fault: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "viche-sandbox-id: {fault}");
    ExitCode::from(2)
}

#[tokio::main]
async fn run(arguments: Arguments) -> Result<(), String> {
    let residents = match &arguments.residents {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
            DemoResidents::from_json(&text)
        }
        None => DemoResidents::embedded(),
    };
    let options = SandboxOptions {
        auto_approve: arguments.auto_approve,
        generated: arguments.generate,
        slowness: Duration::from_millis(arguments.slow_ms),
        ..SandboxOptions::new(
            residents.map_err(|error| error.to_string())?,
            arguments.client_id,
            arguments.client_secret,
            arguments.redirect_uris,
        )
    };
    let listener = TcpListener::bind(arguments.listen)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}", arguments.listen))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let mut out = std::io::stdout();
    // Whoever started it may read this line from a pipe to learn the port.
    let _ =
        writeln!(out, "viche-sandbox-id listening on http://{address}").and_then(|()| out.flush());
    axum::serve(listener, sandbox::router(options))
        .await
        .map_err(|error| error.to_string())
}
