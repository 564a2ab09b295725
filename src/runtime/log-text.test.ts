import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logLineAsText } from './log-text.ts'

const line = (fields: object) => JSON.stringify({ level: 30, time: 0, pid: 1, hostname: 'h', ...fields })

test('a text line of the log has time, level, message and fields, and neither pid nor hostname', () => {
  const text = logLineAsText(line({ tunnel: 't-1', name: 'to the other side', at: 5, msg: 'tunnel up' }))
  assert.match(text, /^\d\d:\d\d:\d\d info {2}tunnel up {2}tunnel=t-1 {2}name="to the other side" {2}at=5\n$/)
})

test('an error in the log is its message', () => {
  const text = logLineAsText(line({ level: 40, err: { message: 'no such device', stack: 'at' }, msg: 'trying again' }))
  assert.match(text, /warn {2}trying again: no such device\n$/)
})

test('a value from a caller cannot add a line to the log, nor control characters', () => {
  const text = logLineAsText(line({ name: 'a\nb\u001b[2Jc\u009b1A\u202e', msg: 'x\u001b[1A' }))
  assert.match(text, /x\\u001b\[1A {2}name="a\\nb\\u001b\[2Jc\\u009b1A\\u202e"\n$/)
})
