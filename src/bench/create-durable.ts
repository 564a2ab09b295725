import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signed } from './alibaba-calls.ts'
import { startChild } from './child.ts'
import { alternate } from './describe.ts'
import { atLeast, type Figure } from './figure.ts'
import { load, wireRequest } from './load.ts'
import { startServerUnderTest } from './server-under-test.ts'

const clients = 32
const requestsARound = 3000
const rounds = 5

const connectionQuery = (customerGateway: string, index: number): Readonly<Record<string, string>> => ({
  Name: `bench-${index}`,
  CustomerGatewayId: customerGateway,
  LocalSubnet: '10.1.0.0/16',
  RemoteSubnet: '10.2.0.0/16',
  IkeConfig: JSON.stringify({ Psk: 'a-shared-key-of-the-bench', IkeVersion: 'ikev2', IkeAuthAlg: 'sha256' }),
  ClientToken: randomUUID(),
})

/**
 * A connection created and answered once it is on disk, 32 clients, beside the same bare server with one INSERT a request
 * that is on disk before its answer.
 */
export async function createDurableFigure(progress: (line: string) => void): Promise<Figure> {
  await using server = await startServerUnderTest('simulated')
  const key = server.credentials.alibaba
  const created = signed(server.api, key, 'CreateCustomerGateway', { IpAddress: '203.0.113.9', Name: 'bench' })
  const { host: _, ...headers } = created.headers
  const answer = await fetch(`${server.api}${created.target}`, { method: 'POST', headers })
  const { CustomerGatewayId: customerGateway } = (await answer.json()) as { CustomerGatewayId: string }
  if (typeof customerGateway !== 'string') throw new Error('the customer gateway could not be made')

  const folder = await mkdtemp(join(tmpdir(), 'culvert-bench-'))
  try {
    const file = join(folder, 'reference.db')
    await using bare = startChild('src/bench/reference-server.ts', ['alibaba', key.accessKeySecret, '200', file])
    const [line = ''] = await bare.lines(1)
    const reference = line.slice(line.indexOf('http'))
    const rate = async (address: string, marker: string) => {
      const requests = Array.from({ length: requestsARound }, (_, index) =>
        wireRequest(address, signed(address, key, 'CreateVpnAttachment', connectionQuery(customerGateway, index))),
      )
      const result = await load(address, clients, requests, (body) => {
        if (!body.includes(marker)) throw new Error(`an answer that is not what was asked for: ${body.toString()}`)
      })
      return result.requests / result.seconds
    }
    progress(`create-durable: ${rounds + 1} rounds of ${requestsARound} requests to each server, ${clients} clients`)
    const pair = await alternate(
      () => rate(server.api, 'VpnConnectionId'),
      () => rate(reference, '"answer"'),
      rounds,
    )
    return atLeast('create-durable', 'requests/s', Math.round(pair.ours), Math.round(pair.reference), 1)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
