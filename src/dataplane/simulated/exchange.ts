import type { Timers } from './timers.ts'
import { type Daemon, type End, isPathUp, reachPeer, type Tunnel, type World } from './world.ts'

/**
 * charon's retransmission (`retransmit_timeout`, `retransmit_base`, `retransmit_tries`), with a shorter timeout than
 * its default of 4 s: a peer that is silent is reported after 5.9 s, not after 165 s.
 */
const firstTimeoutMilliseconds = 500
const timeoutBase = 1.8
const retransmissions = 3

const timeoutAfter = (tries: number): number => Math.round(firstTimeoutMilliseconds * timeoutBase ** tries)

/** How long a request is sent again and again before its peer is held silent. */
export const patienceMilliseconds = Array.from({ length: retransmissions + 1 }, (_, tries) =>
  timeoutAfter(tries),
).reduce((sum, timeout) => sum + timeout, 0)

/** How long a message is on its way. */
const latencyMilliseconds = (world: World): number => 1 + world.random.integer(2)

/**
 * One request and its response (RFC 7296 section 2.1) between a tunnel's daemon and the one that it reaches. `answer`
 * runs at the responder, once however often the request comes; where it gives nothing, nothing comes back. `done` gets
 * the response, or 'silent' after the last retransmission has timed out. Closing `timers` abandons the exchange at
 * the initiator; what is on its way still arrives.
 */
export function exchange<Reply>(
  world: World,
  tunnel: Tunnel,
  timers: Timers,
  answer: (peer: End) => Reply | undefined,
  done: (reply: Reply | 'silent') => void,
): void {
  let answered: { readonly daemon: Daemon; readonly reply: Reply } | undefined
  let over = false
  let waitNoLonger = () => {}
  const finish = (reply: Reply | 'silent') => {
    if (over) return
    over = true
    waitNoLonger()
    done(reply)
  }
  const arrive = () => {
    const peer = reachPeer(world, tunnel)
    if (peer === undefined || over) return
    if (answered?.daemon !== peer.daemon) {
      const reply = answer(peer)
      answered = reply === undefined ? undefined : { daemon: peer.daemon, reply }
    }
    if (answered === undefined) return
    const { reply } = answered
    timers.after(latencyMilliseconds(world), () => {
      if (isPathUp(world, tunnel.localAddress, tunnel.remoteAddress)) finish(reply)
    })
  }
  const send = (tries: number) => {
    world.messages.after(latencyMilliseconds(world), arrive)
    waitNoLonger = timers.after(timeoutAfter(tries), () => {
      if (tries < retransmissions) send(tries + 1)
      else finish('silent')
    })
  }
  send(0)
}

/** A message that asks for no answer, such as a delete notification: it arrives once, or not at all. */
export function tell(world: World, tunnel: Tunnel, arrive: (peer: End) => void): void {
  world.messages.after(latencyMilliseconds(world), () => {
    const peer = reachPeer(world, tunnel)
    if (peer !== undefined) arrive(peer)
  })
}
