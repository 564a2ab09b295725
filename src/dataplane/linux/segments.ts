/** How large the TCP segments are that pass through a gateway's tunnels. */
import { systemClock } from '../../runtime/clock.ts'
import { CommandError, runIn } from './command.ts'
import type { Names } from './names.ts'
import { Recent } from './recent.ts'

const table = 'ip culvert-segments'
const devices = '"tun-*"'
const clamp = 'tcp flags syn tcp option maxseg size set'

/**
 * Both ways: how large segments may be that come back, the SYN says that goes out, and the other way round. A path on which
 * larger packets are lost, and with them what would tell the sender so, carries TCP all the same. The kernel only ever lowers
 * the option.
 */
export async function clampSegments(names: Names, gateway: string, size: number): Promise<void> {
  const ruleset = `add table ${table}
delete table ${table}
table ${table} {
  chain forward {
    type filter hook forward priority mangle
    iifname ${devices} ${clamp} ${size}
    oifname ${devices} ${clamp} ${size}
  }
}
`
  await runIn(names.gateway(gateway), ['nft', '-f', '-'], { stdin: ruleset })
  recent.amend(names.gateway(gateway), () => size)
}

const recent = new Recent<number | undefined>(systemClock)

/** What they are kept to both ways, in bytes; undefined where that is not so. */
export const observeSegmentSize = (names: Names, gateway: string): Promise<number | undefined> =>
  recent.read(names.gateway(gateway), () => readSize(names.gateway(gateway)))

async function readSize(namespace: string): Promise<number | undefined> {
  const shown = await runIn(namespace, ['nft', 'list', 'table', ...table.split(' ')]).catch((error: unknown) => {
    if (error instanceof CommandError) return ''
    throw error
  })
  const sizes = ['iifname', 'oifname'].map(
    (way) => new RegExp(`^\\s*${way} "tun-\\*" ${clamp} (\\d+)$`, 'm').exec(shown)?.[1],
  )
  const [one, other] = sizes
  return one === undefined || one !== other ? undefined : Number(one)
}
