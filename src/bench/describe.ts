import { startChild } from './child.ts'
import { atLeast, type Figure, median } from './figure.ts'
import { load } from './load.ts'
import { startServerUnderTest } from './server-under-test.ts'
import { tencentCalls } from './tencent-calls.ts'

const clients = 32
const requestsARound = 2000
const rounds = 19
/** Until the compiler has done what it will do. */
const warmUps = 4

const repeated = (request: Buffer): Buffer[] => Array.from({ length: requestsARound }, () => request)

/**
 * The pair of the middle ratio of `times` rounds, the two in turn so that a noisy neighbour meets both: short rounds, and
 * many of them. The first rounds warm compilers and caches.
 */
export async function alternate(
  ours: () => Promise<number>,
  reference: () => Promise<number>,
  times: number,
  uncounted = 1,
): Promise<{ ours: number; reference: number }> {
  for (let round = 0; round < uncounted; round += 1) {
    await ours()
    await reference()
  }
  const seen: { ours: number; reference: number }[] = []
  for (let round = 0; round < times; round += 1) seen.push({ ours: await ours(), reference: await reference() })
  const middle = median(seen.map((pair) => pair.ours / pair.reference))
  const pair = seen.find((candidate) => candidate.ours / candidate.reference === middle)
  if (pair === undefined) throw new Error('no rounds')
  return pair
}

/** A signed Describe by id, 32 clients, beside a bare server that checks the same signature and answers a constant. */
export async function describeFigure(progress: (line: string) => void): Promise<Figure> {
  await using server = await startServerUnderTest('simulated')
  const { secretId, secretKey } = server.credentials.tencent
  const setUp = tencentCalls(server.api, secretId, secretKey)
  const { Vpc: vpc } = await setUp.call('CreateVpc', { VpcName: 'bench', CidrBlock: '10.0.0.0/16' })
  const wanted = { VpcIds: [(vpc as { VpcId: string }).VpcId] }
  const answer = JSON.stringify(await setUp.call('DescribeVpcs', wanted))
  const length = Buffer.byteLength(`{"Response":${answer}}`)
  await using bare = startChild('src/bench/reference-server.ts', ['tencent', secretKey, String(length)])
  const [line = ''] = await bare.lines(1)
  const reference = line.slice(line.indexOf('http'))

  const rate = async (address: string, marker: string) => {
    const request = tencentCalls(address, secretId, secretKey).request('DescribeVpcs', wanted)
    const result = await load(address, clients, repeated(request), (body) => {
      if (!body.includes(marker)) throw new Error(`an answer that is not what was asked for: ${body.toString()}`)
    })
    return result.requests / result.seconds
  }
  progress(`describe: ${rounds + warmUps} rounds of ${requestsARound} requests to each server, ${clients} clients`)
  const pair = await alternate(
    () => rate(server.api, '"TotalCount":1'),
    () => rate(reference, '"answer"'),
    rounds,
    warmUps,
  )
  return atLeast('describe', 'requests/s', Math.round(pair.ours), Math.round(pair.reference), 0.6)
}
