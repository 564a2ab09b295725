import { isIP } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { hostProblem } from '../http/host-header.ts'
import { failure } from './failure.ts'

/** "192.0.2.1:7781", "[2001:db8::1]:7781" and "name:7781" without their ports. */
function nameIn(host: string): string {
  const [, name = ''] = /^(\[[^\]]*\]|[^:]*)(?::\d*)?$/.exec(host) ?? []
  return name.toLowerCase()
}

/**
 * Whether the Host header can be nobody's but this port's. A page elsewhere can point a name of its own here (DNS
 * rebinding) but not an address, so every address is taken, by whatever port it was reached; of names only those given.
 */
export function mayBeHost(host: string, names: ReadonlySet<string>): boolean {
  const name = nameIn(host)
  if (name.startsWith('[')) return isIP(name.slice(1, -1)) === 6
  return isIP(name) === 4 || name === 'localhost' || names.has(name)
}

/** A page in a browser on this machine may not drive the gateway: it can send neither JSON nor a Host of ours. */
export function guardHosts(app: FastifyInstance, names: readonly string[]): void {
  const known = new Set(names.map((name) => name.toLowerCase()))
  app.addHook('onRequest', async ({ headers, raw }, reply) => {
    const problem = hostProblem(raw)
    if (problem !== undefined) return reply.code(400).send(failure('invalid-request', problem))
    if (mayBeHost(headers.host ?? '', known)) return
    const what = 'ask for it by an IP address or as localhost, or allow this name with --admin-host'
    return reply.code(403).send(failure('forbidden', what, headers.host))
  })
}
