import { inspect } from 'node:util'
import { otherGuest } from './sample.ts'

interface Told {
  readonly name: string
  readonly nesting: number
  readonly skip?: string | boolean
  readonly details?: { readonly duration_ms: number; readonly error?: Error }
  readonly message?: string
}

interface Event {
  readonly type: string
  readonly data: Told
}

/** A line a test, as soon as it is over, and what failed in full. What was left out is counted at the end, with the reasons. */
export default async function* report(events: AsyncIterable<Event>): AsyncGenerator<string> {
  const leftOut = new Map<string, number>()
  let passed = 0
  let failed = 0
  for await (const { type, data } of events) {
    if (type === 'test:stdout') yield data.message ?? ''
    if (type !== 'test:pass' && type !== 'test:fail') continue
    const seconds = ((data.details?.duration_ms ?? 0) / 1000).toFixed(1).padStart(6)
    if (type === 'test:fail') {
      failed += 1
      yield `FAILED  ${seconds} s  ${data.name}\n${inspect(data.details?.error?.cause ?? data.details?.error)}\n`
    } else if (data.skip === undefined || data.skip === false) {
      passed += 1
      yield `ok      ${seconds} s  ${data.name}\n`
    } else leftOut.set(String(data.skip), (leftOut.get(String(data.skip)) ?? 0) + 1)
  }
  leftOut.delete(otherGuest)
  for (const [reason, count] of leftOut) yield `NOT TESTED HERE: ${count}, because ${reason}\n`
  yield `${passed} passed, ${failed} failed\n`
}
