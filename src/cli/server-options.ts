import { type Command, Option } from 'commander'
import { usualBfdIntervalMilliseconds } from '../domain/bgp.ts'
import { espChoices } from '../domain/esp.ts'
import { latencies } from '../domain/latency.ts'
import { usualMtu } from '../domain/tunnel-device.ts'
import { variables } from '../runtime/config.ts'
import { type LogSettings, logFormats, logLevels } from '../runtime/log-settings.ts'
import { bfdInterval, tunnelMtu } from './server-numbers.ts'

/** What a server has that was told nothing else, in words. */
interface Usual {
  readonly plane: string
  readonly latency: string
  readonly esp: string
}

/** What every command that starts a server takes. */
export function addServerOptions(
  command: Command,
  logLevel: LogSettings['level'],
  { plane: usualPlane, latency, esp }: Usual,
): void {
  const dataPlanes = ['simulated', 'linux']
  const plane = `what carries the tunnels (default: ${usualPlane})`
  const shown =
    'how long provisioning, updating, attaching, detaching and deleting are seen: not in the next read, for milliseconds, ' +
    `or as long as in the clouds (default: ${latency})`
  const carrier = `what carries packets on the Linux data plane; auto is the kernel where it can (default: ${esp})`
  const faults = 'let failures be rehearsed (culvert faults); on the Linux data plane write --faults=linux'
  const formats = 'for people or for programs (default: text on a terminal, json elsewhere)'
  const fixed = 'the key of a new folder, instead of one that is made:'
  command
    .addOption(new Option('--dataplane <kind>', plane).choices(dataPlanes))
    .addOption(new Option('--esp <where>', carrier).choices(espChoices))
    .addOption(new Option('--alibaba-key <id:secret>', `${fixed} Alibaba Cloud`).env(variables.alibabaKey))
    .addOption(new Option('--tencent-key <id:secret>', `${fixed} Tencent Cloud`).env(variables.tencentKey))
    .addOption(new Option('--latency <pace>', shown).choices(latencies))
    .addOption(new Option('--faults [plane]', faults).choices(dataPlanes).preset('simulated'))
    .addOption(
      new Option('--log-level <level>', 'the least that is told on standard error')
        .choices(logLevels)
        .default(logLevel),
    )
    .addOption(new Option('--log-format <format>', formats).choices(logFormats))
    .addOption(
      new Option('--bfd-interval <ms>', 'between the packets of BFD beside BGP: a neighbor is gone after three of them')
        .argParser(bfdInterval)
        .default(usualBfdIntervalMilliseconds),
    )
    .addOption(
      new Option(
        '--tunnel-mtu <bytes>',
        'the largest packet that a tunnel takes; TCP segments are kept to 40 bytes less',
      )
        .argParser(tunnelMtu)
        .default(usualMtu),
    )
}
