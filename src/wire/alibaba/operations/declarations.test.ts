/** What follows from the declarations: each is held to what it says of its own fields, and of the cloud's documents. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Field, Fields, WireType } from '../../../operations/decode.ts'
import { domainErrors } from '../errors.ts'
import { messages } from '../messages.ts'
import { openCaller, type Parameters } from '../testing/caller.ts'
import { producible } from '../testing/producible.ts'
import { operations } from './actions.ts'

const allOperations = await operations.all()

/** A value for each field that some operation requires; none of them needs to exist. */
const samples: Readonly<Record<string, unknown>> = {
  RegionId: 'cn-hangzhou',
  ZoneId: 'cn-hangzhou-h',
  CidrBlock: '10.0.0.0/24',
  VpcId: 'vpc-1',
  VSwitchId: 'vsw-1',
  IpAddress: '203.0.113.1',
  CustomerGatewayId: 'cgw-1',
  Bandwidth: 10,
  VpnGatewayId: 'vpn-1',
  LocalSubnet: '10.0.0.0/24',
  RemoteSubnet: '10.1.0.0/24',
  VpnConnectionId: 'vco-1',
  CenId: 'cen-1',
  TransitRouterId: 'tr-1',
  VpnId: 'vco-1',
  TransitRouterAttachmentId: 'tr-attach-1',
  Key: 'CenId',
  ZoneMappings: [{ ZoneId: 'cn-hangzhou-h', VSwitchId: 'vsw-1' }],
}

function complete(fields: Fields): Parameters {
  const names = Object.keys(fields).filter((name) => {
    const field = fields[name]
    return field?.use === 'used' && field.required
  })
  for (const name of names) assert.ok(name in samples, `samples, above, have none of ${name}`)
  return Object.fromEntries(names.map((name) => [name, samples[name]]))
}

interface Placed {
  readonly path: readonly string[]
  readonly field: Field
  /** What its own structure requires besides. */
  readonly beside: Parameters
  /** The code of the field around it, which its faults get when they have none of their own. */
  readonly around: string | undefined
  readonly inJson: boolean
}

function* walk(fields: Fields, path: readonly string[] = [], around?: string, inJson = false): Generator<Placed> {
  for (const [name, field] of Object.entries(fields)) {
    const here = [...path, name]
    yield { path: here, field, beside: path.length === 0 ? {} : complete(fields), around, inJson }
    if (field.use !== 'used' || field.type.members === undefined) continue
    const isJson = inJson || field.type.name === 'JSON in a string'
    yield* walk(
      field.type.members,
      field.type.name.startsWith('list') ? [...here, '1'] : here,
      field.code ?? around,
      isJson,
    )
  }
}

/** The request with a value at the path; structures around it are made, JSON text where it is declared. */
function placing(base: Parameters, { path, beside, inJson }: Placed, value: unknown): Parameters {
  const [head = '', ...rest] = path
  const nest = (segments: readonly string[]): unknown => {
    const [first, ...others] = segments
    if (first === undefined) return value
    if (first === '1') return [nest(others)]
    return others.length === 0 ? { ...beside, [first]: value } : { [first]: nest(others) }
  }
  const placed = nest(rest)
  return { ...base, [head]: inJson && rest.length > 0 ? JSON.stringify(placed) : placed }
}

const typeCodes = (type: WireType<unknown>): readonly string[] => type.codes ?? []

for (const operation of allOperations) {
  const { action } = operation
  const base = complete(operation.request)

  test(`${action}: says what each field that it does not use is for`, () => {
    for (const { path, field } of walk(operation.request)) {
      if (field.use !== 'used') assert.ok(field.reason.length > 10, path.join('.'))
    }
    assert.ok(operation.summary.endsWith('.') && operation.source.includes('Alibaba Cloud'))
  })

  test(`${action}: refuses a request without a required field, or with an unknown one`, async () => {
    await using caller = await openCaller()
    for (const name of Object.keys(base)) {
      const field = operation.request[name]
      const code = (field?.use === 'used' && field.missingCode) || 'MissingParameter'
      const { body } = await caller.refused(code, action, { ...base, [name]: '' })
      const told = `The input parameter "${name}" that is mandatory for processing this request is not supplied.`
      assert.equal(body.Message, told)
    }
    const { body } = await caller.refused('InvalidParameter', action, { ...base, NoSuchParameter: 'x' })
    assert.match(String(body.Message), /"NoSuchParameter"/)
  })

  test(`${action}: refuses a value of the wrong kind in each field`, async () => {
    await using caller = await openCaller()
    for (const placed of walk(operation.request)) {
      const { field, path } = placed
      if (field.use === 'ignored' || path[0] === 'RegionId' || field.type.wrong === undefined) continue
      const { body } = await caller.call(action, placing(base, placed, field.type.wrong))
      const own = field.use === 'used' ? [field.code, ...typeCodes(field.type)] : []
      const allowed = [...own, placed.around, 'InvalidParameter', 'MissingParameter.TunnelOptionsSpecification']
      assert.ok(allowed.includes(String(body.Code)), `${path.join('.')}: ${body.Code} ${body.Message}`)
    }
  })

  test(`${action}: refuses with its code what a field turns down, and lets pass what asks for nothing`, async () => {
    await using caller = await openCaller()
    for (const placed of walk(operation.request)) {
      const { field, path } = placed
      if (field.use !== 'refused') continue
      const asking = ['true', 'false', 'private', 'NationalStandard', '5', '{}', '[{}]', 'x'].find((value) => {
        const decoded = field.type.decode(/^[[{]/.test(value) ? JSON.parse(value) : value, {
          path: '',
          textOnly: true,
          firstIndex: 1,
        })
        return decoded.ok && !field.allow.includes(decoded.value)
      })
      assert.ok(asking !== undefined, path.join('.'))
      const code = field.code ?? placed.around ?? `OperationUnsupported.${path.at(-1)}`
      await caller.refused(code, action, placing(base, placed, asking))
      for (const value of field.allow) {
        const { body } = await caller.call(action, placing(base, placed, value))
        assert.notEqual(body.Code, code, `${path.join('.')} ${value}`)
      }
    }
  })
}

test('each code that a field or a rule is refused with has its words', () => {
  for (const operation of allOperations) {
    const ends = new Set(Object.values(operation.errors).map((each) => (each === true ? '' : each.code)))
    const words = Object.values(domainErrors).map(({ code }) => code)
    for (const code of producible(operation)) {
      const known =
        code in messages || ends.has(code) || words.includes(code) || code.startsWith('OperationUnsupported.')
      assert.ok(known, `${operation.action}: ${code}`)
    }
  }
})
