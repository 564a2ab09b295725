import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { address, prefix } from '../../src/dataplane/contract/lab.ts'
import { run, runIn } from '../../src/dataplane/linux/command.ts'
import { ipBatch, namespaces } from '../../src/dataplane/linux/ip.ts'
import { leaveNamespace } from '../../src/dataplane/linux/lasting-ip.ts'
import type { Uplink } from '../../src/domain/uplink.ts'

/** A machine of its own to have an uplink, and a device elsewhere that reaches it, by way of a NAT or not. */
export interface Outside {
  /** The namespace that plays the machine, which has `eth0`. */
  readonly machine: string
  /** The namespace of the device. */
  readonly device: string
  /** The machine's address, and what packets of the device come from there. */
  readonly machineAddress: string
  readonly deviceAddress: string
  /** What the device itself has for its address. */
  readonly deviceOwn: string
  /** What the machine is like: devices, addresses, routes, rules, settings and rules of nftables. */
  showMachine(): Promise<string>
  dispose(): Promise<void>
}

export const pool = '203.0.113.0/28'
const machineAddress = '192.168.50.1'
const deviceAddress = '192.168.50.2'
const behindNat = '10.9.0.2'

/** By the machine's `eth0`. */
export const uplinks: Readonly<Record<Uplink['kind'], Uplink>> = {
  routed: { kind: 'routed', device: 'eth0', pool: prefix(pool) },
  translated: { kind: 'translated', device: 'eth0', address: address(machineAddress) },
  moved: { kind: 'moved', device: 'eth0', pool: prefix(pool) },
}

/** What the device has inside, one address a prefix. */
export const deviceInside = ['10.2.0.10', '10.3.0.10'] as const

const masquerade =
  'table ip nat {\n chain post {\n type nat hook postrouting priority srcnat\n oifname "wan" masquerade\n }\n}\n'

const addNamespace = (name: string, forwards: boolean): Promise<unknown> =>
  run('ip', ['netns', 'add', name]).then(async () => {
    await ipBatch(name, [['link', 'set', 'lo', 'up']])
    await runIn(name, [
      'sysctl',
      '-q',
      '-e',
      '-w',
      'net.ipv6.conf.all.disable_ipv6=1',
      `net.ipv4.ip_forward=${forwards ? 1 : 0}`,
    ])
  })

const joined = (near: string, device: string, far: string, other: string): readonly string[] => [
  ...['link', 'add', device, 'netns', near, 'type', 'veth', 'peer', 'name', other, 'netns', far],
]

const withAddress = (device: string, address: string) => [
  ['address', 'add', address, 'dev', device],
  ['link', 'set', device, 'up'],
]

export async function makeOutside({ nat = false } = {}): Promise<Outside> {
  const prefix = `outside-${randomBytes(3).toString('hex')}-`
  const [machine, device, router] = ['machine', 'device', 'router'].map((name) => prefix + name) as [
    string,
    string,
    string,
  ]
  await addNamespace(machine, false)
  await addNamespace(device, false)
  if (nat) {
    await addNamespace(router, true)
    await ipBatch(undefined, [joined(machine, 'eth0', router, 'wan'), joined(router, 'lan', device, 'eth0')])
    await ipBatch(router, [...withAddress('wan', `${deviceAddress}/24`), ...withAddress('lan', '10.9.0.1/24')])
    await ipBatch(router, [['route', 'add', pool, 'via', machineAddress]])
    await runIn(router, ['nft', '-f', '-'], { stdin: masquerade })
  } else {
    await ipBatch(undefined, [joined(machine, 'eth0', device, 'eth0')])
  }
  await ipBatch(machine, [
    ...withAddress('eth0', `${machineAddress}/24`),
    ['route', 'add', 'default', 'via', deviceAddress],
  ])
  await ipBatch(device, [
    ...withAddress('eth0', nat ? `${behindNat}/24` : `${deviceAddress}/24`),
    ...deviceInside.map((address) => ['address', 'add', `${address}/32`, 'dev', 'lo']),
    nat ? ['route', 'add', 'default', 'via', '10.9.0.1'] : ['route', 'add', pool, 'via', machineAddress],
  ])
  return {
    machine,
    device,
    machineAddress,
    deviceAddress,
    deviceOwn: nat ? behindNat : deviceAddress,
    showMachine: () => showMachine(machine),
    async dispose() {
      for (const name of await namespaces(prefix)) {
        await leaveNamespace(name)
        await run('ip', ['netns', 'delete', name])
      }
      assert.deepEqual(await namespaces(prefix), [])
    },
  }
}

/** Gives a device IPv6, which no other has there, an address by hand and a route; none of its own, which would be tried out first. */
export async function giveInet6(machine: string, device: string): Promise<void> {
  await runIn(machine, ['sysctl', '-q', '-w', 'net.ipv6.conf.default.addr_gen_mode=1'])
  await runIn(machine, ['sysctl', '-q', '-w', `net.ipv6.conf.${device}.addr_gen_mode=1`])
  await runIn(machine, ['sysctl', '-q', '-w', `net.ipv6.conf.${device}.disable_ipv6=0`])
  await ipBatch(machine, [
    ['address', 'add', '2001:db8:5::1/64', 'dev', device, 'nodad'],
    ['link', 'set', device, 'up'],
    ['route', 'add', '2001:db8:6::/48', 'via', '2001:db8:5::9', 'dev', device, 'metric', '77'],
  ])
}

/** The same in an order of its own: a device that was moved may have another number, and the kernel counts a bridge's timers. */
export const inOrder = (shown: string): string =>
  shown
    .replace(/\w+_timer +\S+|^\d+: /gm, '')
    .split('\n')
    .sort()
    .join('\n')

async function showMachine(machine: string): Promise<string> {
  const asked = [
    ['ip', '-details', 'address', 'show'],
    ['ip', 'route', 'show', 'table', 'all'],
    ['ip', 'rule', 'show'],
    ['ip', 'netconf', 'show'],
    ['nft', 'list', 'ruleset'],
  ]
  const said: string[] = []
  for (const program of asked) said.push(await runIn(machine, program))
  // What a device is called at its other end is no matter of its own, and states follow their events late, as what the kernel
  // itself routes to an address of IPv6 does.
  return said.join('').replace(/^local \S*:.*\n|@if\d+|link-netns \S+|link-netnsid \d+|state \S+|valid_lft \S+/gm, '')
}
