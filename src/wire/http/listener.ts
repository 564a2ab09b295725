import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { HttpRequest, HttpResponse } from './message.ts'
import type { Pipeline } from './pipeline.ts'

/** The clouds take 1 MiB of a form (Tencent Cloud: Signature v1); nothing that is served here needs more. */
export const bodyLimitBytes = 1024 * 1024

/** A query may carry what a body does: 32 KiB (Tencent Cloud: Signature v3), and headers come on top. */
const headerLimitBytes = 64 * 1024

const nothing = new Uint8Array()

/** A client behind a forward proxy sends the whole address as its target (RFC 9112 section 3.2.2). */
function splitTarget(target: string): { path: string; rawQuery: string } {
  const slash = target.startsWith('/') ? 0 : target.indexOf('/', target.indexOf('://') + 3)
  const local = slash < 0 ? '/' : target.slice(slash)
  const mark = local.indexOf('?')
  return mark < 0 ? { path: local, rawQuery: '' } : { path: local.slice(0, mark), rawQuery: local.slice(mark + 1) }
}

function readMessage(request: FastifyRequest): HttpRequest {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.raw.headers)) {
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.join(', ')
  }
  const body = request.body instanceof Uint8Array ? request.body : nothing
  return { method: request.method, ...splitTarget(request.originalUrl), headers, body }
}

/**
 * Past the framework: it would add a charset to the content type, which one client takes for another type, unless it was
 * given bytes, and head and body in one string are one write to the socket where bytes are two.
 */
function send(reply: FastifyReply, { status, headers, body }: HttpResponse): void {
  reply.hijack()
  reply.raw.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
  reply.raw.end(body)
}

/** Operations declare what they take, so no route of this port has a schema; the framework would load a compiler for some. */
function noSchemas(): never {
  throw new TypeError('the routes of the API have no schemas')
}

/** The one port of both clouds' APIs: takes any request in whole and hands it to the pipeline. */
export function createApiListener(pipeline: Pipeline): FastifyInstance {
  const app = fastify({
    bodyLimit: bodyLimitBytes,
    http: { maxHeaderSize: headerLimitBytes },
    routerOptions: { ignoreTrailingSlash: true },
    // What is asked for stands in headers and parameters, never in the path.
    rewriteUrl: () => '/',
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.route({
    method: ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'],
    url: '/',
    handler: async (request, reply) => send(reply, await pipeline.handle(readMessage(request))),
  })
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const why = error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? 'body-too-large' : 'internal'
    return send(reply, pipeline.refuse(readMessage(request), why))
  })
  return app
}
