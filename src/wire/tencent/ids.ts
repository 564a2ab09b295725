import type { PrincipalKind } from '../../domain/principal-kinds.ts'
import type { Resource } from '../../domain/resource.ts'
import type { RoutePlace } from '../../domain/route-entry.ts'
import type { WireType } from '../../operations/decode.ts'
import * as t from '../../operations/wire-type.ts'
import type { Random } from '../../runtime/random.ts'

/** What an id begins with, by what it names: "vpngw-1w9tue3d". */
export const idPrefixes = {
  vpc: 'vpc',
  subnet: 'subnet',
  routeTable: 'rtb',
  customerGateway: 'cgw',
  vpnGateway: 'vpngw',
  vpnConnection: 'vpnx',
  vpnGatewayRoute: 'vpnr',
  routeItem: 'rti',
  accountTag: 'tag',
  ccn: 'ccn',
  ccnRouteTable: 'ccnrtb',
  ccnRoute: 'ccnr',
  /** The API knows an attachment by what is attached, and has no name for it. */
  ccnAttachment: 'ccna',
} as const

export type IdKind = keyof typeof idPrefixes

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'

/** A new id: the prefix and eight characters, 36^8 of which make a meeting unlikely; the store refuses one that is taken. */
export const newId = (random: Random, kind: IdKind): string => `${idPrefixes[kind]}-${random.token(8, alphabet)}`

const digits = '0123456789'
const lettersAndDigits = `${alphabet}ABCDEFGHIJKLMNOPQRSTUVWXYZ`

type Tokens = Pick<Random, 'token'>

/** Of so many digits, the first of which is none of zero. */
const number = (random: Tokens, length: number): string =>
  `${random.token(1, digits.slice(1))}${random.token(length - 1, digits)}`

/**
 * Users, groups, policies and roles have numbers. A role's is written as text, and by some clients as a number: it is short
 * enough for either.
 */
export const newPrincipalId: Readonly<Record<PrincipalKind, (random: Tokens) => string>> = {
  user: (random) => `${uinStart}${number(random, 8)}`,
  'user-group': (random) => number(random, 7),
  policy: (random) => number(random, 9),
  role: (random) => `4611${random.token(11, digits)}`,
}

/** What a user's uin has before its uid. */
const uinStart = '1000'

/** The other number of a user, which is as unique as the uin. */
export const uidOf = (uin: string): number => Number(uin.slice(uinStart.length))
export const uinOf = (uid: number): string => `${uinStart}${uid}`

/** "AKID" and 32 more, and a secret of 32 characters. */
export const newAccessKey = (random: Tokens) => ({
  id: `AKID${random.token(32, lettersAndDigits)}`,
  secret: random.token(32, lettersAndDigits),
})

/** One of each kind of characters that passwords have to have, and more. */
export const newPassword = (random: Tokens): string => `aA1-${random.token(16, lettersAndDigits)}`

/** A key that is good with its token alone. */
export const newTemporaryKey = (random: Tokens) => ({
  id: `AKID${random.token(60, lettersAndDigits)}`,
  secret: random.token(44, lettersAndDigits),
  token: random.token(300, lettersAndDigits),
})

/** An order's number. No operation here tells it: an operator sees it. */
export const newOrderId = (random: Random): string => random.token(20, '0123456789')

/** Six to nine characters: the cloud's own documents have ids of each of these lengths. */
const shapes = Object.fromEntries(
  Object.values(idPrefixes).map((prefix) => [prefix, new RegExp(`^${prefix}-[0-9a-z]{6,9}$`)]),
)

const malformed = 'InvalidParameterValue.Malformed'

/** An id in its kind's form; whether there is such a resource is another question. */
export function id(kind: IdKind, code: string = malformed): WireType<string> {
  const prefix = idPrefixes[kind]
  const shape = shapes[prefix]
  return t.coded(
    t.parsed(`an id like ${prefix}-1w9tue3d`, (value) => (shape?.test(value) ? value : undefined)),
    code,
  )
}

/** The same, or "", which some clients send for what they leave out. */
export function idOrEmpty(kind: IdKind, code: string = malformed): WireType<string> {
  const shape = shapes[idPrefixes[kind]]
  return t.coded(
    t.parsed(`an id like ${idPrefixes[kind]}-1w9tue3d`, (value) =>
      value === '' || shape?.test(value) ? value : undefined,
    ),
    code,
  )
}

/** Every VPC has a main route table, which is named after it. */
export const routeTableOf = (vpc: string): string => vpc.replace(/^(?:vpc-)?/, `${idPrefixes.routeTable}-`)

export const vpcOfRouteTable = (routeTable: string): string =>
  routeTable.replace(new RegExp(`^${idPrefixes.routeTable}-`), `${idPrefixes.vpc}-`)

/** The table that a route stands in: the main one of a VPC, or one that somebody made. */
export const tableOfPlace = ({ kind, id: place }: RoutePlace): string =>
  kind === 'network' ? routeTableOf(place) : place

/** The table that a subnet is routed by. */
export const tableOfSubnet = ({ spec }: Resource<'subnet'>): string => spec.table ?? routeTableOf(spec.network)

/** Each CCN has a table of its own, which is named after it. */
export const routeTableOfCcn = (ccn: string): string =>
  ccn.replace(new RegExp(`^(?:${idPrefixes.ccn}-)?`), `${idPrefixes.ccnRouteTable}-`)

/** Request ids are lower-case UUIDs; an asynchronous operation's request id is also its task's. */
export const requestId = (uuid: string): string => uuid.toLowerCase()
