import { writeFile } from 'node:fs/promises'
import type { Ipv4Prefix } from '../../domain/address.ts'
import type { Esp } from '../../domain/esp.ts'
import type { NegotiationFailure } from '../../domain/negotiation-failure.ts'
import type { ObservedTunnel } from '../../domain/observation.ts'
import type { Preflight } from '../../domain/preflight.ts'
import type { PreflightOptions, TunnelSpec } from '../port.ts'
import { PreflightImpossible } from '../preflight.ts'
import { answer, childNames, ended, forced, names } from './commands.ts'
import { findDuplicates, goesFirst } from './duplicates.ts'
import { emptyFailureLog, type FailureLog, readLogEvent, withoutFailure, withStanding } from './failures.ts'
import { type ObservedSas, observeSas, saNames, sections, text } from './observe-sas.ts'
import { endPreflight, isOfPreflight, preflight, preflightName, withoutPreflight } from './preflight.ts'
import { renderTunnel } from './render-connection.ts'
import { renderSettings } from './render-settings.ts'
import { formerIn, News, replaceSas } from './replacement.ts'
import { settingsIn, socketIn } from './start-daemon.ts'
import { isAddressSeen, readUnownedSelector } from './unowned-selector.ts'
import { ViciError } from './vici/error.ts'
import type { ViciMessage } from './vici/message.ts'
import { connect, type ViciSession, type ViciTimers } from './vici/session.ts'

/** Where the daemons' connections take the time from. */
export interface Time extends ViciTimers {
  /** Milliseconds since the epoch. */
  now(): number
}

export interface DaemonHooks {
  /** An SA came or went, a negotiation failed, or the daemon ended. */
  onChange(): void
  /** The daemon, which had answered, does so no more. */
  onLoss(reason: string): void
  /**
   * A Child SA could not be installed because the daemon's namespace owns no address inside this local selector. Once the
   * daemon has seen one that was added, what is missing is negotiated again.
   */
  onUnownedSelector(selector: Ipv4Prefix): void
}

/** What the daemon says of its tunnel. */
export type ObservedDaemon = Pick<ObservedTunnel, 'digest' | 'alive' | 'ikeSa' | 'childSas' | 'failure'>

const connectMs = 1000
/** How long to let the negotiation go on that is under way, before what could not be installed is negotiated again. */
const resumeMs = 50

/**
 * How long two IKE SAs may stand side by side before an end closes one: long enough that a rekeying, which makes such a
 * pair as well, is over, and longer at the end that leaves it to the other.
 */
const duplicateMs = { first: 1000, second: 3000 }

/** How long an end waits for the other that would start at once; a negotiation takes some tens of milliseconds. */
const courtesyMs = 300

const changes = ['ike-updown', 'ike-rekey', 'child-updown', 'child-rekey']

/** Whether the beginning of an IKE SA is put off, for a connection of `list-conns`. */
type Waits = (connection: ViciMessage) => boolean

const never: Waits = () => false

/**
 * One tunnel's daemon, by the folder that its socket is in. It may be there already, not yet, or no more: every call
 * finds out anew, and nothing of what is desired is kept here.
 */
export class IkeDaemon {
  readonly #folder: string
  readonly #esp: Esp
  readonly #time: Time
  readonly #hooks: DaemonHooks
  #sessions: Promise<Sessions> | undefined
  #failures: FailureLog = emptyFailureLog
  /** When IKE SAs were established, by their SPIs: the daemon tells an age in whole seconds, which would waver. */
  #established = new Map<string, number>()
  /** Since a Child SA could not be installed for want of an address in the daemon's namespace. */
  #waitsForAddress = false
  /** Ends with the last call that asked for a negotiation. */
  #initiating: Promise<void> = Promise.resolve()
  /** Whether it is waiting for the peer to start. */
  #isCourteous = false
  /** Whether it is going to look for SAs that are there twice. */
  #looksForDuplicates = false
  #isPreflighting = false
  readonly #news = new News()
  #closed = false

  constructor(folder: string, esp: Esp, time: Time, hooks: DaemonHooks) {
    this.#folder = folder
    this.#esp = esp
    this.#time = time
    this.#hooks = hooks
  }

  async observe(): Promise<ObservedDaemon> {
    try {
      const { commands } = await this.#connected()
      const [loaded, listed] = await Promise.all([
        commands.request('get-conns', {}, answer),
        commands.stream('list-sas', 'list-sa', {}, answer),
      ])
      // One that a server left behind that ended in the middle of it.
      if (!this.#isPreflighting && isOfPreflight(loaded, listed.items)) await endPreflight(commands)
      const connections = names(loaded, 'conns').filter((one) => one !== preflightName)
      // With none it has no configuration, with several it is half configured. What its SAs were made with counts more.
      const digest = connections.length === 1 ? (formerIn(listed.items, connections) ?? connections[0]) : undefined
      const seen = new Map<string, number>()
      const since = (spis: string, age: number | undefined): number | undefined => {
        const at = this.#established.get(spis) ?? (age === undefined ? undefined : this.#time.now() - age * 1000)
        if (at !== undefined) seen.set(spis, at)
        return at
      }
      // Events tell of them sooner; one that comes while they are looked for, or while nobody listens, does not come again.
      if (findDuplicates(withoutPreflight(listed.items)) !== undefined) this.#closeDuplicates()
      const sas = observeSas(listed.items, digest ?? '', since)
      const { ikeSa, childSas } = sas
      this.#established = seen
      const [only, ...others] = saNames(withoutPreflight(listed.items))
      const isUp = only !== undefined && others.length === 0 && childSas.length > 0
      if (isUp) this.#failures = withStanding(this.#failures, only.id)
      const failure = await this.#standingFailure(commands, sas)
      return {
        alive: true,
        childSas,
        ...(digest === undefined ? {} : { digest }),
        ...(ikeSa === undefined ? {} : { ikeSa }),
        ...(failure === undefined ? {} : { failure }),
      }
    } catch (error) {
      // `onLoss` tells why; what matters here is that it does not answer.
      if (!(error instanceof ViciError)) throw error
      return { alive: false, childSas: [] }
    }
  }

  /**
   * The refusal of a Child SA stands while one is missing: of those that came up since the log does not tell which it was.
   * What has ended counts where nothing took its place.
   */
  async #standingFailure(
    commands: ViciSession,
    { ikeSa, installed }: Pick<ObservedSas, 'ikeSa' | 'installed'>,
  ): Promise<NegotiationFailure | undefined> {
    const before = this.#failures
    const { failure, answered, ending } = before
    if (!answered && (failure !== undefined || ending === undefined)) return failure
    const { items } = await commands.stream('list-conns', 'list-conn', {}, answer)
    const children = withoutPreflight(items).flatMap((item) =>
      sections(item).flatMap(([, connection]) => childNames(connection)),
    )
    const isWhole = children.every((child) => installed.includes(child))
    if (isWhole && this.#failures === before) this.#failures = withoutFailure(before)
    if (failure !== undefined) return this.#failures.failure
    const isUp = ikeSa?.state === 'established' || ikeSa?.state === 'rekeying'
    return ending?.phase === 'ike' ? (isUp ? undefined : ending) : isWhole ? undefined : ending
  }

  /**
   * Makes the daemon run with this configuration and no other. SAs of others go on until those of this one are up, for so
   * long (`replacingMilliseconds`) at the most; then they end, at the peer too. Rejects with ViciError when the daemon does
   * not answer or refuses.
   */
  async configure(tunnel: TunnelSpec): Promise<void> {
    const { commands } = await this.#connected()
    const { name, loadConn, loadShared } = renderTunnel(tunnel, this.#esp)
    // Aggressive mode and the retransmissions are the daemon's and not the connection's; charon reads them anew for each SA.
    await writeFile(settingsIn(this.#folder), renderSettings(tunnel, socketIn(this.#folder), this.#esp), {
      mode: 0o600,
    })
    await commands.request('reload-settings', {}, answer)
    const connections = names(await commands.request('get-conns', {}, answer), 'conns')
    const keys = names(await commands.request('get-shared', {}, answer), 'keys')
    for (const other of connections.filter((one) => one !== name)) {
      await commands.request('unload-conn', { name: other }, answer)
    }
    for (const other of keys.filter((one) => one !== name)) {
      await commands.request('unload-shared', { id: other }, answer)
    }
    if (!connections.includes(name)) {
      this.#failures = emptyFailureLog
      await commands.request('load-shared', loadShared, answer)
      // Last, since it is what `observe` takes for the whole.
      await commands.request('load-conn', loadConn, answer)
    }
    const courtesy = goesFirst(tunnel.localAddress, tunnel.remoteAddress) ? 0 : courtesyMs
    await replaceSas({
      commands,
      name,
      connection: loadConn[name] as ViciMessage,
      courtesy: tunnel.startAction === 'none' ? undefined : courtesy,
      now: () => this.#time.now(),
      initiate: () => this.#initiate(never),
      news: (longest) => this.#news.next(this.#time, longest),
    })
  }

  /**
   * Starts to negotiate the children that have no SA, unless a negotiation is under way. Rejects with ViciError.
   *
   * In IKEv1 the end with the higher address lets the other go first for a moment: where both start at once charon
   * makes two of each SA, and hangs the Child SAs on IKE SAs that the ends disagree about, so that none can be closed
   * without the other. (IKEv2 needs no such courtesy: see `duplicates.ts`.)
   */
  async initiate(): Promise<void> {
    await this.#initiate((connection) => this.#letsGoFirst(connection))
  }

  #letsGoFirst(connection: ViciMessage): boolean {
    if (text(connection, 'version') !== 'IKEv1' || goesFirst(connection.local_addrs, connection.remote_addrs))
      return false
    if (this.#isCourteous) return true
    this.#isCourteous = true
    this.#time.after(courtesyMs, () => {
      this.#isCourteous = false
      this.#resume(never)
    })
    return true
  }

  /**
   * Gives whether it could: false while a negotiation is under way. `waits` may put an IKE SA's beginning off. One call
   * after the other: two that look at once would both find a child missing, and it would have two SAs.
   */
  #initiate(waits: Waits): Promise<boolean> {
    const turn = this.#initiating.then(() => this.#initiateMissing(waits))
    this.#initiating = turn.then(
      () => {},
      () => {},
    )
    return turn
  }

  async #initiateMissing(waits: Waits): Promise<boolean> {
    const { commands } = await this.#connected()
    const connections = await commands.stream('list-conns', 'list-conn', {}, answer)
    const [name, connection] = withoutPreflight(connections.items).flatMap((item) => sections(item))[0] ?? []
    if (name === undefined || connection === undefined) throw new Error(`${this.#folder}: not configured yet`)
    const { items } = await commands.stream('list-sas', 'list-sa', {}, answer)
    const { ikeSa, installed, negotiating } = observeSas(items, name, () => undefined)
    if (negotiating) return false
    if (ikeSa === undefined && waits(connection)) return true
    for (const child of childNames(connection).filter((one) => !installed.includes(one))) {
      await commands.request('initiate', { child, ike: name, timeout: '-1' }, answer)
    }
    return true
  }

  /** Negotiates what is missing once nothing else is under way. */
  #resume(waits: Waits): void {
    this.#initiate(waits).then(
      (done) => {
        if (!done) this.#time.after(resumeMs, () => this.#resume(waits))
      },
      // A daemon that does not answer has lost its SAs, and with them what was to be resumed.
      () => {},
    )
  }

  /**
   * Negotiates again what could not be installed. With it charon as a responder of IKEv1 has dropped what was being
   * negotiated beside it, without a word to the peer, which takes those Child SAs for installed: so the IKE SA ends, and
   * its Child SAs at both ends with it.
   */
  #beginAgain(): void {
    const end = async (): Promise<void> => {
      const { commands } = await this.#connected()
      const { items } = await commands.stream('list-sas', 'list-sa', {}, answer)
      for (const [, sa] of withoutPreflight(items).flatMap(sections)) {
        // One that the peer is beginning already is not of that time.
        if (text(sa, 'version') !== '1' || text(sa, 'state') !== 'ESTABLISHED') continue
        const id = text(sa, 'uniqueid')
        if (id !== undefined) await ended(commands, { 'ike-id': id, ...forced })
      }
      this.#resume((connection) => this.#letsGoFirst(connection))
    }
    // A daemon that does not answer has lost its SAs, and with them what was to be negotiated again.
    end().catch(() => {})
  }

  /** Closes, after a while, what is there twice because both ends started at once (`duplicates.ts`). */
  #closeDuplicates(): void {
    if (this.#looksForDuplicates || this.#closed) return
    this.#looksForDuplicates = true
    const look = async (waited: number): Promise<void> => {
      const { commands } = await this.#connected()
      const { items } = await commands.stream('list-sas', 'list-sa', {}, answer)
      const found = findDuplicates(withoutPreflight(items))
      if (found === undefined) return
      const wait = duplicateMs[found.first ? 'first' : 'second'] - waited
      if (wait > 0) {
        await new Promise<void>((resolve) => this.#time.after(wait, resolve))
        return look(waited + wait)
      }
      for (const end of found.ends) await ended(commands, { ...end, ...forced })
    }
    look(0)
      // A daemon that does not answer has lost its SAs.
      .catch(() => {})
      .finally(() => {
        this.#looksForDuplicates = false
      })
  }

  /** Tries the tunnel beside its SAs, as `DataPlane.preflight` says. Rejects with ViciError when the daemon ends meanwhile. */
  async preflight(tunnel: TunnelSpec, options: PreflightOptions): Promise<Preflight> {
    if (this.#isPreflighting) throw new PreflightImpossible('under-way')
    this.#isPreflighting = true
    try {
      const { commands } = await this.#connected().catch(() => {
        throw new PreflightImpossible('not-configured')
      })
      const open = () => connect(socketIn(this.#folder), { timeoutMs: connectMs, timers: this.#time })
      const observe = () => this.observe()
      return await preflight(tunnel, options, { commands, open, observe, esp: this.#esp, time: this.#time })
    } finally {
      this.#isPreflighting = false
    }
  }

  /** Lets go of the daemon, which goes on. */
  async close(): Promise<void> {
    this.#closed = true
    const sessions = await this.#sessions?.catch(() => undefined)
    await Promise.all([sessions?.commands.close(), sessions?.events.close()])
  }

  #connected(): Promise<Sessions> {
    if (this.#closed) return Promise.reject(new ViciError('closed', `${this.#folder} was let go of`))
    const forget = (): void => {
      if (this.#sessions === sessions) this.#sessions = undefined
    }
    const sessions = this.#sessions ?? this.#connect(forget)
    this.#sessions = sessions
    sessions.catch(forget)
    return sessions
  }

  async #connect(forget: () => void): Promise<Sessions> {
    const options = { timeoutMs: connectMs, timers: this.#time }
    const events = await connect(socketIn(this.#folder), options)
    try {
      for (const event of changes) await events.subscribe(event, () => this.#changed(event), answer)
      await events.subscribe('log', (message) => this.#read(message), answer)
      const commands = await connect(socketIn(this.#folder), options)
      // What ends one of them (the daemon, or an answer that came too late) makes the other useless.
      void events.closed.then((reason) => this.#lose(reason.message, commands, forget))
      void commands.closed.then(() => events.close())
      return { commands, events }
    } catch (error) {
      await events.close()
      throw error
    }
  }

  async #lose(reason: string, commands: ViciSession, forget: () => void): Promise<void> {
    forget()
    await commands.close()
    if (this.#closed) return
    this.#hooks.onLoss(reason)
    this.#hooks.onChange()
  }

  #read(message: ViciMessage): void {
    if (message['ikesa-name'] === preflightName) return
    this.#readSelectors(typeof message.msg === 'string' ? message.msg : '')
    const before: NegotiationFailure | undefined = this.#failures.failure
    this.#failures = readLogEvent(this.#failures, message, this.#time.now())
    if (this.#failures.failure !== before) this.#changed()
  }

  #readSelectors(line: string): void {
    const selector = readUnownedSelector(line)
    if (selector !== undefined) {
      this.#waitsForAddress = true
      this.#hooks.onUnownedSelector(selector)
    } else if (this.#waitsForAddress && isAddressSeen(line)) {
      this.#waitsForAddress = false
      this.#beginAgain()
    }
  }

  #changed(event?: string): void {
    this.#news.tell()
    if (this.#closed) return
    this.#hooks.onChange()
    if (event === 'ike-updown' || event === 'child-updown') this.#closeDuplicates()
  }
}

interface Sessions {
  readonly commands: ViciSession
  /** A session of its own, so that no command holds events up. */
  readonly events: ViciSession
}
