//! `progress-websocket submissions.jsonl`: assesses one submission per line, and lets watchers follow at
//! `ws://127.0.0.1:8080/progress`.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::time::{SystemTime, UNIX_EPOCH};

use progress_websocket::Hub;
use sono_core::engine::Engine;
use sono_core::submission::Submission;

type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Outcome {
    let path = std::env::args().nth(1).ok_or("usage: progress-websocket SUBMISSIONS.jsonl")?;
    let now = u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    let hub = Hub::new(now.to_string(), 10_000);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    println!("watch at ws://{}/progress", listener.local_addr()?);
    let router = hub.clone().router();
    let server = tokio::spawn(async move { axum::serve(listener, router).await });

    // The batch runs on the thread that calls it, and assesses on rayon's threads.
    let state = tokio::task::spawn_blocking(move || -> Outcome<_> {
        let engine = Engine::builder().build()?;
        let lines = BufReader::new(File::open(path)?).lines();
        let submissions = lines.map(|line| Submission::from_json(&line?));
        let batch = engine.batch().started_unix_ms(now).on_event(|event| hub.record(event));
        let state = batch.run(submissions, |item, _| {
            match item.outcome {
                Ok(assessment) => println!("{}: {:?}", item.index, assessment.overall_score),
                Err(error) => println!("{}: {error}", item.index),
            }
            Ok(())
        })?;
        Ok(state)
    });
    let totals = state.await??.totals;
    println!("{} completed, {} failed; watchers can still see it", totals.completed, totals.failed);
    server.await??;
    Ok(())
}
