//! Assesses files with a Redis server behind the cache:
//!
//! ```text
//! redis-server --port 6379 &
//! cargo run -p redis-cache -- redis://127.0.0.1:6379/ examples/submissions/*.py
//! ```
//!
//! A second run, in another process, computes nothing.

use std::error::Error;
use std::fs;
use std::sync::Arc;
use std::time::Duration;

use redis_cache::RedisStore;
use sono_core::engine::Engine;
use sono_core::engine::cache::Cache;
use sono_core::submission::Submission;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().ok_or("usage: redis-cache <url of the server> <file>...")?;
    let store = RedisStore::new(&url, "example:")?;
    let day = Duration::from_secs(24 * 3_600);
    let cache = Cache::builder().capacity_bytes(32 << 20).time_to_live(day).store(Arc::new(store)).build();
    let cache = Arc::new(cache);
    let engine = Engine::builder().cache(Arc::clone(&cache)).build()?;

    for path in arguments {
        let submission = Submission::builder().file(&path, fs::read_to_string(&path)?).build()?;
        match engine.assess(&submission)?.overall_score {
            Some(score) => println!("{score:5.1}  {path}"),
            None => println!("    -  {path}"),
        }
    }
    let stats = cache.stats();
    let outer = stats.outer.unwrap_or_default();
    println!("{} computed, {} from the server, {} failures", stats.computed, outer.hits, outer.read_failures);
    Ok(())
}
