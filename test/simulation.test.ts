import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, it } from 'node:test'

const culvert = join(import.meta.dirname, '../culvert')

const run = (...args: string[]) => spawnSync(culvert, ['simulate', ...args], { encoding: 'utf8' })

describe('culvert simulate', () => {
  it('runs 100 seeds without a violation', () => {
    const { status, stdout, stderr } = run('--seeds', '100')
    assert.equal(status, 0, `${stdout}${stderr}`)
    assert.match(stdout, /^seeds +100 +all ok$/m)
  })

  it('prints JSON with --json', () => {
    const { status, stdout } = run('--seed', '5', '--seeds', '2', '--steps', '200', '--json')
    assert.equal(status, 0)
    const { results, summary } = JSON.parse(stdout)
    assert.equal(summary.failed, 0)
    assert.deepEqual(
      results.map(({ seed }: { seed: number }) => seed),
      [5, 6],
    )
  })

  it('refuses a wrong argument on one line', () => {
    const { status, stderr } = run('--seeds', 'nine')
    assert.equal(status, 2)
    assert.match(stderr, /^culvert: option '--seeds <number>' argument 'nine' is invalid\. .*\n$/)
  })
})
