//! The cost of a cache on a miss, and its gain on a hit: the same thirty-line submissions without a cache, missed,
//! found in memory, and found in a store behind it (in this process, so that no network is measured).

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use sono_benches::corpus::{SourceFile, assess, thirty_lines};
use sono_core::Result;
use sono_core::engine::Engine;
use sono_core::engine::cache::{Cache, CacheBuilder, CacheStore};

#[derive(Default)]
struct Store(Mutex<HashMap<String, Vec<u8>>>);

impl CacheStore for Store {
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned())
    }

    fn put(&self, key: &str, value: &[u8], _: Option<Duration>) -> Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned(), value.to_vec());
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
        Ok(())
    }
}

fn engine(cache: CacheBuilder) -> Engine {
    Engine::builder().cache(Arc::new(cache.build())).build().expect("the default engine builds")
}

fn hits_and_misses(criterion: &mut Criterion) {
    // A cache without room finds nothing, so every request takes the full path of a miss.
    let engines = [
        ("none", Engine::builder().build().expect("the default engine builds")),
        ("miss", engine(Cache::builder().capacity_bytes(0))),
        ("hit", engine(Cache::builder())),
        ("store", engine(Cache::builder().capacity_bytes(0).store(Arc::new(Store::default())))),
    ];
    for file in &thirty_lines() {
        let mut group = criterion.benchmark_group(format!("cache/{}", file.language));
        for (name, engine) in &engines {
            let ask = |file: &SourceFile| assess(engine, black_box(file));
            ask(file);
            group.bench_function(*name, |bencher| bencher.iter(|| ask(file)));
        }
        group.bench_function("key", |bencher| {
            bencher.iter(|| engines[2].1.cache_key(black_box(&file.submission)))
        });
        group.finish();
    }
}

criterion_group!(benches, hits_and_misses);
criterion_main!(benches);
