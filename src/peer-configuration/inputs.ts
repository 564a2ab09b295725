import { type Ipv4Prefix, parseIpv4Prefix, prefixLength } from '../domain/address.ts'
import type { KeyRule } from './key-rule.ts'
import type { Peer, PeerTunnel } from './peer.ts'

/** What the device's owner alone knows. Where it is not given, a placeholder stands that no device takes. */
export interface Input {
  readonly name: string
  readonly kind: 'word' | 'number' | 'networks'
  readonly what: string
  /** Used where nothing is given. */
  readonly usual?: string
  /** What is known without being told. */
  known?(peer: Peer): readonly Ipv4Prefix[]
}

/** A prefix in the forms that devices write it in. */
export interface NetworkText {
  readonly cidr: string
  readonly address: string
  readonly mask: string
  /** The mask's opposite. */
  readonly wildcard: string
  readonly length: string
}

const dotted = (value: number): string =>
  [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.')

export function networkText(prefix: Ipv4Prefix): NetworkText {
  const length = prefixLength(prefix)
  const mask = length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0
  const [address = ''] = prefix.split('/')
  return { cidr: prefix, address, mask: dotted(mask), wildcard: dotted(~mask >>> 0), length: String(length) }
}

const placeholder = (name: string): string => `<${name.toUpperCase()}>`

const placeholderNetwork = (name: string): NetworkText => ({
  cidr: placeholder(name),
  address: placeholder(`${name}-address`),
  mask: placeholder(`${name}-mask`),
  wildcard: placeholder(`${name}-wildcard`),
  length: placeholder(`${name}-length`),
})

export const wanInterface: Input = { name: 'wan-interface', kind: 'word', what: 'the interface with the outer address' }
const secondWanInterface: Input = {
  name: 'wan-interface-2',
  kind: 'word',
  what: 'the one with the outer address of tunnel 2, where that is another',
}
export const wanInterfaces: readonly Input[] = [wanInterface, secondWanInterface]

export const tunnelNumber: Input = {
  name: 'tunnel-number',
  kind: 'number',
  what: 'the number of a tunnel interface that is free; tunnel 2 takes the next',
}

export const localNetworks: Input = {
  name: 'local-networks',
  kind: 'networks',
  what: "prefixes behind the device, with commas; those that the gateway's routes lead to, where there are any",
  known: (peer) => peer.localNetworks,
}

export const remoteNetworks: Input = {
  name: 'remote-networks',
  kind: 'networks',
  what: "prefixes behind the gateway, with commas; the gateway's networks, where there are any",
  known: (peer) => peer.remoteNetworks,
}

/** The values of a device's inputs, as they are written into its configuration. */
export interface Inputs {
  word(input: Input): string
  /** So many after the one that is given. */
  number(input: Input, after?: number): string
  networks(input: Input): readonly NetworkText[]
  /** The tunnel's pre-shared key as the device writes it, or a placeholder where nobody is to see it. */
  key(rule: KeyRule, tunnel: PeerTunnel): string
  /** What was asked for and is a placeholder now. */
  readonly missing: ReadonlySet<string>
}

const words = /^[A-Za-z0-9][A-Za-z0-9/._:-]{0,62}$/

function prefixes(text: string): readonly Ipv4Prefix[] | undefined {
  const read = text.split(',').map((each) => parseIpv4Prefix(each.trim()))
  return read.every((prefix) => prefix !== undefined) ? read : undefined
}

const demands: Readonly<Record<Input['kind'], string>> = {
  word: '1 to 63 letters, digits and / . _ : -, beginning with a letter or digit',
  number: 'a number from 0 to 65000',
  networks: 'IPv4 prefixes such as 10.0.0.0/16, with commas between them',
}

/** Why the value cannot be the input's; undefined when it can. */
export function problemOf({ kind }: Input, value: string): string | undefined {
  const isGood =
    kind === 'word'
      ? words.test(value)
      : kind === 'number'
        ? /^(0|[1-9]\d{0,4})$/.test(value) && Number(value) <= 65_000
        : prefixes(value) !== undefined
  return isGood ? undefined : `must be ${demands[kind]}`
}

export const keyPlaceholder = placeholder('pre-shared-key')

export function readInputs(peer: Peer, given: Readonly<Record<string, string>>, showsKey: boolean): Inputs {
  const missing = new Set<string>()
  const find = ({ name, usual }: Input): string | undefined => given[name] ?? usual
  const ask = (input: Input): string | undefined => {
    const value = find(input)
    if (value === undefined) missing.add(input.name)
    return value
  }
  return {
    missing,
    key: (rule, { preSharedKey }) => (showsKey ? rule.write(preSharedKey) : keyPlaceholder),
    word: (input) => ask(input) ?? placeholder(input.name),
    number(input, after = 0) {
      const value = ask(input)
      if (value === undefined) return placeholder(after === 0 ? input.name : `${input.name}+${after}`)
      return String(Number(value) + after)
    },
    networks(input) {
      const own = find(input)
      const networks = own === undefined ? (input.known?.(peer) ?? []) : (prefixes(own) ?? [])
      if (networks.length > 0) return networks.map(networkText)
      missing.add(input.name)
      return [placeholderNetwork(input.name)]
    },
  }
}

/** Where the tunnel's packets leave the device. */
export function wanOf(peer: Peer, { index, local }: PeerTunnel, inputs: Inputs): string {
  const isOther = index === 2 && peer.tunnels.some((other) => other.index === 1 && other.local !== local)
  return inputs.word(isOther ? secondWanInterface : wanInterface)
}
