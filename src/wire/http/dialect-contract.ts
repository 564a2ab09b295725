import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Dialect, Refusal } from './dialect.ts'
import type { HttpRequest, HttpResponse } from './message.ts'
import { openTestInstallation, type TestInstallation } from './testing/installation.ts'
import { arbitraryRequest } from './testing/signature-arbitraries.ts'

/** A request before it is signed. */
export interface SampleCall {
  readonly action: string
  readonly version: string
  readonly region: string | undefined
  readonly parameters: Readonly<Record<string, unknown>>
}

export interface Signer {
  readonly keyId: string
  readonly secret: string
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** One way in which the cloud's clients send a request. */
export interface RequestForm {
  readonly name: string
  /** Every call signs anew, with a nonce of its own where the form has one. */
  sign(call: SampleCall, signer: Signer): HttpRequest
  /** The same request as somebody without a key would send it. */
  unsigned(call: SampleCall): HttpRequest
  /** Why a request that is sent twice is answered twice; absent where its nonce forbids that. */
  readonly repeatable?: string
  /** A call whose parameters are all right but one, which is of the wrong type on this form's wire. */
  readonly wrongType: SampleCall
}

/** How the cloud tells an error. */
export interface ToldError {
  readonly status: number
  readonly code: string
}

export interface DialectSamples {
  readonly forms: readonly RequestForm[]
  /** A write that needs nothing to be there and is answered. */
  readonly good: SampleCall
  /** One of its parameters that it cannot be without. */
  readonly required: string
  /** A version that no operation has. */
  readonly unknownVersion: string
  /** What each of these must be told as. */
  readonly errors: Readonly<
    Record<
      | Exclude<
          Refusal,
          'throttled' | 'inactive-key' | 'token-mismatch' | 'token-expired' | 'dry-run' | 'unavailable' | 'internal'
        >
      | 'unsigned'
      | ParameterProblem,
      ToldError
    >
  >
  /** The codes, by their beginning, that the cloud's clients and Terraform's provider ask again after. */
  readonly retried: RegExp
  /** The cloud's form, read: undefined when the response is an answer. Throws when it is in no form of the cloud's. */
  readError(response: HttpResponse): ToldError | undefined
}

type ParameterProblem = 'unknown-parameter' | 'wrong-type' | 'missing-required'

type Provocation = keyof DialectSamples['errors']

interface Bench {
  readonly dialect: Dialect
  readonly installation: TestInstallation
  readonly form: RequestForm
  readonly samples: DialectSamples
}

const signerOf = ({ key, now }: TestInstallation): Signer => ({ keyId: key.id, secret: key.secret, now })

const without = (parameters: SampleCall['parameters'], name: string) =>
  Object.fromEntries(Object.entries(parameters).filter(([each]) => each !== name))

/** An action that is not offered, of the product that the good call asks. */
function unofferedBeside({ operations }: Dialect, { action, version }: SampleCall): readonly string[] {
  const service = [...operations.services].find((each) => operations.has(`${each} ${action}`) && each.endsWith(version))
  const beside = operations.unoffered.find((each) => each.service === service)
  return [beside?.service ?? '', beside?.action ?? '']
}

/** The request that provokes each refusal; the two that need more than one request are tested apart. */
function provoke(
  what: Exclude<Provocation, 'replayed' | 'body-too-large'>,
  { dialect, installation, form, samples }: Bench,
) {
  const { good } = samples
  const signer = signerOf(installation)
  const sign = (call: Partial<SampleCall>) => form.sign({ ...good, ...call }, signer)
  switch (what) {
    case 'unsigned':
      return form.unsigned(good)
    case 'signature-mismatch':
      return form.sign(good, { ...signer, secret: `${signer.secret}?` })
    case 'unknown-key':
      return form.sign(good, { ...signer, keyId: `${signer.keyId}X` })
    case 'expired':
      return form.sign(good, { ...signer, now: signer.now - 24 * 60 * 60 * 1000 })
    case 'unknown-action':
      return sign({ action: 'NoSuchAction' })
    case 'not-offered': {
      const [service = '', action = ''] = unofferedBeside(dialect, good)
      return sign({ action, version: service.split(' ')[1] ?? '' })
    }
    case 'unknown-version':
      return sign({ version: samples.unknownVersion })
    case 'missing-region':
      return sign({ region: undefined })
    case 'unknown-region':
      return sign({ region: 'atlantis-1' })
    case 'unknown-parameter':
      return sign({ parameters: { ...good.parameters, NoSuchParameter: 'x' } })
    case 'missing-required':
      return sign({ parameters: without(good.parameters, samples.required) })
    case 'wrong-type':
      return form.sign(form.wrongType, signer)
  }
}

async function assertRefused(bench: Bench, request: HttpRequest, expected: ToldError): Promise<void> {
  const { installation, samples } = bench
  const before = await installation.dump()
  const response = await installation.handle(request)
  assert.deepEqual(samples.readError(response), expected, response.body)
  assert.equal(await installation.dump(), before, 'a refused request left something stored')
}

function refusals(
  dialect: Dialect,
  open: () => Promise<TestInstallation>,
  form: RequestForm,
  samples: DialectSamples,
): void {
  for (const what of Object.keys(samples.errors) as Provocation[]) {
    if (what === 'replayed' || what === 'body-too-large') continue
    test(`${what} is ${samples.errors[what].code}`, async () => {
      await using installation = await open()
      const bench = { dialect, installation, form, samples }
      await assertRefused(bench, provoke(what, bench), samples.errors[what])
    })
  }
}

function answers(
  dialect: Dialect,
  open: () => Promise<TestInstallation>,
  form: RequestForm,
  samples: DialectSamples,
): void {
  test('a good request is answered and stored', async () => {
    await using installation = await open()
    const before = await installation.dump()
    const response = await installation.handle(form.sign(samples.good, signerOf(installation)))
    assert.equal(samples.readError(response), undefined, response.body)
    assert.notEqual(await installation.dump(), before)
  })

  const { repeatable } = form
  test(
    repeatable === undefined
      ? `a request that is replayed is ${samples.errors.replayed.code}`
      : `a request that is replayed: ${repeatable}`,
    async () => {
      await using installation = await open()
      const request = form.sign(samples.good, signerOf(installation))
      assert.equal(samples.readError(await installation.handle(request)), undefined)
      const bench = { dialect, installation, form, samples }
      if (repeatable === undefined) await assertRefused(bench, request, samples.errors.replayed)
      else assert.equal(samples.readError(await installation.handle(request)), undefined)
    },
  )
}

function hostileBytes(dialect: Dialect, open: () => Promise<TestInstallation>, samples: DialectSamples): void {
  test('property: every request is answered in the cloud’s form', async () => {
    await using installation = await open()
    const rights = samples.forms.map((form) => form.sign(samples.good, signerOf(installation)))
    const queries = rights.flatMap(({ rawQuery, body }) => [rawQuery, Buffer.from(body).toString('latin1')])
    const anyRequest = fc.oneof(...rights.map(({ headers }) => arbitraryRequest(headers, queries)))
    await fc.assert(
      fc.asyncProperty(anyRequest, async (request) => {
        const response = await installation.handle(request)
        samples.readError(response)
        assert.doesNotThrow(() => dialect.recognises(request))
        assert.equal(installation.answered.at(-1)?.cause, undefined)
      }),
      { numRuns: 500 },
    )
  })
}

function overLimit(open: () => Promise<TestInstallation>, samples: DialectSamples): void {
  test(`a body over the limit is ${samples.errors['body-too-large'].code}`, async () => {
    await using installation = await open()
    const [form] = samples.forms
    assert.ok(form)
    const response = installation.refuse(form.sign(samples.good, signerOf(installation)), 'body-too-large')
    assert.deepEqual(samples.readError(response), samples.errors['body-too-large'])
  })
}

function unoffered(dialect: Dialect, open: () => Promise<TestInstallation>, samples: DialectSamples): void {
  const expected = samples.errors['not-offered']
  test(`each action that is not offered is ${expected.code}, which no client asks again after`, async () => {
    assert.ok(expected.status < 500)
    assert.doesNotMatch(expected.code, samples.retried)
    const [form] = samples.forms
    assert.ok(form)
    await using installation = await open()
    for (const { service, action, why } of dialect.operations.unoffered) {
      const call = { ...samples.good, action, version: service.split(' ')[1] ?? '', parameters: {} }
      const response = await installation.handle(form.sign(call, signerOf(installation)))
      assert.deepEqual(samples.readError(response), expected, `${service} ${action}`)
      assert.ok(response.body.includes(why), response.body)
    }
  })
}

/** What every dialect must do, whatever its operations are: each refusal in the cloud's own words, and nothing stored. */
export function dialectContract(name: string, dialect: Dialect, samples: DialectSamples): void {
  const open = () => openTestInstallation(dialect)
  describe(`the dialect contract: ${name}`, () => {
    for (const form of samples.forms) {
      describe(form.name, () => {
        test('a request is recognised', () => {
          const signer = { keyId: 'k', secret: 's', now: 0 }
          assert.equal(dialect.recognises(form.sign(samples.good, signer)), true)
        })
        answers(dialect, open, form, samples)
        refusals(dialect, open, form, samples)
      })
    }
    overLimit(open, samples)
    unoffered(dialect, open, samples)
    hostileBytes(dialect, open, samples)
  })
}
