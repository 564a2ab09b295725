import { digestTunnel } from '../digest.ts'
import type { TunnelSpec } from '../port.ts'
import { initiate } from './ike.ts'
import { closeHalfOpen, endAttempt, endFormer, endIkeSa, keepFormer } from './security-association.ts'
import type { End, FormerSa, World } from './world.ts'

/** From one attempt at what takes an SA's place to the next: a peer that refuses may be changed a moment later. */
const retryMilliseconds = 250

/**
 * Gives the daemon this configuration. What carries goes on until the SAs of the new one are there, for so long
 * (`replacingMilliseconds`) at the most; the answer comes then.
 */
export function configure(world: World, end: End, spec: TunnelSpec): Promise<void> {
  const { daemon } = end
  const before = daemon.configuration
  const digest = digestTunnel(spec)
  daemon.configuration = { spec, digest }
  if (before?.digest === digest) return daemon.former?.digest === undefined ? Promise.resolve() : ended(daemon.former)
  endAttempt(world, end)
  closeHalfOpen(daemon)
  daemon.failure = undefined
  const { ikeSa } = daemon
  if (before === undefined || ikeSa === undefined || ikeSa.childSas.length === 0) {
    endIkeSa(world, end, true)
    // Another change came before the last one was through.
    if (daemon.former !== undefined) return replace(world, end, daemon.former, spec)
    return Promise.resolve()
  }
  endFormer(world, end, true)
  daemon.ikeSa = undefined
  return replace(world, end, keepFormer(world, end, ikeSa, before.digest), spec)
}

const ended = ({ whenEnded }: FormerSa): Promise<void> => new Promise((resolve) => whenEnded.push(resolve))

function replace(world: World, end: End, former: FormerSa, { startAction }: TunnelSpec): Promise<void> {
  const begin = (): void => {
    if (end.daemon.former !== former || startAction === 'none') return
    initiate(world, end)
    former.timers.after(retryMilliseconds, begin)
  }
  begin()
  return ended(former)
}
