import { createHash } from 'node:crypto'
import type { Random } from '../../runtime/random.ts'
import { regionOf } from './regions.ts'

/** The prefixes of Alibaba Cloud's ids, as its documents' samples have them. */
export type IdPrefix =
  | 'vpc'
  | 'vsw'
  | 'cgw'
  | 'vpn'
  | 'vco'
  | 'tun'
  | 'cen'
  | 'tr'
  | 'tr-attach'
  | 'rte'
  | 'cidr'
  | 'vtb'
  | 'g'
  | 'grant'
  | 'vpndgn'
  | 'policy'

const base36 = '0123456789abcdefghijklmnopqrstuvwxyz'

/** What follows the prefix and its hyphen. */
const bodyLength = 21

/** A new id: "vco-bp1bbi27hojx80nck0q1z"; the body begins with the region's code, where there is a region. */
export function newId(prefix: IdPrefix, region: string, random: Pick<Random, 'token'>): string {
  const code = regionOf(region)?.code ?? ''
  return `${prefix}-${code}${random.token(bodyLength - code.length, base36)}`
}

const digits = '0123456789'

/** Users' and roles' ids are numbers of 18 digits, told apart by the first. */
export const newPrincipalId = (kind: 'user' | 'role', random: Pick<Random, 'token'>): string =>
  `${kind === 'user' ? '2' : '3'}${random.token(17, digits)}`

const lettersAndDigits = `${base36}ABCDEFGHIJKLMNOPQRSTUVWXYZ`

/** "LTAI" and 20 more, and a secret of 30 characters. */
export const newAccessKey = (random: Pick<Random, 'token'>) => ({
  id: `LTAI${random.token(20, lettersAndDigits)}`,
  secret: random.token(30, lettersAndDigits),
})

/** The id of something that is not stored: the same for the same text, and like those that are made. */
export function derivedId(prefix: IdPrefix, region: string, text: string): string {
  const code = regionOf(region)?.code ?? ''
  const digest = BigInt(`0x${createHash('sha256').update(text).digest('hex')}`)
  return `${prefix}-${code}${digest
    .toString(36)
    .padStart(bodyLength, '0')
    .slice(-(bodyLength - code.length))}`
}

/** A VPC has one router, and that one system route table: their ids are its own but for the prefix. */
const routerPrefix = 'vrt-'
const tablePrefix = 'vtb-'
const vpcPrefix = 'vpc-'

const exchanged = (id: string, from: string, to: string): string | undefined =>
  id.startsWith(from) ? `${to}${id.slice(from.length)}` : undefined

export const routerOf = (vpc: string): string => exchanged(vpc, vpcPrefix, routerPrefix) ?? `${routerPrefix}${vpc}`
export const routeTableOf = (vpc: string): string => exchanged(vpc, vpcPrefix, tablePrefix) ?? `${tablePrefix}${vpc}`

/** The id of the VPC that a router is of; empty where it can be none's. */
export const vpcOfRouter = (router: string): string => exchanged(router, routerPrefix, vpcPrefix) ?? ''
export const vpcOfRouteTable = (table: string): string => exchanged(table, tablePrefix, vpcPrefix) ?? ''

/** The resource group of what names none; of the form of the cloud's ids, which begin with rg-acfm. */
export const defaultGroupOf = (account: string): string => `rg-acfm${account}`

/** Of 15 digits, as the documents' samples are. */
export const newOrderId = (random: Random): string => `2${random.token(14, '0123456789')}`

/** Request ids are upper-case UUIDs. */
export const requestIdOf = (uuid: string): string => uuid.toUpperCase()
