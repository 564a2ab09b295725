import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { HttpRequest } from '../http/message.ts'
import { encodeAnswer, encodeError } from './encode.ts'

const request = (rawQuery = '', headers: Readonly<Record<string, string>> = {}): HttpRequest => ({
  method: 'GET',
  path: '/',
  rawQuery,
  headers: { host: 'vpc.aliyuncs.com', ...headers },
  body: new Uint8Array(),
})

const xml = request('Format=XML')
const id = '4DB92D4F-1457-4DC5-98E4-0A0DBA34A55F'

test('an answer in JSON has the RequestId and the operation’s fields', () => {
  const { status, headers, body } = encodeAnswer(request(), id, 'DescribeVpcs', { TotalCount: 1, Vpcs: { Vpc: [] } })
  assert.equal(status, 200)
  assert.equal(headers['content-type'], 'application/json;charset=utf-8')
  assert.equal(headers['x-acs-request-id'], id)
  assert.deepEqual(JSON.parse(body), { RequestId: id, TotalCount: 1, Vpcs: { Vpc: [] } })
})

test('an answer is XML when the Format parameter or else the Accept header asks for it', () => {
  const typeOf = (asked: HttpRequest) => encodeAnswer(asked, id, 'A', {}).headers['content-type']?.split(';')[0]
  for (const asked of [
    xml,
    request('Format=xml'),
    request('', { accept: 'application/xml' }),
    request('', { accept: 'text/xml, */*' }),
  ]) {
    assert.equal(typeOf(asked), 'text/xml')
  }
  for (const asked of [
    request(),
    request('Format=JSON', { accept: 'application/xml' }),
    request('Format='),
    request('', { accept: 'application/json, application/xml' }),
    request('a=%zz'),
  ]) {
    assert.equal(typeOf(asked), 'application/json')
  }
})

test('a list in XML repeats its name, with or without a wrapper', () => {
  const { body } = encodeAnswer(xml, id, 'DescribeVpcs', {
    Vpcs: { Vpc: [{ VpcId: 'a', IsDefault: false }, { VpcId: 'b' }] },
    Bare: [{ X: 1 }, { X: 2 }],
    Words: ['p', 'q'],
    Empty: [],
    NoneInside: { Item: [] },
  })
  assert.equal(
    body,
    `<?xml version='1.0' encoding='UTF-8'?><DescribeVpcsResponse><RequestId>${id}</RequestId>` +
      '<Vpcs><Vpc><VpcId>a</VpcId><IsDefault>false</IsDefault></Vpc><Vpc><VpcId>b</VpcId></Vpc></Vpcs>' +
      '<Bare><X>1</X></Bare><Bare><X>2</X></Bare><Words>p</Words><Words>q</Words><Empty></Empty>' +
      '<NoneInside></NoneInside></DescribeVpcsResponse>',
  )
})

test('property: a text in XML is well-formed and reads back the same', () => {
  const unescaped = (text: string) =>
    text
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&apos;', "'")
      .replaceAll('&amp;', '&')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { body } = encodeAnswer(xml, id, 'A', { Name: text })
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no way to hold these
      assert.doesNotMatch(body, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/)
      const inside = /<Name>([^<>]*)<\/Name>/s.exec(body)?.[1]
      assert.ok(inside !== undefined, body)
      assert.doesNotMatch(inside, /&(?!(amp|lt|gt|quot|apos);)/)
      const kept = unescaped(inside)
      for (const [at, character] of [...text].entries()) {
        if (/[\t\n\r -\ud7ff]/.test(character)) assert.equal([...kept][at], character)
      }
    }),
  )
})

test('an error has five members, all strings', () => {
  const error = { status: 400, code: 'InvalidName', message: 'The name is not valid' }
  const { status, body } = encodeError(request(), id, error)
  const members = JSON.parse(body) as Record<string, unknown>
  assert.equal(status, 400)
  assert.deepEqual(Object.keys(members), ['RequestId', 'HostId', 'Code', 'Message', 'Recommend'])
  assert.ok(Object.values(members).every((member) => typeof member === 'string'))
  assert.equal(members.HostId, 'vpc.aliyuncs.com')
  assert.equal(members.Code, 'InvalidName')
})

test('an error in XML has the content type that SDKs compare', () => {
  const { headers, body } = encodeError(xml, id, { status: 404, code: 'A<B', message: 'm' })
  assert.equal(headers['content-type'], 'text/xml;charset=utf-8')
  assert.match(body, /^<\?xml version='1\.0' encoding='UTF-8'\?><Error><RequestId>.*<Code>A&lt;B<\/Code>.*<\/Error>$/)
})
