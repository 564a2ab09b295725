import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Ipv4Address } from '../../../domain/address.ts'
import type { Esp } from '../../../domain/esp.ts'
import { HealthChecks } from '../../../keeper/health.ts'
import { systemClock } from '../../../runtime/clock.ts'
import { systemRandom } from '../../../runtime/random.ts'
import type { ContractSubject } from '../../contract/lab.ts'
import { noShangMi } from '../../strongswan/render-connection.ts'
import { lookAtHost, whyNot } from '../capabilities.ts'
import { run } from '../command.ts'
import { LinuxDataPlane } from '../data-plane.ts'
import { namespaces } from '../ip.ts'
import { type Installation, Names } from '../names.ts'
import { purgeInstallation } from '../purge.ts'

/** What carries the tunnels of tests: where the kernel can, they are run with it too (`culvert test --kernel`). */
export const espOfTests: Esp = process.env.CULVERT_TEST_ESP === 'kernel' ? 'kernel' : 'userland'

let looked: ReturnType<typeof lookAtHost> | undefined

/** Looked at once for all tests of a file. */
function host(): ReturnType<typeof lookAtHost> {
  looked ??= lookAtHost()
  return looked
}

/** Why this host cannot run the tests that make real tunnels, or undefined when it can. */
export async function whyNoPlane(): Promise<string | undefined> {
  return whyNot(await host(), espOfTests)
}

export interface TestPlane {
  readonly plane: LinuxDataPlane
  readonly installation: Installation & { readonly esp: Esp }
  now(): number
  settle(until: () => Promise<boolean>): Promise<void>
  cut(one: Ipv4Address, other: Ipv4Address): Promise<void>
  restore(one: Ipv4Address, other: Ipv4Address): Promise<void>
  makeNamespace(): Promise<string>
  readonly unsupported: ContractSubject['unsupported']
  dispose(): Promise<void>
}

const patienceMs = 60_000

/** Comes back once `until` gives true. */
export async function settle(until: () => Promise<boolean>): Promise<void> {
  const deadline = systemClock.now() + patienceMs
  while (!(await until())) {
    assert.ok(systemClock.now() < deadline, 'what was waited for did not come')
    await new Promise<void>((resolve) => systemClock.after(5, resolve))
  }
}

/** An empty installation of its own, so that tests, and checkouts, may run side by side. */
export async function makeTestPlane({
  probes = true,
  machine,
}: {
  probes?: boolean
  machine?: string
} = {}): Promise<TestPlane> {
  const tag = randomBytes(3).toString('hex')
  const installation = { tag, runFolder: await mkdtemp(join(tmpdir(), `culvert-${tag}-`)), machine, esp: espOfTests }
  const plane = new LinuxDataPlane({ ...installation, time: systemClock })
  // In this process, since a process of its own a test would take longer than most of them.
  const checks = new HealthChecks({
    ...installation,
    clock: systemClock,
    random: systemRandom,
    onProblem: ({ detail }) => assert.fail(detail),
  })
  if (probes) await checks.start()
  const { underlay } = new Names(installation)
  const rule = async (verb: 'add' | 'delete', one: Ipv4Address, other: Ipv4Address): Promise<void> => {
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      await run('ip', ['-n', underlay, 'rule', verb, 'priority', '10', 'from', from, 'to', to, 'blackhole'])
    }
  }
  const foreign = `plug-${tag}-`
  const makeNamespace = async (): Promise<string> => {
    const name = foreign + (await namespaces(foreign)).length
    await run('ip', ['netns', 'add', name])
    return name
  }
  const dispose = async (): Promise<void> => {
    if (probes) await checks.stop()
    await plane.close()
    try {
      await purgeInstallation(installation, systemClock)
      await assertNothingLeft(installation)
    } finally {
      // What they are plugged into is to be there until then.
      for (const name of await namespaces(foreign)) await run('ip', ['netns', 'delete', name])
    }
  }
  return {
    plane,
    installation,
    now: systemClock.now,
    settle,
    cut: (one, other) => rule('add', one, other),
    restore: (one, other) => rule('delete', one, other),
    makeNamespace,
    unsupported: await whatIsUnsupported(plane),
    dispose,
  }
}

let delayLacks: Promise<string | undefined> | undefined

async function whatIsUnsupported(plane: LinuxDataPlane): Promise<NonNullable<ContractSubject['unsupported']>> {
  delayLacks ??= plane.whyNoDelay()
  const [delay, nft] = [await delayLacks, (await host()).find(({ name }) => name === 'nft')]
  return {
    'shang-mi': noShangMi,
    ...(nft?.ok === false ? { 'health-checks': `nft: ${nft.found}` } : {}),
    ...(delay === undefined ? {} : { delay }),
    ...(espOfTests === 'kernel' ? { 'device-of-the-daemon': 'the kernel carries packets on without the daemon' } : {}),
  }
}

/** No namespace, no device in the namespace that this process is in, no process. */
export async function assertNothingLeft({ tag }: Installation): Promise<void> {
  assert.deepEqual(await namespaces(`culvert-${tag}-`), [])
  const links = await run('ip', ['-o', 'link', 'show'])
  assert.doesNotMatch(links, /: (t|h|gw|net|tun|br|w|culv)-[0-9a-f]{10}/)
  assert.deepEqual(await processesOf(tag), [])
}

/** Processes that were started for the installation: the daemons have its run folder in their environment, the others in their arguments. */
async function processesOf(tag: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const told = await Promise.all(
    pids.map(async (pid) => {
      const files = ['cmdline', 'environ'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => ''))
      return (await Promise.all(files)).join(' ')
    }),
  )
  return told.filter((text) => text.includes(`culvert-${tag}-`))
}
