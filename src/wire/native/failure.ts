import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import type { DomainError } from '../../domain/error.ts'
import { StoreConflict, StoreUnavailable } from '../../store/port.ts'

/** What the native API answers with whenever it does not do what was asked, whoever found out. */
export interface NativeFailure {
  readonly error: {
    /** For programs: a word of the domain's, or one of those below. */
    readonly code: string
    /** For people: what was wrong, and what to do. */
    readonly message: string
    /** What it is about, where it is one thing. */
    readonly subject?: string
  }
}

export const failure = (code: string, message: string, subject?: string): NativeFailure => ({
  error: { code, message, ...(subject === undefined ? {} : { subject }) },
})

export const refuse = (reply: FastifyReply, { code, detail, subject }: DomainError): FastifyReply =>
  reply.code(code.endsWith('-not-found') ? 404 : 409).send(failure(code, detail, subject))

const codes: Readonly<Record<number, string>> = {
  400: 'invalid-request',
  404: 'not-found',
  413: 'body-too-large',
  414: 'target-too-long',
  415: 'unsupported-media-type',
  431: 'headers-too-large',
}

const ours = 'it failed inside, and its log says why'

/** A name that no schema has; the schemas' own sentence leaves it out. */
function unknownName(error: FastifyError | Error): string | undefined {
  const [problem] = 'validation' in error ? (error.validation ?? []) : []
  return problem?.keyword === 'additionalProperties' ? String(problem.params.additionalProperty) : undefined
}

/** The status and the body for an error that came up on the way to a route, in it, or in the framework itself. */
function explain(error: FastifyError | Error): { status: number; body: NativeFailure; isOurs: boolean } {
  if (error instanceof StoreUnavailable)
    return { status: 503, body: failure('unavailable', error.message), isOurs: true }
  if (error instanceof StoreConflict) {
    return { status: 409, body: failure('conflict', 'something else changed it: try again'), isOurs: false }
  }
  const status = 'statusCode' in error && error.statusCode !== undefined ? error.statusCode : 500
  if (status >= 500) return { status: 500, body: failure('internal', ours), isOurs: true }
  const unknown = unknownName(error)
  if (unknown !== undefined) {
    return { status, body: failure('invalid-request', 'there is no field of this name', unknown), isOurs: false }
  }
  const message = status === 415 ? 'send JSON, with Content-Type: application/json' : error.message
  return { status, body: failure(codes[status] ?? 'invalid-request', message), isOurs: false }
}

/** For what is answered before there is a route. */
export function frameworkFailure(error: Error): { readonly status: number; readonly body: NativeFailure } {
  return explain(error)
}

/** Whatever arrived was no HTTP that can be read, so there is no request to answer: the connection is answered, and ended. */
export function answerMessage(error: Error & { readonly code?: string }, socket: Socket): void {
  // Who is gone, or has not finished in time, is told nothing.
  if (socket.writable && error.code !== 'ECONNRESET') {
    const tooLarge = error.code === 'HPE_HEADER_OVERFLOW'
    const status = tooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request'
    const body = JSON.stringify(
      tooLarge
        ? failure('headers-too-large', 'the headers are larger than 16 KiB')
        : failure('invalid-request', 'this is not an HTTP request that can be read'),
    )
    const head = `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${body.length}\r\nConnection: close`
    socket.write(`${head}\r\n\r\n${body}`)
  }
  socket.destroySoon()
}

/** One shape for all, the framework's own refusals too. `onFailure` is told of what is our fault. */
export function answerFailures(app: FastifyInstance, onFailure: (cause: unknown) => void): void {
  app.setErrorHandler(async (error: FastifyError, _request, reply) => {
    const { status, body, isOurs } = explain(error)
    if (isOurs) onFailure(error)
    return reply.code(status).send(body)
  })
  app.setNotFoundHandler(async ({ method, url }, reply) => {
    const path = url.split('?')[0] ?? ''
    return reply.code(404).send(failure('not-found', `there is no ${method} ${path}: GET / says what there is`, path))
  })
}
