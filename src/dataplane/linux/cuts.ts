import { type IpCommand, ipBatch, type Rule, rulesIn } from './ip.ts'
import type { Names } from './names.ts'
import type { TunnelRecord } from './records.ts'

/** Before the rules that steer packets to their tunnels. */
const priority = 900

const command = (verb: 'add' | 'delete', from: string, to: string): IpCommand => [
  ...['rule', verb, 'priority', String(priority)],
  ...['from', from, 'to', to, 'blackhole'],
]

/** Loses what the two outer addresses send each other. */
export async function cutPath(names: Names, path: TunnelRecord): Promise<void> {
  const { localAddress, remoteAddress } = path
  await restorePath(names, path)
  await ipBatch(names.underlayOf(path), [
    command('add', localAddress, remoteAddress),
    command('add', remoteAddress, localAddress),
  ])
}

/** Lets them pass again; without addresses, all. */
export async function restorePath(
  names: Names,
  only?: Pick<TunnelRecord, 'localAddress' | 'remoteAddress' | 'isPrivate'>,
): Promise<void> {
  const meant = ({ src, dst }: Rule): boolean =>
    only === undefined || [only.localAddress, only.remoteAddress].sort().join() === [src, dst].sort().join()
  const underlays = only === undefined ? [names.underlay, names.privateUnderlay] : [names.underlayOf(only)]
  for (const underlay of underlays) {
    const rules = ((await rulesIn(underlay)) ?? []).filter((rule) => rule.priority === priority && meant(rule))
    const commands = rules.flatMap(({ src, dst }) => (dst === undefined ? [] : [command('delete', src, dst)]))
    await ipBatch(underlay, commands)
  }
}
