import { init, assess, SonoEvalError } from 'sono-eval-wasm';

await init(); // loads the module in a browser; Node has it already
try {
  const { overall_score, recommendations } = assess({ content: { code: 'def mean(xs):\n    return sum(xs) / len(xs)\n' } });
  const [first] = recommendations;
  console.log(`${overall_score?.toFixed(1)}: ${first?.text} (line ${first?.location?.start.line ?? 'unknown'})`);
} catch (error) {
  if (!(error instanceof SonoEvalError) || error.code !== 'invalid_submission') throw error;
  console.error(error.message);
}
