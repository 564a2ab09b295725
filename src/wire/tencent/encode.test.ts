import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { HttpRequest } from '../http/message.ts'
import { encodeAnswer, encodeError } from './encode.ts'
import { wireError } from './errors.ts'
import { formatTime } from './times.ts'

const request = (headers: Record<string, string> = {}): HttpRequest => ({
  method: 'POST',
  path: '/',
  rawQuery: '',
  headers,
  body: Buffer.of(),
})

test('an answer is JSON with its RequestId, read back as it was given', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }), (answer) => {
      const { status, headers, body } = encodeAnswer(request(), 'id', JSON.parse(JSON.stringify(answer)))
      assert.deepEqual([status, headers], [200, { 'content-type': 'application/json' }])
      assert.deepEqual(JSON.parse(body), { Response: { ...JSON.parse(JSON.stringify(answer)), RequestId: 'id' } })
    }),
  )
})

test('an error is answered with status 200, its RequestId beside it', () => {
  const { status, body } = encodeError(request(), 'id', wireError('InternalError', 'Oh.'))
  assert.equal(status, 200)
  assert.deepEqual(JSON.parse(body), {
    Response: { Error: { Code: 'InternalError', Message: 'Oh.' }, RequestId: 'id' },
  })
})

test('a trace id is sent back, and left out where it could break the answer’s headers', () => {
  const traced = (id: string) => encodeAnswer(request({ 'x-tc-traceid': id }), 'id', {}).headers['x-tc-traceid']
  assert.equal(traced('0f6c1a56-9d0f-4b35-8f4c-0f6c1a569d0f'), '0f6c1a56-9d0f-4b35-8f4c-0f6c1a569d0f')
  for (const hostile of ['a\r\nset-cookie: b', 'ä', '', 'x'.repeat(200)]) assert.equal(traced(hostile), undefined)
})

test('a time is written in Beijing time', () => {
  assert.equal(formatTime(Date.UTC(2022, 6, 22, 20, 5, 7, 999)), '2022-07-23 04:05:07')
})
