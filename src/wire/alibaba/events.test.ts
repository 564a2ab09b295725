import assert from 'node:assert/strict'
import { test } from 'node:test'
import { operationFixture } from './testing/operation-fixture.ts'

test('a write leaves an event that names what it has put', async () => {
  await using client = await operationFixture.open()
  const { body } = await client.send('CreateVpc', {})
  const [event] = await client.installation.store.read((reader) => reader.events(1))
  assert.deepEqual([event?.action, event?.resources], ['CreateVpc', [{ kind: 'network', id: body.VpcId }]])
})
