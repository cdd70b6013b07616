import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

test('5,000 calls leave no memory behind', async () => {
  const program = fileURLToPath(new URL('leaks.mjs', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program, '5000'])
  assert.match(stdout, /5000 calls/)
})
