import assert from 'node:assert/strict'
import { request } from 'node:http'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { settle, whyNoPlane } from '../../src/dataplane/linux/testing/plane.ts'
import { systemClock } from '../../src/runtime/clock.ts'
import { readCredentials } from '../../src/server/installation.ts'
import { openSqliteStoreForReading } from '../../src/store/sqlite/open.ts'
import type { HttpRequest } from '../../src/wire/http/message.ts'
import { createNativeClient } from '../../src/wire/native/client.ts'
import { atEnd, run, scratch, serveOn, serving } from '../command-line/culvert.ts'
import { bgpOverTwoTunnels } from '../scenarios/bgp-over-two-tunnels.ts'
import { cloudConnectNetwork } from '../scenarios/cloud-connect-network.ts'
import type { Deployment } from '../scenarios/deployment.ts'
import { failingHealthCheck } from '../scenarios/failing-health-check.ts'
import { privateGateways } from '../scenarios/private-gateways.ts'
import { routeTables } from '../scenarios/route-tables.ts'
import { routesAskedFor } from '../scenarios/routes-asked-for.ts'
import { routesOfAVpc } from '../scenarios/routes-of-a-vpc.ts'
import { twoAccounts } from '../scenarios/two-accounts.ts'
import { twoTunnelsOnGateways } from '../scenarios/two-tunnels-on-gateways.ts'

const reason = await whyNoPlane()

/** Sends a request as it was signed, with the host that it was signed for. */
const sending =
  (api: string): Deployment['handle'] =>
  ({ method, path, rawQuery, headers, body }: HttpRequest) =>
    new Promise((resolve, reject) => {
      const target = rawQuery === '' ? path : `${path}?${rawQuery}`
      const sent = request(new URL(target, api), { method, headers }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (more: string) => {
          text += more
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
      })
      sent.on('error', reject)
      sent.end(body)
    })

/** A server of its own with the Linux data plane, which is gone with the test. */
async function deploy(t: TestContext): Promise<Deployment> {
  const data = join(scratch(t), 'data')
  atEnd(t, () => run(['purge', '--data', data]))
  const { api, admin } = await serving(t, serveOn(data, '--dataplane', 'linux', '--log-level', 'warn'))
  const store = await openSqliteStoreForReading(data)
  const credentials = await store.read(readCredentials)
  await store.close()
  assert.ok(credentials !== undefined)
  const native = createNativeClient(admin)
  return {
    clock: systemClock,
    credentials,
    handle: sending(api),
    until: (what, condition) =>
      settle(condition).catch((cause: unknown) => {
        throw new Error(`waited in vain for: ${what}`, { cause })
      }),
    async addAccount() {
      const { id, key } = await native.addAccount('alibaba')
      return { accountId: id, accessKeyId: key.id, accessKeySecret: key.secret }
    },
    async addHost(subnet, address) {
      const { id } = await native.addHost({ name: 'host', subnet, address })
      await settle(async () => (await native.host(id))?.ready ?? false)
      return id
    },
    removeHost: (id) => native.removeHost(id),
    ping: async (host, target) => (await native.ping(host, { target, count: 3, timeoutMs: 500 })).received,
    bgp: async (gateway) => (await native.routing(gateway)).observed.bgp,
    crash: (tunnel, downMs) => native.crash(tunnel, downMs),
  }
}

const scenarios: Readonly<Record<string, (at: Deployment) => Promise<void>>> = {
  'on Linux two tunnels speak BGP and are probed; of one that falls silent the other takes the traffic':
    bgpOverTwoTunnels,
  'on Linux of two tunnels between two gateways the master carries, and the slave while the master is away':
    twoTunnelsOnGateways,
  'on Linux a health check that fails takes the routes with it, and brings them back when it passes':
    failingHealthCheck,
  'on Linux a tunnel carries what a route leads into it, asked for or automatic, for as long as there is one':
    routesAskedFor,
  'on Linux private gateways reach each other by addresses of their subnets, and no public one reaches them':
    privateGateways,
  'on Linux a VPC’s route leads its packets to a gateway, whose route leads them into a tunnel': routesOfAVpc,
  'on Linux attachments of a router reach each other by route tables alone': routeTables,
  'on Linux a router carries a VPC and a connection of another account by its grants': twoAccounts,
  'on Linux VPCs of a CCN reach each other and what is behind its gateway’s tunnel by enabled routes alone':
    cloudConnectNetwork,
}

for (const [name, scenario] of Object.entries(scenarios)) {
  test(name, async (t) => {
    if (reason !== undefined) return t.skip(reason)
    await scenario(await deploy(t))
  })
}
