import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { CommandError, run, runIn, spawnIn } from '../dataplane/linux/command.ts'
import { namespaceNumber } from '../dataplane/linux/lasting-ip.ts'
import { devices, type Names, short } from '../dataplane/linux/names.ts'
import { upstreamAddress } from '../dataplane/linux/namespace.ts'
import type { HealthCheck } from '../domain/health-check.ts'
import type { Random } from '../runtime/random.ts'
import { type PingLine, readPingLine } from './ping-output.ts'

/** The tunnel that probes go through. */
export interface ProbedTunnel {
  readonly gateway: string
  readonly tunnel: string
}

/**
 * A check's source, unless it is link-local, is an address of a network behind the gateway, which may well be somebody's there:
 * the gateway must not take what is meant for it. So ping sends from an address that the gateway has, and its requests get the
 * check's source on their way into the tunnel; only their answers, told by their identifier, are turned to ping again. No state is kept
 * of connections, and the host that has the address may ping too. Answers may come out of another tunnel: by which
 * one is for the peer's routes to say, and it may go on using the other until this one has passed again.
 *
 * The peer may check the same tunnel with the same two addresses. What answers its probes, which are told from all other echo
 * requests by their class, goes back by this tunnel: else each end would answer by the tunnel that it still prefers when that
 * is cut, and no tunnel at all would pass any more.
 */
function translation(tunnel: ProbedTunnel, { source, destination }: HealthCheck, identifier: number): string {
  const name = tableOf(tunnel)
  const device = `"${devices.tunnel(tunnel.gateway, tunnel.tunnel)}"`
  const out = `oifname ${device} meta mark ${markOf(tunnel)} ip daddr ${destination} icmp type echo-request`
  const back = `ip saddr ${destination} ip daddr ${source} icmp type echo-reply icmp id ${identifier}`
  const answer = `ip saddr ${source} ip daddr ${destination} ip dscp cs6 icmp type echo-reply`
  return `add table ip ${name}
delete table ip ${name}
table ip ${name} {
  chain out { type filter hook postrouting priority 0; ${out} ip saddr set ${source}; }
  chain back { type filter hook prerouting priority -300; ${back} ip daddr set ${upstreamAddress}; }
  chain answer { type filter hook prerouting priority -300; ${answer} meta mark set ${markOf(tunnel)}; }
}
`
}

/** Class selector 6, which is network control's (RFC 4594 section 3.2): echo replies have the class of their request (RFC 1349 section 5.1). */
const probeClass = '0xc0'

/** Before all that routes traffic (`dataplane/linux/forwarding.ts`). */
const rulePriority = '900'

/** Told from all that is the data plane's or a routing daemon's. */
const routeProtocol = '99'

/**
 * What is marked goes into the tunnel's device, and nowhere when that is not there. Bound to the device itself, ping
 * would see no answer that comes out of another.
 */
async function routeProbes(names: Names, tunnel: ProbedTunnel): Promise<void> {
  const mark = String(markOf(tunnel))
  const place = ['table', mark, 'protocol', routeProtocol]
  await unrouteProbes(names, tunnel)
  await ip(names, tunnel, ['route', 'replace', 'unreachable', 'default', ...place, 'metric', '2'])
  const device = devices.tunnel(tunnel.gateway, tunnel.tunnel)
  await ip(names, tunnel, ['route', 'replace', 'default', 'dev', device, ...place, 'metric', '1'])
  await ip(names, tunnel, ['rule', 'add', ...ruleOf(tunnel)])
}

/** Nothing when they are not routed. */
async function unrouteProbes(names: Names, tunnel: ProbedTunnel): Promise<void> {
  await ip(names, tunnel, ['rule', 'delete', ...ruleOf(tunnel)]).catch(ignoreFailure)
  await ip(names, tunnel, ['route', 'flush', 'table', String(markOf(tunnel))]).catch(ignoreFailure)
}

const ruleOf = (tunnel: ProbedTunnel): readonly string[] => {
  const mark = String(markOf(tunnel))
  return ['priority', rulePriority, 'fwmark', mark, 'lookup', mark]
}

/** No `ip` stays in the namespace, which would keep it in being. */
const ip = (names: Names, { gateway }: ProbedTunnel, args: readonly string[]): Promise<string> =>
  run('ip', ['-n', names.gateway(gateway), '-json', ...args])

const ignoreFailure = (error: unknown): void => {
  if (!(error instanceof CommandError)) throw error
}

/** Of the packets, and of the table that routes them: beyond the numbers that policies' tables have. */
const markOf = ({ gateway, tunnel }: ProbedTunnel): number =>
  0x7000_0000 + Number.parseInt(short(gateway, tunnel).slice(0, 7), 16)

const tableOf = ({ gateway, tunnel }: ProbedTunnel): string => `culvert-health-${short(gateway, tunnel)}`

/** Sequence numbers have 16 bits: ping ends before they begin anew. */
const mostRequests = 60_000

/**
 * What tells the tunnel's device from one that has taken its place, into which the probes are not routed yet. Undefined when
 * there is none.
 */
export async function deviceNumber(
  names: Names,
  probed: ProbedTunnel,
  { way }: HealthCheck,
): Promise<string | undefined> {
  const { gateway, tunnel } = probed
  if (way === 'outside') return (await namespaceNumber(names.tunnel(gateway, tunnel)))?.toString()
  try {
    const shown = await ip(names, probed, ['link', 'show', 'dev', devices.tunnel(gateway, tunnel)])
    const [{ ifindex }] = JSON.parse(shown) as readonly [{ readonly ifindex: number }]
    return `${await namespaceNumber(names.gateway(gateway))} ${ifindex}`
  } catch (error) {
    if (error instanceof CommandError) return undefined
    throw error
  }
}

/** Not the last one's, whose late answers would be taken for this one's; and not 0, with which ping would draw its own. */
export const drawIdentifier = (random: Random): number => 1 + random.integer(65_535)

/** Leads probes of this identifier into the tunnel's device, and their answers back. Rejects when they cannot be translated. */
export async function leadProbes(
  names: Names,
  tunnel: ProbedTunnel,
  check: HealthCheck,
  identifier: number,
): Promise<void> {
  if (check.way === 'outside') return
  const translating = translation(tunnel, check, identifier)
  await runIn(names.gateway(tunnel.gateway), ['nft', '-f', '-'], { stdin: translating })
  await routeProbes(names, tunnel)
}

/** Starts to send the check's probes, which `leadProbes` has led. */
export function startPing(
  names: Names,
  tunnel: ProbedTunnel,
  check: HealthCheck,
  identifier: number,
  onLine: (line: PingLine) => void,
): ChildProcess {
  const isOutside = check.way === 'outside'
  const from = isOutside ? ['-I', check.source] : ['-m', String(markOf(tunnel)), '-I', upstreamAddress]
  const child = spawnIn(
    isOutside ? names.tunnel(tunnel.gateway, tunnel.tunnel) : names.gateway(tunnel.gateway),
    [
      ...['ping', '-D', '-O', '-n', '-c', String(mostRequests), '-W', '1', '-e', String(identifier)],
      ...['-i', String(check.intervalMilliseconds / 1000), '-Q', probeClass, ...from, check.destination],
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
export async function forgetProbes(names: Names, tunnel: ProbedTunnel, { way }: HealthCheck): Promise<void> {
  if (way === 'outside') return
  const namespace = names.gateway(tunnel.gateway)
  if ((await namespaceNumber(namespace)) === undefined) return
  const table = tableOf(tunnel)
  await unrouteProbes(names, tunnel)
  await runIn(namespace, ['nft', '-f', '-'], { stdin: `add table ip ${table}\ndelete table ip ${table}\n` })
}
