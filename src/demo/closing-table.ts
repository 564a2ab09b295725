import { plainTable } from '../terminal/plain-table.ts'
import { showRate } from './lab.ts'
import type { Shown } from './script.ts'

const pings = ({ sent, received }: { sent: number; received: number }) => `${received} of ${sent} answered`

/** What was shown, a line each. */
export function closingTable(shown: Shown, leftovers: readonly string[]): string {
  const modelled = shown.dataPlane === 'simulated' ? ' (modelled, not measured)' : ''
  return plainTable([
    ['ping before the tunnel', pings(shown.pingBefore)],
    ['ping through the tunnel', pings(shown.pingAfter)],
    ['tunnel up after', `${shown.upMilliseconds} ms from CreateVpnConnection's answer`],
    ['Alibaba Cloud says', shown.up.alibabaStatus],
    ['Tencent Cloud says', `State ${shown.up.tencentState}, NetStatus ${shown.up.tencentNetStatus}`],
    ['TCP through the tunnel', `${showRate(shown.tunnelBitsPerSecond)}${modelled}`],
    ['TCP on the bare link', `${showRate(shown.bareBitsPerSecond)}${modelled}`],
    ['after a change of key', `${shown.down.alibabaStatus}, NetStatus ${shown.down.tencentNetStatus}`],
    ...shown.reasons.map(({ end, sentence }) => [`  ${end}'s end`, sentence]),
    ['after the other side followed', `up again, ${pings(shown.pingAgain)}`],
    ...shown.gaps.map(({ tunnel, gapMilliseconds }) => [
      `peer of tunnel ${tunnel} killed`,
      `the other carried after ${gapMilliseconds} ms${modelled}`,
    ]),
    ['left on this host', leftovers.length === 0 ? 'nothing' : leftovers.join('; ')],
  ])
}
