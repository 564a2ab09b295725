import type { NativeClient } from '../wire/native/client.ts'
import { DemoFailed } from './failure.ts'
import type { Steps } from './steps.ts'
import { done, seen } from './until.ts'

export const lab = 'Lab'

export interface Host {
  readonly id: string
  readonly address: string
}

export async function makeHost(
  native: NativeClient,
  steps: Steps,
  spec: { readonly name: string; readonly address: string; readonly subnet?: string },
): Promise<Host> {
  const id = await steps.make(lab, {
    what: `host ${spec.name}`,
    detail: spec.address,
    ready: 'ready',
    create: async () => (await native.addHost(spec)).id,
    look: async (host) => {
      const found = await native.host(host)
      return found && (found.ready ? 'ready' : 'not ready yet')
    },
    remove: (host) => native.removeHost(host),
  })
  return { id, address: spec.address }
}

/** Rejects when the demo is interrupted: a measurement takes seconds. */
async function unlessInterrupted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  signal.throwIfAborted()
  const { promise, reject } = Promise.withResolvers<never>()
  const stop = () => reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** A ping that has to get no answer. */
export async function showNoReply(native: NativeClient, steps: Steps, from: Host, to: Host, when: string) {
  const ping = async () => {
    const body = { target: to.address, count: 2, timeoutMs: 400 }
    const answer = await unlessInterrupted(steps.signal, native.ping(from.id, body))
    if (answer.received > 0) throw new DemoFailed(`${to.address} answered, with no tunnel to it`)
    return answer
  }
  return steps.step(lab, `ping ${from.address} → ${to.address}`, ping, ({ sent, received }) => {
    return `${received} of ${sent} answered: ${when}`
  })
}

/** A ping that has to be answered in full; the routes into a new tunnel may come a moment after it. */
export async function showReplies(native: NativeClient, steps: Steps, from: Host, to: Host) {
  const ping = () =>
    steps.until(`${to.address} answers`, async () => {
      const body = { target: to.address, count: 3, timeoutMs: 1000 }
      const answer = await unlessInterrupted(steps.signal, native.ping(from.id, body))
      return answer.received === answer.sent ? done(answer) : seen(`${answer.received} of ${answer.sent} answered`)
    })
  return steps.step(lab, `ping ${from.address} → ${to.address}`, ping, (answer) => {
    const average = answer.averageMilliseconds
    return `${answer.received} of ${answer.sent} answered${average === undefined ? '' : `, ${average.toFixed(1)} ms`}`
  })
}

export const showRate = (bitsPerSecond: number): string =>
  bitsPerSecond >= 1e9 ? `${(bitsPerSecond / 1e9).toFixed(2)} Gbit/s` : `${Math.round(bitsPerSecond / 1e6)} Mbit/s`

export async function measure(
  native: NativeClient,
  steps: Steps,
  measurement: {
    readonly what: string
    readonly from: Host
    readonly to: Host
    readonly seconds: number
    readonly note: string
  },
): Promise<number> {
  const { what, from, to, seconds, note } = measurement
  const { bitsPerSecond } = await steps.step(
    lab,
    what,
    () => unlessInterrupted(steps.signal, native.throughput(from.id, { to: to.id, seconds })),
    (answer) => `${showRate(answer.bitsPerSecond)}${note}`,
  )
  return bitsPerSecond
}
