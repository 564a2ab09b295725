import type { Input, Inputs } from './inputs.ts'
import type { KeyRule } from './key-rule.ts'
import type { Lines } from './lines.ts'
import type { Peer, PeerTunnel } from './peer.ts'
import type { IpsecWords } from './words.ts'

/** A value of a connection that a device has no way to say. */
export interface Refusal {
  readonly what:
    | 'IKE encryption'
    | 'IKE integrity'
    | 'IKE group'
    | 'IKE lifetime'
    | 'child encryption'
    | 'child integrity'
    | 'child group'
    | 'child lifetime'
    | 'child lifetime by traffic'
    | 'pre-shared key'
    | 'local identity'
    | 'remote identity'
    | 'NAT traversal'
    | 'dead peer detection'
    | 'traffic'
    | 'BGP'
    | 'BGP password'
  /** Absent where it concerns the whole connection. */
  readonly tunnel?: 1 | 2
  /** Never a secret. */
  readonly value: string
  readonly why: string
}

/** Of one tunnel. */
export type Found = Omit<Refusal, 'tunnel'>

export interface Range {
  readonly least: number
  readonly most: number
}

/** The negotiations that differ in which identities they can carry. */
export type Exchange = 'main' | 'aggressive' | 'ikev2'

/** Which ends may call themselves by a name, or by an address that is not their own. */
export type NamedEnds = 'none' | 'local' | 'remote' | 'both'

export interface NameRule {
  readonly ends: Readonly<Record<Exchange, NamedEnds>>
  readonly most: number
  readonly characters: RegExp
  /** The same for people. */
  readonly which: string
}

export const plainNames = { characters: /^[\w.-]+(@[\w.-]+)?$/, which: 'letters, digits, dots, hyphens, _ and one @' }
export const printableNames = { characters: /^[\x21-\x7e]+$/, which: 'printable ASCII characters' }

/** What a tunnel may carry: `selectors` by what is in the packets, `everything` by routes; two of them at a time, BGP over them. */
export const trafficForms = [
  'selectors',
  'everything',
  'two tunnels of selectors',
  'two tunnels of everything',
  'BGP',
  'BGP among selectors',
] as const
export type TrafficForm = (typeof trafficForms)[number]

export interface Ipsec {
  readonly words: IpsecWords
  readonly ikeSeconds: Range
  readonly childSeconds: Range
  /** Undefined where SAs are not rekeyed by how much they carried. */
  readonly childKilobytes?: Range
  readonly key: KeyRule
  readonly names: NameRule
  /** Whether a tunnel can be kept from UDP encapsulation. */
  readonly mayForbidEncapsulation: boolean
  /** From one check of a peer that is silent to the next. */
  readonly checkSeconds: Range
  readonly carries: ReadonlySet<TrafficForm>
}

export interface ConfigurationFile {
  readonly name: string
  readonly lines: Lines
}

export interface Device {
  readonly id: string
  readonly title: string
  /** Whose words these are. */
  readonly release: string
  /** Which program has read such configurations in the tests; undefined where none has. */
  readonly executedBy?: string
  /** What begins a comment. */
  readonly comment: string
  readonly indent: string
  /** Undefined where it only speaks BGP. */
  readonly ipsec?: Ipsec
  /** Which passwords of BGP sessions it can be given; undefined where none is. */
  readonly sessionPassword?: RegExp
  readonly inputs: readonly Input[]
  /** What of a tunnel it cannot say beside that. */
  refuses?(peer: Peer, tunnel: PeerTunnel): readonly Found[]
  /** What somebody has to know who uses it, in this case. */
  notes(peer: Peer): readonly string[]
  render(peer: Peer, inputs: Inputs): readonly ConfigurationFile[]
}
