// Text that is made to be expensive, on a thread with little stack.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { Worker } from 'node:worker_threads'

import { Engine } from 'sono-eval'

const cases = new URL('../../conformance/cases/huge/', import.meta.url)
const names = readdirSync(cases).filter((name) => name.startsWith('expensive_'))
const submissions = names.map((name) => JSON.parse(readFileSync(new URL(name, cases), 'utf8')).submission)

const worker = `
  const { parentPort, workerData } = require('node:worker_threads')
  const { Engine } = require('sono-eval')
  const engine = new Engine()
  parentPort.postMessage(workerData.map((submission) => engine.assessSync(submission)))
`

test('expensive text needs little stack', async () => {
  assert.ok(names.length >= 10)
  const engine = new Engine()
  const expected = await Promise.all(submissions.map((submission) => engine.assess(submission)))
  const found = await new Promise((resolve, reject) => {
    const options = { eval: true, workerData: submissions, resourceLimits: { stackSizeMb: 1 } }
    new Worker(worker, options).once('message', resolve).once('error', reject)
  })
  assert.deepEqual(found, expected)
})
