import type { BgpParameters } from '../../domain/resource.ts'
import type { SeededChoice } from '../seeded-choice.ts'
import type { Facts } from './intent.ts'
import type { Known, Model } from './model.ts'
import type { Tree } from './signing.ts'

/** What a tunnel's neighbor is to be, in the domain's words; what is not given is "-". */
export const spellBgp = (bgp: BgpParameters | undefined): string =>
  bgp === undefined
    ? ''
    : [
        bgp.enabled ? 'on' : 'off',
        bgp.localAsNumber ?? '-',
        bgp.prefix ?? '-',
        bgp.localAddress ?? '-',
        bgp.neighborAddress ?? '-',
      ].join(' ')

export const speaksBgp = (facts: Facts, index: number): boolean =>
  facts[`tunnel ${index} bgp`]?.startsWith('on ') === true

/** Of each cloud's side, and one that is nobody's. */
export const usualAsNumbers = { alibaba: 65_010, tencent: 65_020 } as const
const strangeAsNumber = 65_030

/** Mostly that of the cloud, so that many sessions come up. */
export const drawAsNumber = (choice: SeededChoice, cloud: keyof typeof usualAsNumbers): number =>
  choice.chance(93) ? usualAsNumbers[cloud] : strangeAsNumber

const prefixOf = (third: number): string => `169.254.${third}.0/30`
const hostOf = (prefix: string, host: number): string => prefix.replace(/0\/30$/, String(host))

export const drawPrefix = (model: Model): string => prefixOf(10 + (model.count() % 200))

/** Alibaba Cloud's requests have no neighbor's address: it follows from the prefix. */
export function drawAlibabaBgp(model: Model, choice: SeededChoice, percentWithAddress: number): string {
  const prefix = drawPrefix(model)
  const local = choice.chance(percentWithAddress) ? hostOf(prefix, choice.between(1, 2)) : '-'
  return `on ${drawAsNumber(choice, 'alibaba')} ${prefix} ${local} -`
}

export function alibabaBgp(fact: string): Tree {
  const [, LocalAsn, TunnelCidr, LocalBgpIp] = fact.split(' ')
  return { LocalAsn, TunnelCidr, ...(LocalBgpIp === '-' ? {} : { LocalBgpIp }) }
}

/** The other end of the neighbor that was answered of the far tunnel, or at times another one. */
export function drawTencentBgp(model: Model, choice: SeededChoice, asNumber: string, far: string | undefined): string {
  const [, , known = '-', given = '-'] = far?.split(' ') ?? []
  const prefix = known === '-' || choice.chance(10) ? drawPrefix(model) : known
  const isFirst = prefix === known && (given === '-' || given === hostOf(prefix, 1))
  const [local, neighbor] = isFirst ? [2, 1] : [1, 2]
  return `on ${asNumber} ${prefix} ${hostOf(prefix, local)} ${hostOf(prefix, neighbor)}`
}

export function tencentBgp(fact: string): Tree {
  const [, , TunnelCidr, LocalBgpIp, RemoteBgpIp] = fact.split(' ')
  return { TunnelCidr, LocalBgpIp, RemoteBgpIp }
}

/** Whether the gateway's connections speak BGP; all do, or none. Undefined where it has none yet. */
export function gatewaySpeaksBgp(model: Model, gateway: Known): boolean | undefined {
  const [first] = model.dependents(gateway.id, 'connection').filter(({ deleted }) => !deleted)
  return first && speaksBgp(first.facts, 1)
}
