import { type Command, InvalidArgumentError, Option } from 'commander'
import { type Ipv4Address, type Ipv4Prefix, parseIpv4Address, parseIpv4Prefix, prefixSize } from '../domain/address.ts'
import { isHostAddress, unroutableRangeOf } from '../domain/unroutable.ts'
import type { AskedUplink } from '../domain/uplink.ts'
import { UsageError } from '../runtime/config.ts'

export interface UplinkOptions {
  readonly uplink?: string
  readonly uplinkInterface?: string
  readonly outerPool?: Ipv4Prefix
  readonly outerAddress?: Ipv4Address | 'auto'
}

/** As the kernel takes it (IFNAMSIZ), but for what has a meaning in sysctl's and nft's own names. */
function device(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/.test(text)) return text
  throw new InvalidArgumentError('it must be the name of a network interface, such as eth0.')
}

/** The first two addresses and the last stay free. */
const leastAddresses = 4

function pool(text: string): Ipv4Prefix {
  const prefix = parseIpv4Prefix(text)
  if (prefix === undefined) throw new InvalidArgumentError('it must be a prefix, such as 203.0.113.0/28.')
  if (prefixSize(prefix) < leastAddresses) {
    throw new InvalidArgumentError('gateways get all but its first two addresses and its last: a /30 has one for them.')
  }
  const range = unroutableRangeOf(prefix)
  if (range !== undefined) throw new InvalidArgumentError(`nobody routes ${range}.`)
  return prefix
}

function outerAddress(text: string): Ipv4Address | 'auto' {
  if (text === 'auto') return text
  const address = parseIpv4Address(text)
  if (address === undefined || !isHostAddress(address)) {
    throw new InvalidArgumentError('it must be auto, or an address that the interface has.')
  }
  return address
}

export const addUplinkOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--uplink <interface>', 'have tunnels end at devices elsewhere, by this interface').argParser(device),
    )
    .addOption(
      new Option(
        '--outer-pool <prefix>',
        "where gateways' outer addresses come from: routed to this machine",
      ).argParser(pool),
    )
    .addOption(
      new Option(
        '--outer-address <address>',
        "instead: the interface's own address for all gateways, auto or one of several; one tunnel to a peer",
      ).argParser(outerAddress),
    )
    .addOption(
      new Option(
        '--uplink-interface <interface>',
        'instead of --uplink: an interface that is for gateways alone, given back by purge',
      ).argParser(device),
    )

/** What the options ask for together. Throws `UsageError`. */
export function readUplink({ uplink, uplinkInterface, ...outer }: UplinkOptions): AskedUplink | undefined {
  const { outerPool, outerAddress } = outer
  if (uplink !== undefined && uplinkInterface !== undefined) {
    throw new UsageError('--uplink leaves the interface with this machine, --uplink-interface takes it: leave one out')
  }
  const name = uplink ?? uplinkInterface
  if (name === undefined) {
    const [lonely] = Object.entries({ '--outer-pool': outerPool, '--outer-address': outerAddress }).filter(
      ([, value]) => value !== undefined,
    )
    if (lonely === undefined) return undefined
    throw new UsageError(`${lonely[0]} needs --uplink or --uplink-interface: without one nothing leaves this machine`)
  }
  if (outerPool !== undefined && outerAddress !== undefined) {
    throw new UsageError('--outer-pool and --outer-address say both where outer addresses come from: leave one out')
  }
  if (outerPool !== undefined) return { kind: uplink === undefined ? 'moved' : 'routed', device: name, pool: outerPool }
  if (uplink === undefined)
    throw new UsageError('--uplink-interface needs --outer-pool: prefixes on or behind its network')
  if (outerAddress === undefined) {
    throw new UsageError(
      '--uplink needs --outer-pool, or --outer-address auto where no prefix is routed to this machine',
    )
  }
  return { kind: 'translated', device: name, address: outerAddress } as AskedUplink
}
