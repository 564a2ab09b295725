import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { building, type Site } from '../dataplane/contract/lab.ts'
import { createVirtualSubject } from '../dataplane/contract/virtual-lab.ts'
import type { GatewayIntent } from '../dataplane/intent.ts'
import { Holding } from './holding.ts'
import { checkOf, type DoubleSite, intentFor, makeDoubleSites } from './testing/sites.ts'

/** Two gateways as they are wanted in a simulated world, held by a keeper while `keeper.isOver` is not set. */
function start(t: TestContext) {
  const keeper = { isOver: false, isInterrupted: false, isRefused: false }
  /** Steps that were begun although it was over. */
  const late: string[] = []
  const { plane, clock, settle } = createVirtualSubject({
    faults: {
      perform(step) {
        if (keeper.isOver) late.push(step.do)
        if (step.do === 'create-tunnel' && keeper.isInterrupted) keeper.isOver = true
        return step.do === 'add-route' && keeper.isRefused ? 'fail' : 'ok'
      },
    },
  })
  const { left, right } = makeDoubleSites()
  const intents = new Map<string, GatewayIntent>()
  const problems: unknown[] = []
  const holding = new Holding({
    plane,
    clock,
    intents: async () => intents,
    isOver: () => keeper.isOver,
    onFailure(gateway, cause) {
      problems.push(cause)
      // As the kernel does of what a step has taken away before it failed.
      if (gateway !== undefined) holding.ask(gateway)
    },
    onHeld: () => {},
  })
  let cancel = () => {}
  let isClosed = false
  plane.onChange((gateway) => holding.ask(gateway))
  const work = async (): Promise<void> => {
    await holding.work()
    if (!isClosed) cancel = clock.after(Math.max(1, holding.pause(500)), () => void work())
  }
  t.after(async () => {
    isClosed = true
    cancel()
    await plane.close()
  })
  const want = (...wanted: readonly GatewayIntent[]) => {
    for (const intent of wanted) intents.set(intent.id, intent)
  }
  const tunnelsOf = async ({ gateway }: Site) => (await plane.observeGateway(gateway))?.tunnels ?? []
  const areUp = async () => {
    const all = [...(await tunnelsOf(left)), ...(await tunnelsOf(right))]
    return all.length === 4 && all.every(({ childSas }) => childSas.length === 1)
  }
  /** Lets so much time go by, and all that happens in it. */
  const pass = async (milliseconds: number) => {
    const end = clock.now() + milliseconds
    await settle(async () => clock.now() >= end)
  }
  return { plane, settle, pass, work, keeper, late, problems, left, right, want, tunnelsOf, areUp }
}

async function build({ plane }: ReturnType<typeof start>, ...sites: readonly DoubleSite[]): Promise<void> {
  for (const site of sites) {
    for (const step of building(site).filter((one) => one.do === 'ensure-network' || one.do === 'ensure-host')) {
      await plane.perform(step)
    }
  }
}

test('gateways are brought to what was wanted of them, and a daemon that dies is back, while no server is there', async (t) => {
  const world = start(t)
  const { plane, settle, work, left, right, want, tunnelsOf, areUp } = world
  await build(world, left, right)
  want(intentFor(left), intentFor(right))
  await work()
  await settle(areUp)
  const [, other] = await tunnelsOf(left)
  assert.ok(plane.faults.killDaemon(left.gateway, left.tunnel.id))
  await settle(areUp)
  const after = (await tunnelsOf(left)).find(({ id }) => id === other?.id)
  assert.equal(after?.childSas[0]?.spiIn, other?.childSas[0]?.spiIn)
  assert.deepEqual(world.problems, [])
})

test('routes leave a tunnel whose health check fails and come back, without a server', async (t) => {
  const world = start(t)
  const { plane, settle, work, left, right, want, areUp } = world
  await build(world, left, right)
  want(intentFor(left, checkOf(left, right, 77)), intentFor(right, checkOf(right, left, 77)))
  await work()
  await settle(areUp)
  const preferred = async ({ gateway }: Site) =>
    (await plane.observeGateway(gateway))?.routes.toSorted((a, b) => a.metric - b.metric)[0]?.tunnels
  const areOn = (which: (site: DoubleSite) => string) => async () =>
    (await preferred(left))?.[0] === which(left) && (await preferred(right))?.[0] === which(right)
  await settle(areOn((site) => site.tunnel.id))
  plane.faults.cut(left.tunnel.localAddress, left.tunnel.remoteAddress)
  await settle(areOn((site) => site.second.id))
  plane.faults.restore(left.tunnel.localAddress, left.tunnel.remoteAddress)
  await settle(areOn((site) => site.tunnel.id))
})

test('a gateway that cannot be held is tried once a second, however often it is told of', async (t) => {
  const world = start(t)
  const { pass, work, keeper, left, want } = world
  await build(world, left)
  want(intentFor(left))
  keeper.isRefused = true
  await work()
  await pass(10_000)
  assert.ok(world.problems.length >= 10 && world.problems.length <= 16, `${world.problems.length} times`)
})

test('nothing is done once a server is there, also of what was begun, and all of it when it is gone again', async (t) => {
  const world = start(t)
  const { plane, settle, pass, work, keeper, left, right, want, areUp } = world
  await build(world, left, right)
  want(intentFor(left), intentFor(right))
  keeper.isOver = true
  await work()
  await pass(10_000)
  assert.deepEqual((await plane.inventory()).gateways, [])
  Object.assign(keeper, { isOver: false, isInterrupted: true })
  await settle(async () => keeper.isOver)
  await pass(10_000)
  assert.deepEqual(world.late, [])
  assert.equal(await areUp(), false)
  assert.deepEqual(world.problems, [])
  Object.assign(keeper, { isOver: false, isInterrupted: false })
  await settle(areUp)
})

test('a gateway whose network is not there is held to the rest of what was wanted, and nothing of it is removed', async (t) => {
  const { plane, settle, work, problems, left, right, want, areUp } = start(t)
  want(intentFor(left), intentFor(right))
  await work()
  await settle(areUp)
  assert.deepEqual((await plane.observeGateway(left.gateway))?.links, [])
  assert.deepEqual(problems, [])
})
