import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { culvert, root, run, scratch, serveOn, serving, startShell } from './culvert.ts'

const examples = join(root, 'examples/node')

test('README’s code blocks are the files in examples/', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const blocks = [...readme.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code]) => code)
  assert.deepEqual(
    blocks,
    readdirSync(examples)
      .sort()
      .map((name) => readFileSync(join(examples, name), 'utf8')),
  )
})

for (const cloud of ['alibaba', 'tencent']) {
  test(`the example of ${cloud} runs in a shell that evaluated what env prints`, async (t) => {
    const data = join(scratch(t), 'data')
    await serving(t, serveOn(data))
    const script = `eval "$('${culvert}' env ${cloud} --data '${data}')"\nexec '${process.execPath}' ${cloud}.mjs\n`
    const { code, stdout, stderr } = await startShell(script, { cwd: examples })
    assert.equal(code, 0, stderr)
    assert.match(stdout, /^created \S+\ndeleted\n$/)
  })

  test(`the example of ${cloud} runs with culvert run`, async () => {
    const { code, stdout, stderr } = await run(['run', '--', process.execPath, join(examples, `${cloud}.mjs`)])
    assert.equal(code, 0, stderr)
    assert.match(stdout, /^created \S+\ndeleted\n$/)
  })
}
