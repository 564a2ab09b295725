import type { Timers } from './timers.ts'
import { type Daemon, delayMilliseconds, type End, passes, reachPeer, type Tunnel, type World } from './world.ts'

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

/** How long a message is on its way to the tunnel's peer, or back. */
const latencyMilliseconds = (world: World, { localAddress, remoteAddress }: Tunnel, way: 'there' | 'back'): number => {
  const [from, to] = way === 'there' ? [localAddress, remoteAddress] : [remoteAddress, localAddress]
  return 1 + world.random.integer(2) + delayMilliseconds(world, from, to)
}

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
    const peer = reachPeer(world, tunnel, passes)
    if (peer === undefined || over) return
    if (answered?.daemon !== peer.daemon) {
      const reply = answer(peer)
      answered = reply === undefined ? undefined : { daemon: peer.daemon, reply }
    }
    if (answered === undefined) return
    const { reply } = answered
    timers.after(latencyMilliseconds(world, tunnel, 'back'), () => {
      if (passes(world, tunnel.remoteAddress, tunnel.localAddress)) finish(reply)
    })
  }
  const send = (tries: number) => {
    world.messages.after(latencyMilliseconds(world, tunnel, 'there'), arrive)
    waitNoLonger = timers.after(timeoutAfter(tries), () => {
      if (tries < retransmissions) send(tries + 1)
      else finish('silent')
    })
  }
  send(0)
}

/** A message that asks for no answer, such as a delete notification: it arrives once, or not at all. */
export function tell(world: World, tunnel: Tunnel, arrive: (peer: End) => void): void {
  world.messages.after(latencyMilliseconds(world, tunnel, 'there'), () => {
    const peer = reachPeer(world, tunnel, passes)
    if (peer !== undefined) arrive(peer)
  })
}
