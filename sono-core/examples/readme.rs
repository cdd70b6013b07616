//! The example of the README.

use sono_core::engine::Engine;
use sono_core::submission::Submission;

fn main() -> sono_core::Result<()> {
    let engine = Engine::builder().build()?;
    match engine.assess(&Submission::code("def mean(xs):\n    return sum(xs) / len(xs)\n")) {
        Ok(assessment) => {
            println!("score: {:?}", assessment.overall_score);
            for first in assessment.recommendations.iter().take(1) {
                println!("{} (line {:?})", first.text, first.location.as_ref().map(|place| place.start.line));
            }
        }
        Err(error) => eprintln!("{}: {error}", error.kind()),
    }
    Ok(())
}
