import { signed } from './alibaba-calls.ts'
import { addressOf, fillFolder, tag } from './crowd.ts'
import { atMost, type Figure, median } from './figure.ts'
import { load, wireRequest } from './load.ts'
import { type ServerUnderTest, startServerUnderTest } from './server-under-test.ts'

/** Addresses from here on are no filled folder's. */
const firstFree = 1 << 20

/** Milliseconds that one request takes, by itself on a connection of its own. */
async function time(
  server: ServerUnderTest,
  action: string,
  query: Readonly<Record<string, string>>,
  marker: string,
): Promise<number> {
  const request = wireRequest(server.api, signed(server.api, server.credentials.alibaba, action, query))
  const { seconds } = await load(server.api, 1, [request], (body) => {
    if (!body.includes(marker)) throw new Error(`an answer that is not what was asked for: ${body.toString()}`)
  })
  return seconds * 1000
}

const create = (server: ServerUnderTest, number: number): Promise<number> =>
  time(server, 'CreateCustomerGateway', { IpAddress: addressOf(firstFree + number) }, 'CustomerGatewayId')

const filtered = (server: ServerUnderTest): Promise<number> =>
  time(
    server,
    'DescribeCustomerGateways',
    { PageSize: '50', PageNumber: '2', 'Tag.1.Key': tag.key, 'Tag.1.Value': tag.value },
    'TotalCount',
  )

const serverWith = (count: number): Promise<ServerUnderTest> =>
  startServerUnderTest('simulated', (folder) => fillFolder(folder, count))

/** The middle times of both servers, asked in turn; the first rounds warm compilers and caches. */
async function compare(
  crowded: ServerUnderTest,
  quiet: ServerUnderTest,
  rounds: number,
  measure: (server: ServerUnderTest, round: number) => Promise<number>,
): Promise<{ readonly crowded: number; readonly quiet: number }> {
  const seen: { crowded: number; quiet: number }[] = []
  const warmUps = Math.floor(rounds / 4)
  for (let round = 0; round < rounds + warmUps; round += 1) {
    const pair = { crowded: await measure(crowded, round), quiet: await measure(quiet, round) }
    if (round >= warmUps) seen.push(pair)
  }
  return { crowded: median(seen.map((pair) => pair.crowded)), quiet: median(seen.map((pair) => pair.quiet)) }
}

/** A filtered page of 50 of 100,000 resources, each time after a commit, beside the same page of 1,000. */
export async function pageFigure(progress: (line: string) => void): Promise<Figure> {
  const rounds = 120
  progress('page: filling one folder with 100,000 customer gateways and one with 1,000')
  await using crowded = await serverWith(100_000)
  await using quiet = await serverWith(1000)
  progress(`page: ${rounds} pages of each, each after a commit`)
  const times = await compare(crowded, quiet, rounds, async (server, round) => {
    await create(server, round)
    return filtered(server)
  })
  return atMost('page', 'ms', times.crowded, times.quiet, 1.5)
}

/** A customer gateway created among 50,000, whose address none of them may have, beside one among 100. */
export async function createCrowdedFigure(progress: (line: string) => void): Promise<Figure> {
  const rounds = 200
  progress('create-crowded: filling one folder with 50,000 customer gateways and one with 100')
  await using crowded = await serverWith(50_000)
  await using quiet = await serverWith(100)
  progress(`create-crowded: ${rounds} creates in each`)
  const times = await compare(crowded, quiet, rounds, create)
  return atMost('create-crowded', 'ms', times.crowded, times.quiet, 1.5)
}
