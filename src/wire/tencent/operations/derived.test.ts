/** What follows from the declarations alone: required fields, types, names. One test a field. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Field, Fields } from '../../../operations/decode.ts'
import { type Answer, answerTo, openTestClient, tc3Request } from '../testing/client.ts'
import { operations } from './actions.ts'

const allOperations = await operations.all()

type Tree = Readonly<Record<string, unknown>>

/** Values that are right for themselves, for what every operation cannot be without. */
const right: Tree = {
  VpcId: 'vpc-00000000',
  VpcName: 'n',
  CidrBlock: '10.1.0.0/16',
  SubnetId: 'subnet-00000000',
  SubnetName: 'n',
  Zone: 'ap-guangzhou-1',
  CustomerGatewayId: 'cgw-00000000',
  CustomerGatewayName: 'n',
  IpAddress: '198.51.100.1',
  VpnGatewayId: 'vpngw-00000000',
  VpnGatewayName: 'n',
  InternetMaxBandwidthOut: 5,
  VpnConnectionId: 'vpnx-00000000',
  VpnConnectionName: 'n',
  PreShareKey: 'k',
  TaskId: 't',
  Key: 'k',
  Name: 'vpc-id',
  Values: ['vpc-00000000'],
  LocalCidrBlock: '10.1.0.0/24',
  RemoteCidrBlock: ['192.168.0.0/24'],
  TunnelCidr: '169.254.128.0/30',
  LocalBgpIp: '169.254.128.1',
  RemoteBgpIp: '169.254.128.2',
  DestinationCidrBlock: '192.168.0.0/24',
}

const isRequired = (field: Field): boolean => field.use === 'used' && field.required

const requiredOf = (fields: Fields): Tree =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => (isRequired(field) ? [[name, right[name]]] : [])),
  )

/** A field, the path that an error must name, and the whole parameters with some value in its place. */
interface Spot {
  readonly path: string
  readonly field: Field
  put(value: unknown): Tree
}

function spots(fields: Fields): readonly Spot[] {
  return Object.entries(fields).flatMap(([name, field]): readonly Spot[] => {
    const put = (value: unknown): Tree => ({ ...requiredOf(fields), [name]: value })
    const here: Spot = { path: name, field, put }
    const type = field.use === 'ignored' ? undefined : field.type
    if (type?.members === undefined) return [here]
    const isList = type.name.startsWith('list')
    const inner = spots(type.members).map((spot) => ({
      path: `${name}${isList ? '.0' : ''}.${spot.path}`,
      field: spot.field,
      put: (value: unknown) => put(isList ? [spot.put(value)] : spot.put(value)),
    }))
    return [here, ...inner]
  })
}

async function refused(action: string, parameters: unknown): Promise<Answer['Error']> {
  await using client = await openTestClient()
  const { installation } = client
  const before = await installation.dump()
  const { Error: error } = await answerTo(installation, tc3Request(installation, { action, parameters }))
  assert.equal(await installation.dump(), before, 'a refused request left something stored')
  return error
}

for (const { action, request } of allOperations) {
  describe(action, () => {
    test('a parameter that it does not have is UnknownParameter', async () => {
      assert.deepEqual(await refused(action, { ...requiredOf(request), NoSuch: 'x' }), {
        Code: 'UnknownParameter',
        Message: 'The parameter `NoSuch` is not recognized.',
      })
    })

    for (const { path, field, put } of spots(request)) {
      if (isRequired(field)) {
        test(`without ${path} it is MissingParameter`, async () => {
          assert.deepEqual(await refused(action, put(undefined)), {
            Code: 'MissingParameter',
            Message: `The request is missing a required parameter \`${path}\`.`,
          })
        })
      }
      if (field.use === 'ignored') continue
      test(`${path} of the wrong type is InvalidParameter`, async () => {
        assert.notEqual(field.type.wrong, undefined)
        assert.deepEqual(await refused(action, put(field.type.wrong)), {
          Code: 'InvalidParameter',
          Message: `The value type of parameter \`${path}\` is not valid.`,
        })
      })
    }
  })
}
