/** What a Create or Modify is given changes what the data plane is to do, or its declaration says why it does not. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Operation } from '../../src/operations/operation.ts'
import { desiredGateway, desiredNetwork } from '../../src/reconcile/desired.ts'
import { readGatewaySnapshot } from '../../src/reconcile/gateway-snapshot.ts'
import type { StoreReader } from '../../src/store/port.ts'
import { operationFixture as alibaba } from '../../src/wire/alibaba/testing/operation-fixture.ts'
import type { CallContext } from '../../src/wire/http/context.ts'
import { ofOperation } from '../../src/wire/http/testing/asked.ts'
import { type OperationFixture, requestsOf } from '../../src/wire/http/testing/operation-fixture.ts'
import { type Place, placesOf } from '../../src/wire/http/testing/request-places.ts'
import { samplesOf, withSample } from '../../src/wire/http/testing/samples.ts'
import { operationFixture as tencent } from '../../src/wire/tencent/testing/operation-fixture.ts'

type Declared = Operation<CallContext>

/** Everything that the reconcilers would have the data plane do. */
async function desiredWorld(reader: StoreReader): Promise<string> {
  const desired: unknown[] = []
  for (const { kind, id } of await reader.everything()) {
    if (kind === 'network') {
      const network = await reader.get('network', id)
      const subnets = await reader.referencing(id, 'subnet')
      desired.push(network && desiredNetwork(network, subnets))
    }
    if (kind !== 'gateway' && kind !== 'router') continue
    const snapshot = await readGatewaySnapshot(reader, id)
    desired.push(snapshot && desiredGateway(snapshot, undefined))
  }
  return JSON.stringify(desired)
}

/** The world after a request with one of the samples in the place; undefined when there is no such, or it is refused. */
async function worldWith(
  fixture: OperationFixture,
  operation: Declared,
  place: Place,
  form: number,
  which: number,
): Promise<string | undefined> {
  await using client = await fixture.open()
  const good = (await requestsOf(fixture, operation)(client))[form]
  const sample = good && (await samplesOf(fixture, operation, place, client, good))[which]
  if (good === undefined || sample === undefined) return undefined
  const { sent } = withSample(operation, good, place, sample)
  const reply = await client.send(operation, sent)
  if (reply.code !== undefined) return undefined
  await client.installation.settle()
  await ofOperation(fixture.joined, operation)?.(client, sent, reply)
  return await client.installation.store.read(desiredWorld)
}

/** Whether two values of the place lead to two worlds, in any form of the request. */
async function changesWorld(fixture: OperationFixture, operation: Declared, place: Place): Promise<boolean> {
  await using client = await fixture.open()
  const forms = await requestsOf(fixture, operation)(client)
  for (const form of forms.keys()) {
    const one = await worldWith(fixture, operation, place, form, 0)
    const other = one === undefined ? undefined : await worldWith(fixture, operation, place, form, 1)
    if (other !== undefined && one !== other) return true
  }
  return false
}

const shown = async ({ operations }: OperationFixture): Promise<readonly Declared[]> =>
  (await operations.all()).filter(({ shownBy }) => shownBy !== undefined)

for (const [name, fixture] of Object.entries({ 'Alibaba Cloud': alibaba, 'Tencent Cloud': tencent })) {
  const operations = await shown(fixture)
  describe(name, () => {
    for (const operation of operations) {
      test(`${operation.action}: each field changes the desired data plane when it changes, or says why not`, async () => {
        const { idempotentBy, dryRunBy, shownBy } = operation
        const wrong: string[] = []
        for (const place of placesOf(operation.request)) {
          const { path, field, worldless } = place
          if (path === idempotentBy || path === dryRunBy || path === shownBy?.id || field.readBy !== undefined) continue
          const changes = await changesWorld(fixture, operation, place)
          if (changes && worldless !== undefined) wrong.push(`${path} is said to change nothing, and does`)
          if (!changes && worldless === undefined) wrong.push(`${path} changes nothing, and does not say why`)
        }
        assert.deepEqual(wrong, [])
      })
    }
  })
}
