// Every sample of the manual is run, and says what its comments say.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const folder = fileURLToPath(new URL('..', import.meta.url))

async function run(program) {
  const node = ['--input-type=module', '--eval', program]
  return (await promisify(execFile)(process.execPath, node, { cwd: folder })).stdout
}

const manual = await readFile(new URL('../README.md', import.meta.url), 'utf8')
const samples = [...manual.matchAll(/^(#+ .*)$|```js\n([^]*?)```/gm)]

let heading
for (const [, title, program] of samples) {
  heading = title ?? heading
  if (program === undefined) continue
  test(`README: ${heading}`, async () => {
    const printed = await run(program)
    assert.notEqual(printed, '')
    for (const [, said] of program.matchAll(/console\.log\(.*\) \/\/ (.*)$/gm)) {
      assert.ok(printed.split('\n').includes(said), `${said} is not in:\n${printed}`)
    }
  })
}

test('the example of the project', async () => {
  const program = await readFile(new URL('../../examples/readme/node.mjs', import.meta.url), 'utf8')
  assert.match(await run(program), /^\d+(\.\d+)? \S.* \d+\n$/)
  assert.ok(program.trimEnd().split('\n').length <= 12)
})
