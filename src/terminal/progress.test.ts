import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Progress } from './progress.ts'

function watched(isTerminal: boolean) {
  let text = ''
  let now = 0
  const write = (more: string) => {
    text += more
  }
  const progress = new Progress({ write, isTerminal }, () => now)
  return { progress, text: () => text, pass: (milliseconds: number) => (now += milliseconds) }
}

test('a line of progress has the seconds since the start, the side, the step and its result', () => {
  const { progress, text, pass } = watched(false)
  progress.begin('Lab', 'ping')
  pass(1250)
  progress.end('Lab', 'ping', '3 of 3 answered')
  assert.match(text(), /^ +1\.3 s {2}Lab +ping +3 of 3 answered\n$/)
})

test('progress without a terminal has no spinner', () => {
  const { progress, text } = watched(false)
  progress.begin('Lab', 'ping')
  progress.cancel()
  assert.equal(text(), '')
})

test('progress on a terminal clears the spinner’s line before the next one', () => {
  const { progress, text } = watched(true)
  progress.begin('Lab', 'ping')
  assert.match(text(), /Lab +ping/)
  progress.say('done')
  assert.ok(text().endsWith('\r\x1b[Kdone\n'), JSON.stringify(text()))
  progress.cancel()
  assert.ok(text().endsWith('done\n'))
})
