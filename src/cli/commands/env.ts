import { UsageError } from '../../runtime/config.ts'
import { readServerFile } from '../../server/server-file.ts'
import { type EnvTarget, envText, parseEndpoint, providerBlocks } from '../env.ts'
import { credentialsOf } from './credentials.ts'

export interface EnvOptions {
  readonly endpoint?: string
  readonly data: string
  readonly hcl?: true
}

const usualEndpoint = 'http://127.0.0.1:7780'

/** A server that listens on every address is reached on this machine by its own. */
const reachable = (address: string): string => address.replace(/\/\/(0\.0\.0\.0|\[::\])(?=:)/, '//127.0.0.1')

/** Where the folder's server listens, or would. */
function endpointOf({ endpoint, data }: EnvOptions): string {
  if (endpoint !== undefined) return endpoint
  const server = readServerFile(data)
  if (server !== undefined) return reachable(server.api)
  process.stderr.write(`culvert: no server runs on ${data}: this is for one on ${usualEndpoint}, or see --endpoint\n`)
  return usualEndpoint
}

export async function printEnv(target: EnvTarget, options: EnvOptions): Promise<void> {
  if (options.hcl && target !== 'terraform') throw new UsageError('--hcl is for terraform: leave it out')
  if (options.endpoint !== undefined && parseEndpoint(options.endpoint) === undefined) {
    throw new UsageError(`--endpoint: "${options.endpoint}" is not an address such as ${usualEndpoint}`)
  }
  const keys = options.hcl ? undefined : await credentialsOf(options.data)
  const endpoint = new URL(parseEndpoint(endpointOf(options)) ?? usualEndpoint)
  process.stdout.write(keys === undefined ? providerBlocks(endpoint) : envText(target, keys, endpoint))
}
