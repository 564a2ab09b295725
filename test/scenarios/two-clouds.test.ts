import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bgpOverTwoTunnels } from './bgp-over-two-tunnels.ts'
import { cloudConnectNetwork } from './cloud-connect-network.ts'
import type { Deployment } from './deployment.ts'
import { failingHealthCheck } from './failing-health-check.ts'
import { openInstallation } from './installation.ts'
import { privateGateways } from './private-gateways.ts'
import { routeTables } from './route-tables.ts'
import { routesAskedFor } from './routes-asked-for.ts'
import { routesOfAVpc } from './routes-of-a-vpc.ts'
import { twoAccounts } from './two-accounts.ts'
import { twoTunnelsOnGateways } from './two-tunnels-on-gateways.ts'

const scenarios: Readonly<Record<string, (at: Deployment) => Promise<void>>> = {
  'two tunnels speak BGP and are probed; of one that falls silent the other takes the traffic': bgpOverTwoTunnels,
  'of two tunnels between two gateways the master carries, and the slave while the master is away':
    twoTunnelsOnGateways,
  'a health check that fails takes the routes with it, and brings them back when it passes': failingHealthCheck,
  'a tunnel carries what a route leads into it, asked for or automatic, for as long as there is one': routesAskedFor,
  'private gateways reach each other by addresses of their subnets, and no public one reaches them': privateGateways,
  'a VPC’s route leads its packets to a gateway, whose route leads them into a tunnel': routesOfAVpc,
  'attachments of a router reach each other by route tables alone': routeTables,
  'a router carries a VPC and a connection of another account by its grants': twoAccounts,
  'VPCs of a CCN reach each other and what is behind its gateway’s tunnel by enabled routes alone': cloudConnectNetwork,
}

for (const [name, run] of Object.entries(scenarios)) {
  test(name, async () => {
    await using installation = await openInstallation()
    await run(installation)
    const mistakes = installation.answered.filter(({ cause }) => cause !== undefined)
    assert.deepEqual(mistakes, [], 'no request failed inside')
  })
}
