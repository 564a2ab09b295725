import { readFile } from 'node:fs/promises'
import type { LearnedRoute, ObservedBgp, ObservedBgpSession } from '../../domain/bgp.ts'
import type { Clock } from '../../runtime/clock.ts'
import { digestBgp } from '../digest.ts'
import type { BgpSpec } from '../port.ts'
import { type ControlSession, connectControl } from './control-session.ts'
import { BirdError } from './error.ts'
import { emptyFailureLog, explain, type FailureLog, readLogMessage } from './failures.ts'
import {
  readBfd,
  readDigest,
  readLearned,
  readNextHops,
  readPrefixes,
  readSessions,
  type SessionState,
} from './observe.ts'
import { kernelProtocol, quote, renderBird } from './render.ts'
import type { Reply } from './reply-reader.ts'
import { droppedSince, readSignatureCounters, type SignatureCounters } from './signatures.ts'
import {
  acceptCandidate,
  configurationIn,
  logIn,
  readNetworkCounters,
  socketIn,
  writeCandidate,
} from './start-daemon.ts'

export interface RoutingHooks {
  /** A session came up or fell, its routes changed, or the daemon ended. */
  onChange(): void
  /** The daemon, which had answered, does so no more. */
  onLoss(reason: string): void
}

/** What the daemon tells; what the kernel has of it, the kernel tells. */
export type ObservedDaemon = Omit<ObservedBgp, 'installed'>

/** BIRD answers within milliseconds; more means that it hangs. */
const answerMs = 3000
/** How much of the log may wait to be sent; what is more is lost, and the next look sees what it was about. */
const echoBytes = 65_536
/** BIRD works the wall clock's time out anew for each answer, so that the same moment may differ by a little. */
const wobbleMs = 100
/** How long dropped segments explain a session that stays silent: it is tried every five seconds. */
const droppedForMs = 60_000

interface Sessions {
  readonly commands: ControlSession
  /** A session of its own: a log that comes in the middle of answers would hold them up. */
  readonly events: ControlSession
}

/**
 * One gateway's routing daemon, by the folder that its socket is in. It may be there already, not yet, or no more: every
 * call finds out anew, and nothing of what is desired is kept here.
 */
export class RoutingDaemon {
  readonly #folder: string
  readonly #time: Clock
  readonly #hooks: RoutingHooks
  #sessions: Promise<Sessions> | undefined
  #failures: FailureLog = emptyFailureLog
  /** By protocol. */
  readonly #since = new Map<string, number>()
  /** Before the first look nothing is known of, and all of it may be new. */
  #counters: SignatureCounters | undefined = { missing: 0, unexpected: 0, wrong: 0 }
  readonly #dropped = new Map<string, { readonly detail: string; readonly at: number }>()
  #closed = false

  constructor(folder: string, time: Clock, hooks: RoutingHooks) {
    this.#folder = folder
    this.#time = time
    this.#hooks = hooks
  }

  async observe(): Promise<ObservedDaemon> {
    try {
      const { commands } = await this.#connected()
      const [status, protocols, bfd, routes, exported] = await Promise.all([
        commands.ask('show status'),
        commands.ask('show protocols all'),
        askAnyway(commands, 'show bfd sessions'),
        askAnyway(commands, 'show route all'),
        askAnyway(commands, `show route export '${kernelProtocol}'`),
      ])
      const states = readSessions(protocols)
      await this.#countDropped(states)
      const paths = readBfd(bfd)
      const learned = readLearned(routes)
      const hops = readNextHops(exported)
      const sessions = await Promise.all(
        states.map(async (state) => {
          const advertised = state.state !== 'established' ? nothing : await askAnyway(commands, exportsOf(state))
          const known = learned.get(state.protocol) ?? []
          const received = known
            .toSorted((a, b) => (a.prefix < b.prefix ? -1 : 1))
            .map(
              (route): LearnedRoute => ({
                ...route,
                selected: hops.get(route.prefix)?.includes(state.neighborAddress) === true,
              }),
            )
          return this.#observeSession(state, paths.get(state.neighborAddress), received, advertised)
        }),
      )
      const digest = readDigest(status)
      return { alive: true, sessions, ...(digest === undefined ? {} : { digest }) }
    } catch (error) {
      // `onLoss` tells why; what matters here is that it does not answer.
      if (!(error instanceof BirdError)) throw error
      return { alive: false, sessions: [] }
    }
  }

  /**
   * Makes the daemon run with this and nothing else. Sessions whose neighbor stays as it was go on. Rejects, and leaves the
   * daemon as it is, when BIRD refuses it or has no words for it; rejects with BirdError when it does not answer.
   */
  async configure(spec: BgpSpec): Promise<void> {
    const configuration = renderBird(spec, logIn(this.#folder))
    const { commands } = await this.#connected()
    const holds = await readFile(configurationIn(this.#folder), 'utf8').catch(() => undefined)
    if (holds === configuration && readDigest(await commands.ask('show status')) === digestBgp(spec)) return
    const before = readSessions(await commands.ask('show protocols all'))
    const candidate = await writeCandidate(this.#folder, configuration)
    await commands.ask(`configure check ${quote(candidate)}`)
    await acceptCandidate(this.#folder)
    await commands.ask(`configure ${quote(configurationIn(this.#folder))}`)
    // BIRD holds a changed limit to what comes next only.
    for (const { protocol, limit, state } of readSessions(await commands.ask('show protocols all'))) {
      const earlier = before.find((one) => one.protocol === protocol)?.limit
      if (earlier === undefined || limit === undefined || earlier === limit || state !== 'established') continue
      await askAnyway(commands, `${limit > earlier ? 'reload in' : 'restart'} '${protocol}'`)
    }
  }

  /** Lets go of the daemon, which goes on. */
  async close(): Promise<void> {
    this.#closed = true
    const sessions = await this.#sessions?.catch(() => undefined)
    await Promise.all([sessions?.commands.close(), sessions?.events.close()])
  }

  #observeSession(
    { protocol, tunnel, state, lastError, isLimitHit, hasPassword: _, limit: __, ...told }: SessionState,
    bfd: ObservedBgpSession['bfd'],
    received: readonly LearnedRoute[],
    advertised: Reply,
  ): ObservedBgpSession {
    const isUp = state === 'established'
    const since = this.#steady(protocol, told.since)
    const now = this.#time.now()
    const dropped = this.#dropped.get(protocol)
    const evidence = dropped !== undefined && now - dropped.at < droppedForMs ? { dropped: dropped.detail } : {}
    const failure = isUp
      ? undefined
      : explain(this.#failures.get(protocol), lastError, now - since, { bfd, ...evidence })
    return {
      tunnel,
      state,
      ...told,
      since,
      // One that does not answer while the session is up has never answered.
      ...(bfd === undefined || (isUp && bfd === 'down') ? {} : { bfd }),
      ...(failure === undefined ? {} : { failure }),
      limitReached: isLimitHit,
      received,
      advertised: readPrefixes(advertised).toSorted(),
    }
  }

  #steady(protocol: string, since: number): number {
    const known = this.#since.get(protocol)
    if (known !== undefined && Math.abs(known - since) < wobbleMs) return known
    this.#since.set(protocol, since)
    return since
  }

  /** Looks at what the kernel has dropped since the last look, while a session is silent. */
  async #countDropped(states: readonly SessionState[]): Promise<void> {
    const waiting = states.filter(({ state }) => state === 'connect' || state === 'active')
    for (const { protocol, state } of states) if (state === 'established') this.#dropped.delete(protocol)
    const before = this.#counters
    this.#counters = readSignatureCounters(await readNetworkCounters(this.#folder).catch(() => ''))
    for (const { protocol, hasPassword } of waiting) {
      const detail = droppedSince(before, this.#counters, hasPassword)
      if (detail !== undefined) this.#dropped.set(protocol, { detail, at: this.#time.now() })
    }
  }

  #connected(): Promise<Sessions> {
    if (this.#closed) return Promise.reject(new BirdError('closed', `${this.#folder} was let go of`))
    const forget = (): void => {
      if (this.#sessions === sessions) this.#sessions = undefined
    }
    const sessions = this.#sessions ?? this.#connect(forget)
    this.#sessions = sessions
    sessions.catch(forget)
    return sessions
  }

  async #connect(forget: () => void): Promise<Sessions> {
    const options = { timers: this.#time, timeoutMs: answerMs }
    const onMessage = (message: string): void => this.#read(message)
    const events = await connectControl(socketIn(this.#folder), { ...options, onMessage })
    try {
      await events.ask(`echo all ${echoBytes}`)
      const commands = await connectControl(socketIn(this.#folder), options)
      void events.closed.then((reason) => this.#lose(reason.message, commands, forget))
      void commands.closed.then(() => events.close())
      return { commands, events }
    } catch (error) {
      await events.close()
      throw error
    }
  }

  async #lose(reason: string, commands: ControlSession, forget: () => void): Promise<void> {
    forget()
    await commands.close()
    this.#failures = emptyFailureLog
    if (this.#closed) return
    this.#hooks.onLoss(reason)
    this.#hooks.onChange()
  }

  #read(message: string): void {
    const { log, isNews } = readLogMessage(this.#failures, message, this.#time.now())
    this.#failures = log
    if (isNews && !this.#closed) this.#hooks.onChange()
  }
}

const nothing: Reply = { code: 0, lines: [] }

const exportsOf = ({ protocol }: SessionState): string => `show route export '${protocol}'`

/** What is refused is about something that is not there any more, or not yet. */
const askAnyway = (commands: ControlSession, command: string): Promise<Reply> =>
  commands.ask(command).catch((error: unknown) => {
    if (error instanceof BirdError && error.kind === 'refused') return nothing
    throw error
  })
