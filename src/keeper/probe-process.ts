import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { CommandError, run, runIn, spawnIn } from '../dataplane/linux/command.ts'
import { namespaceNumber } from '../dataplane/linux/lasting-ip.ts'
import { devices, type Names, short } from '../dataplane/linux/names.ts'
import { upstreamAddress } from '../dataplane/linux/namespace.ts'
import type { HealthCheck } from '../domain/health-check.ts'
import { type PingLine, readPingLine } from './ping-output.ts'

/** The tunnel that probes go through. */
export interface ProbedTunnel {
  readonly gateway: string
  readonly tunnel: string
}

/**
 * A check's source is an address of a network behind the gateway, which may well be somebody's there: the gateway must not take
 * what is meant for it. So ping sends from an address that the gateway has, and its requests, told by their identifier, get
 * the check's source on their way into the tunnel; only their answers, when they come out of this same tunnel, are turned
 * to ping again. No state is kept of connections, and the host that has the address may ping too.
 */
function translation({ gateway, tunnel }: ProbedTunnel, { source, destination }: HealthCheck): string {
  const name = tableOf({ gateway, tunnel })
  const device = `"${devices.tunnel(gateway, tunnel)}"`
  const identifier = `icmp id ${identifierOf({ gateway, tunnel })}`
  const out = `oifname ${device} ip saddr ${upstreamAddress} ip daddr ${destination} icmp type echo-request ${identifier}`
  const back = `iifname ${device} ip saddr ${destination} ip daddr ${source} icmp type echo-reply ${identifier}`
  return `add table ip ${name}
delete table ip ${name}
table ip ${name} {
  chain out { type filter hook postrouting priority 0; ${out} ip saddr set ${source}; }
  chain back { type filter hook prerouting priority -300; ${back} ip daddr set ${upstreamAddress}; }
}
`
}

const tableOf = ({ gateway, tunnel }: ProbedTunnel): string => `culvert-health-${short(gateway, tunnel)}`

/** Not 0, with which ping would draw one of its own. */
const identifierOf = ({ gateway, tunnel }: ProbedTunnel): number =>
  1 + (Number.parseInt(short(gateway, tunnel).slice(0, 4), 16) % 65_535)

/** Sequence numbers have 16 bits: ping ends before they begin anew. */
const mostRequests = 60_000

/**
 * What tells the tunnel's device from one that has taken its place: ping holds on to the one that it began with, and says
 * nothing when that goes. Undefined when there is none.
 */
export async function deviceNumber(names: Names, { gateway, tunnel }: ProbedTunnel): Promise<string | undefined> {
  const namespace = names.gateway(gateway)
  const device = devices.tunnel(gateway, tunnel)
  try {
    // No `ip` stays there, which would keep the namespace in being.
    const shown = await run('ip', ['-n', namespace, '-json', 'link', 'show', 'dev', device])
    const [{ ifindex }] = JSON.parse(shown) as readonly [{ readonly ifindex: number }]
    return `${await namespaceNumber(namespace)} ${ifindex}`
  } catch (error) {
    if (error instanceof CommandError) return undefined
    throw error
  }
}

/** Starts to send the check's probes into the tunnel's device. Rejects when they cannot be translated. */
export async function startPing(
  names: Names,
  tunnel: ProbedTunnel,
  check: HealthCheck,
  onLine: (line: PingLine) => void,
): Promise<ChildProcess> {
  const namespace = names.gateway(tunnel.gateway)
  await runIn(namespace, ['nft', '-f', '-'], { stdin: translation(tunnel, check) })
  const child = spawnIn(
    namespace,
    [
      ...['ping', '-D', '-O', '-n', '-c', String(mostRequests), '-W', '1', '-e', String(identifierOf(tunnel))],
      ...['-i', String(check.intervalMilliseconds / 1000)],
      // By device and by source, so that no route leads a probe elsewhere.
      ...['-I', devices.tunnel(tunnel.gateway, tunnel.tunnel), '-I', upstreamAddress, check.destination],
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  )
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = readPingLine(text)
      if (line !== undefined) onLine(line)
    })
  }
  return child
}

/** Nothing is left of the check in the gateway's namespace, if that is still there. */
export async function removeTranslation(names: Names, tunnel: ProbedTunnel): Promise<void> {
  const namespace = names.gateway(tunnel.gateway)
  if ((await namespaceNumber(namespace)) === undefined) return
  const table = tableOf(tunnel)
  await runIn(namespace, ['nft', '-f', '-'], { stdin: `add table ip ${table}\ndelete table ip ${table}\n` })
}
