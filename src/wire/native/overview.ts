import type { FastifyInstance } from 'fastify'
import { type Esp, espInWords } from '../../domain/esp.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route is for, in a few words. */
    readonly what?: string
  }
}

export interface Endpoint {
  readonly method: string
  readonly path: string
  readonly what: string
}

export interface Overview {
  readonly name: 'culvert'
  readonly version: string
  readonly dataPlane: string
  /** What carries tunnels; absent where no packets are. */
  readonly esp?: Esp
  readonly endpoints: readonly Endpoint[]
}

function overviewText({ version, dataPlane, esp, endpoints }: Overview): string {
  const rows = endpoints.map(({ method, path, what }) => `${method.padEnd(7)} ${path.padEnd(28)} ${what}\n`)
  const carried = esp === undefined ? '' : `, tunnels in ${espInWords[esp]}`
  return `Culvert ${version} on the ${dataPlane} data plane${carried}: the admin port.\n\n${rows.join('')}`
}

/** A browser asks for a page, and gets text; a program that names nothing gets JSON. */
const wantsText = (accept: string): boolean => /\btext\/(plain|html)\b/.test(accept) && !accept.includes('json')

/** `GET /`: every route that the port has, as text for people and as JSON. Called before the routes, which it collects. */
export function routeOverview(
  app: FastifyInstance,
  { version, dataPlane, esp }: Pick<Overview, 'version' | 'dataPlane' | 'esp'>,
): void {
  const endpoints: Endpoint[] = []
  app.addHook('onRoute', ({ method, path, config }) => {
    for (const each of [method].flat()) {
      if (each !== 'HEAD') endpoints.push({ method: each, path, what: config?.what ?? '' })
    }
  })
  app.get('/', { config: { what: 'what this port has' } }, async ({ headers }, reply) => {
    const overview: Overview = {
      ...{ name: 'culvert', version, dataPlane },
      ...(esp === undefined ? {} : { esp }),
      endpoints,
    }
    if (wantsText(headers.accept ?? '')) {
      return reply.type('text/plain; charset=utf-8').send(overviewText(overview))
    }
    return reply.type('application/json; charset=utf-8').send(`${JSON.stringify(overview, undefined, 2)}\n`)
  })
}
