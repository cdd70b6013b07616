import { Engine, SonoEvalError } from 'sono-eval'

const engine = new Engine({ rubric: 'growth' })
try {
  const assessment = await engine.assess('def mean(xs):\n    return sum(xs) / len(xs)\n')
  const [first] = assessment.recommendations
  console.log(assessment.overall_score, first?.text, first?.location?.start.line)
} catch (error) {
  if (error instanceof SonoEvalError && error.code === 'limit_exceeded') console.error(error.message)
  else throw error
}
