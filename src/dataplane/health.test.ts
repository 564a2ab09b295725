import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Ipv4Address } from '../domain/address.ts'
import type { HealthCheck } from '../domain/health-check.ts'
import { createVirtualClock } from '../runtime/virtual-clock.ts'
import { type HealthRecord, judge, noProbes, observedHealth, Probes } from './health.ts'

const outcomes = fc.array(fc.boolean(), { maxLength: 200 })
const threshold = fc.integer({ min: 1, max: 8 })

const after = (answers: readonly boolean[], limit: number, way: Pick<HealthCheck, 'way'> = {}): HealthRecord =>
  answers.reduce((record, answered, at) => judge(record, answered, { threshold: limit, ...way }, at), noProbes)

/** The same said of the whole sequence at once: where the verdict turns, and to what. */
function turns(answers: readonly boolean[], limit: number): { passes: boolean; since: number }[] {
  const found: { passes: boolean; since: number }[] = []
  answers.forEach((answered, at) => {
    const before = found.at(-1)
    const row = answers.slice(Math.max(0, at + 1 - limit), at + 1)
    const unanimous = row.length === limit && row.every((one) => one === answered)
    if (before === undefined ? answered || unanimous : before.passes !== answered && unanimous) {
      found.push({ passes: answered, since: at })
    }
  })
  return found
}

test('a verdict turns after as many probes in a row as the threshold says, and the first one comes with the first answer', () => {
  fc.assert(
    fc.property(outcomes, threshold, (answers, limit) => {
      const expected = turns(answers, limit)
      const { verdict, history, sent, answered } = after(answers, limit)
      assert.deepEqual(verdict, expected.at(-1))
      assert.deepEqual(history, expected.slice(0, -1).toReversed().slice(0, 10))
      assert.equal(sent, answers.length)
      assert.equal(answered, answers.filter(Boolean).length)
    }),
  )
})

test('probes past the tunnel are judged alike from the first answer on, and say nothing before', () => {
  fc.assert(
    fc.property(outcomes, threshold, (answers, limit) => {
      const first = answers.indexOf(true)
      const { verdict } = after(answers, limit, { way: 'outside' })
      const known = first === -1 ? undefined : after(answers.slice(first), limit).verdict
      assert.equal(verdict?.passes, known?.passes)
    }),
  )
})

test('fewer misses in a row than the threshold never make a tunnel fail', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2), { maxLength: 60 }), (gaps) => {
      const answers = [true, ...gaps.flatMap((misses) => [...Array.from({ length: misses }, () => false), true])]
      assert.deepEqual(after(answers, 3).verdict, { passes: true, since: 0 })
    }),
  )
})

test('what is told of a record has the digest of its check, and nothing before the first verdict', () => {
  assert.deepEqual(observedHealth(noProbes, 'd'), { digest: 'd', sent: 0, answered: 0, history: [] })
})

const check: HealthCheck = {
  source: '10.1.0.1' as Ipv4Address,
  destination: '10.2.0.1' as Ipv4Address,
  intervalMilliseconds: 100,
  timeoutMilliseconds: 250,
  threshold: 3,
  onFailure: 'withdraw',
}

/** Each probe with when its answer comes after it was sent, if one comes, as they are judged. */
function probing(delays: readonly (number | undefined)[]): boolean[] {
  const clock = createVirtualClock(0)
  const judged: boolean[] = []
  const probes = new Probes(check, clock, noProbes, ({ run }) => judged.push(run.answered))
  delays.forEach((delay, probe) => {
    clock.after(probe * check.intervalMilliseconds, () => {
      probes.sent(probe)
      if (delay !== undefined) clock.after(delay, () => probes.answered(probe, delay))
    })
  })
  while (clock.runNext());
  return judged
}

test('probes are judged in the order in which they were sent, each by whether its answer came in time', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(600), { nil: undefined }), { maxLength: 40 }), (delays) => {
      const inTime = delays.map((delay) => delay !== undefined && delay <= check.timeoutMilliseconds)
      // At the very moment both may be first.
      const judged = probing(delays.map((delay) => (delay === check.timeoutMilliseconds ? delay - 1 : delay)))
      assert.deepEqual(judged, inTime)
    }),
  )
})

test('a check that has stopped judges nothing any more, whatever answers still come', () => {
  const clock = createVirtualClock(0)
  const probes = new Probes(check, clock, noProbes, () => assert.fail('judged'))
  probes.sent(1)
  probes.stop()
  probes.answered(1, 10)
  assert.equal(clock.pending(), 0)
})
