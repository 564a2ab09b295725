import { UsageError } from '../../runtime/config.ts'
import { type EnvTarget, envText, parseEndpoint, providerBlocks } from '../env.ts'
import { credentialsOf } from './credentials.ts'

export interface EnvOptions {
  readonly endpoint: string
  readonly data: string
  readonly hcl?: true
}

export async function printEnv(target: EnvTarget, options: EnvOptions): Promise<void> {
  const endpoint = parseEndpoint(options.endpoint)
  if (endpoint === undefined) {
    throw new UsageError(`--endpoint: "${options.endpoint}" is not an address such as http://127.0.0.1:7780`)
  }
  if (options.hcl && target !== 'terraform') throw new UsageError('--hcl is for terraform: leave it out')
  const text = options.hcl ? providerBlocks(endpoint) : envText(target, await credentialsOf(options.data), endpoint)
  process.stdout.write(text)
}
