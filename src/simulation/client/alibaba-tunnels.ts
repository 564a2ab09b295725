import type { SeededChoice } from '../seeded-choice.ts'
import { alibabaBgp, drawAlibabaBgp, speaksBgp } from './bgp.ts'
import type { Facts, Intent } from './intent.ts'
import type { Model } from './model.ts'
import {
  alibabaDeadPeers,
  alibabaSwitches,
  alibabaWords,
  drawKey,
  drawLifetimes,
  drawProfile,
  ofTunnel,
  type TunnelFacts,
} from './profiles.ts'
import type { Tree } from './signing.ts'

const everything = '0.0.0.0/0'

export const singleOptions = (is: Partial<TunnelFacts>): Tree => {
  const { ike, ipsec } = alibabaWords(is)
  return {
    ...(is.bgp ? { BgpConfig: JSON.stringify({ EnableBgp: is.bgp.startsWith('on '), ...alibabaBgp(is.bgp) }) } : {}),
    ...(Object.keys(ike).length === 0 ? {} : { IkeConfig: JSON.stringify(ike) }),
    ...(Object.keys(ipsec).length === 0 ? {} : { IpsecConfig: JSON.stringify(ipsec) }),
    ...alibabaSwitches(is),
  }
}

export const dualOptions = (is: Partial<TunnelFacts>): Tree => {
  const { ike, ipsec } = alibabaWords(is)
  return {
    ...(is.bgp ? { TunnelBgpConfig: alibabaBgp(is.bgp) } : {}),
    ...(Object.keys(ike).length === 0 ? {} : { TunnelIkeConfig: ike }),
    ...(Object.keys(ipsec).length === 0 ? {} : { TunnelIpsecConfig: ipsec }),
    ...alibabaSwitches(is),
  }
}

/** Some of a tunnel's facts; the others are to stay as they are. */
export function drawTunnelChange(choice: SeededChoice, what: string | undefined): Partial<TunnelFacts> {
  switch (what) {
    case 'lifetimes':
      return drawLifetimes(choice)
    case 'identity':
      return { [choice.chance(50) ? 'local identity' : 'remote identity']: `other-${choice.between(1, 3)}.example` }
    case 'switches':
      return choice.chance(50)
        ? { 'dead peers': alibabaDeadPeers(choice.chance(50)) }
        : { 'nat traversal': String(choice.chance(50)) }
    case 'profile':
      return { ...drawProfile(choice), key: drawKey(choice) }
    default:
      return { key: drawKey(choice) }
  }
}

/** Ends the sessions, or has them again, or moves them to other prefixes. */
export function modifyBgp(
  model: Model,
  choice: SeededChoice,
  { facts, dual }: { readonly facts: Facts; readonly dual: boolean },
  change: (parameters: Tree, to: Facts) => Intent,
): Intent | undefined {
  if (facts.local !== everything || facts.remote !== everything) return undefined
  const indexes = dual ? [1, 2] : [1]
  const before = indexes.map((index) => facts[`tunnel ${index} bgp`] ?? '')
  const ends = speaksBgp(facts, 1) && choice.chance(50)
  const again = !speaksBgp(facts, 1) && before[0] !== ''
  const after = before.map((fact) => {
    if (ends) return fact.replace(/^on /, 'off ')
    return again ? fact.replace(/^off /, 'on ') : drawAlibabaBgp(model, choice, 100)
  })
  const to = Object.assign({}, ...after.map((bgp, at) => ofTunnel(at + 1, { bgp })))
  if (!dual) return change(singleOptions({ bgp: after[0] ?? '' }), to)
  const TunnelOptionsSpecification = after.map((bgp, at) => ({ TunnelIndex: at + 1, ...dualOptions({ bgp }) }))
  return change({ EnableTunnelsBgp: !ends, ...(ends || again ? {} : { TunnelOptionsSpecification }) }, to)
}
