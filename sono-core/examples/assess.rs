//! Assesses a piece of code and prints where its points come from.
//!
//! Run with `cargo run --example assess`.

use sono_core::engine::Engine;
use sono_core::submission::Submission;

const CODE: &str = r#"
def median(values: list[float]) -> float:
    """Return the middle value, or the mean of the two middle ones.

    Raises:
        ValueError: If there are no values.
    """
    if not values:
        raise ValueError("median of no values")
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2 == 1:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2
"#;

fn main() -> sono_core::Result<()> {
    let engine = Engine::builder().build()?;
    let assessment = engine.assess(&Submission::code(CODE))?;

    println!("overall {:?}, confidence {:.2}", assessment.overall_score, assessment.confidence);
    for path in &assessment.path_scores {
        println!("{}: {:?}", path.path.as_str(), path.overall_score);
        for metric in path.metrics.iter().filter(|metric| metric.assessed) {
            println!("  {}: {:?} ({})", metric.id, metric.score, metric.explanation);
        }
    }
    Ok(())
}
