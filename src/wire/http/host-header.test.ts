import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hostProblem } from './host-header.ts'

const problem = (url: string, ...hosts: readonly string[]) =>
  hostProblem({ url, rawHeaders: ['Accept', '*/*', ...hosts.flatMap((host) => ['hOsT', host])] })

test('a request with one Host header, in origin form or in absolute form for the same host, is accepted', () => {
  assert.equal(problem('/?a=http://b/', 'a'), undefined)
  assert.equal(problem('http://vpc.example.com/?Action=X', 'vpc.example.com'), undefined)
  assert.equal(problem('http://VPC.example.com:80', 'vpc.example.com'), undefined)
  assert.equal(problem('http://127.0.0.1:7780/x', '127.0.0.1:7780'), undefined)
  assert.equal(problem('*', 'a'), undefined)
})

test('a request with two Host headers is refused, also when both are the same', () => {
  assert.match(problem('/', 'a', 'b') ?? '', /more than one Host header/)
  assert.match(problem('/', 'a', 'a') ?? '', /more than one Host header/)
})

test('a request in absolute form for another host than its Host header is refused', () => {
  assert.match(problem('http://other/', 'a') ?? '', /another in its Host header/)
  assert.match(problem('http://a:81/', 'a') ?? '', /another in its Host header/)
  assert.match(problem('http://a@b/', 'a') ?? '', /another in its Host header/)
})
