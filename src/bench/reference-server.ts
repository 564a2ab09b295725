/**
 * The bare server that Culvert's figures stand beside: node:http, the same signature check, a constant answer, and for
 * `insert` one INSERT a request that is on disk before the answer. Run as a program:
 * node reference-server.ts tencent|alibaba SECRET ANSWER-LENGTH [DATABASE-FILE]
 */
import { createServer, type IncomingMessage } from 'node:http'
import { DatabaseSync } from 'node:sqlite'
import * as alibaba from '../wire/alibaba/signature.ts'
import type { HttpRequest } from '../wire/http/message.ts'
import * as tencent from '../wire/tencent/signature.ts'

const [dialect, secret = '', answerLength = '0', file] = process.argv.slice(2)

function verify(request: HttpRequest): boolean {
  if (dialect === 'tencent') {
    const read = tencent.readSignature(request)
    return read.ok && tencent.verifySignature(request, read.value, secret).matches
  }
  const read = alibaba.readSignature(request)
  return read.ok && alibaba.verifySignature(request, read.value, secret).matches
}

function openInsert(path: string): (body: string) => void {
  const database = new DatabaseSync(path)
  database.exec(
    'pragma journal_mode = wal; pragma synchronous = full; create table rows (id integer primary key, body text)',
  )
  const insert = database.prepare('insert into rows (body) values (?)')
  return (body) => insert.run(body)
}

const insert = file === undefined ? undefined : openInsert(file)
const answer = Buffer.from(JSON.stringify({ answer: 'x'.repeat(Math.max(0, Number(answerLength) - 13)) }))

function readMessage(request: IncomingMessage, body: Buffer): HttpRequest {
  const [path = '/', rawQuery = ''] = (request.url ?? '/').split('?')
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return { method: request.method ?? '', path, rawQuery, headers, body }
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const message = readMessage(request, Buffer.concat(chunks))
    if (!verify(message)) {
      response.writeHead(403, { 'content-length': 0 }).end()
      return
    }
    insert?.(`${message.rawQuery}${Buffer.from(message.body).toString()}`)
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer)
  })
})

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') console.log(`listening on http://127.0.0.1:${address.port}`)
})
