import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { AskedEnd, FoundEnd, ObservedWorkload } from '../../domain/workload.ts'
import { network, subnet } from '../../store/contract/samples.ts'
import { lab, open } from './testing/open.ts'

/** A subnet to plug into, on a machine that has all but `eth9`. */
async function openWithSubnet(t: TestContext) {
  const seen: { observed: ObservedWorkload } = { observed: {} }
  const findEnd = async (asked: AskedEnd): Promise<FoundEnd> => {
    if (asked.kind === 'device' && asked.device === 'eth9') return { reason: 'there is no device eth9 on this machine' }
    return { end: asked.kind === 'process' ? { ...asked, processStart: '17' } : asked }
  }
  const opened = await open(t, { lab: { ...lab, findEnd, observeWorkload: async () => seen.observed } })
  await opened.store.write(async (transaction) => {
    await transaction.put(network('n'))
    await transaction.put(subnet('s', 'n'))
  })
  const add = (body: object) => opened.ask('POST', '/v1/workloads', { subnet: 's', ...body })
  return { ...opened, seen, add }
}

test('workloads are shown in the words in which they were asked for, with what the world shows of them', async (t) => {
  const { ask, add, seen } = await openWithSubnet(t)
  const made = { interface: 'culvert0', mtu: 1500, routes: ['0.0.0.0/0'] }
  const cases = [
    [{ device: 'eth1' }, { device: 'eth1' }],
    [{ bridge: 'lab0' }, { bridge: 'lab0' }],
    [{ namespace: 'web' }, { namespace: 'web', ...made, address: '10.1.0.2' }],
    [
      { pid: 7, interface: 'eth1' },
      { pid: 7, ...made, interface: 'eth1', address: '10.1.0.3' },
    ],
    [{ namespaceFile: '/proc/8/ns/net' }, { pid: 8, ...made, address: '10.1.0.4' }],
    [
      { namespaceFile: '/run/docker/netns/0a', address: '10.1.9.9', routes: ['10.2.0.0/16'], mtu: 1400, name: 'db' },
      {
        ...{ namespaceFile: '/run/docker/netns/0a', interface: 'culvert0', mtu: 1400 },
        ...{ routes: ['10.2.0.0/16'], address: '10.1.9.9', name: 'db' },
      },
    ],
  ] as const
  for (const [body, expected] of cases) {
    const { status, json } = await add(body)
    const { id, ...rest } = json()
    assert.equal(status, 201)
    assert.deepEqual(rest, { name: '', subnet: 's', state: 'plugging', ...expected })
    assert.deepEqual((await ask('GET', `/v1/workloads/${id}`)).json(), json())
  }
  const states = async () =>
    (await ask('GET', '/v1/workloads?limit=1'))
      .json()
      .workloads.map((one: Record<string, unknown>) => [one.state, one.reason])
  seen.observed = { reason: 'there is no network namespace web' }
  assert.deepEqual(await states(), [['waiting', 'there is no network namespace web']])
  seen.observed = { failure: 'ip said no' }
  assert.deepEqual(await states(), [['waiting', 'ip said no']])
  seen.observed = { digest: 'whole' }
  assert.deepEqual(await states(), [['plugged', undefined]])
})

test('a workload that cannot be is refused with the reason, and nothing is stored', async (t) => {
  const { ask, add } = await openWithSubnet(t)
  const cases = [
    [404, 'subnet-not-found', { subnet: 'none', device: 'eth1' }],
    [409, 'workload-unfit', { device: 'eth9' }],
    [400, 'invalid-request', {}],
    [400, 'invalid-request', { device: 'eth1', bridge: 'lab0' }],
    [400, 'invalid-request', { device: 'eth1', address: '10.1.0.9' }],
    [400, 'invalid-request', { bridge: 'lab0', routes: [] }],
    [400, 'invalid-request', { device: 'a name with spaces' }],
    [400, 'invalid-request', { namespace: '../web' }],
    [400, 'invalid-request', { namespaceFile: '/proc/8/root/run/netns/web' }],
    [400, 'invalid-request', { namespaceFile: '/run/../proc/8/ns/net' }],
    [400, 'invalid-request', { namespaceFile: 'web' }],
    [400, 'invalid-request', { namespace: 'web', routes: ['10.2.0.1/16'] }],
    [400, 'invalid-request', { namespace: 'web', address: '10.1.0' }],
    [409, 'not-in-network', { namespace: 'web', address: '10.2.0.9' }],
    [409, 'address-in-use', { namespace: 'web', address: '10.1.0.1' }],
  ] as const
  for (const [status, code, body] of cases) {
    const answer = await add(body)
    assert.deepEqual([answer.status, answer.json().error.code], [status, code], JSON.stringify(body))
  }
  assert.deepEqual((await ask('GET', '/v1/workloads')).json(), { workloads: [], total: 0 })
})

test('what is plugged in is not plugged in twice, addresses are had once, and it leaves until the machine has it back', async (t) => {
  const { ask, add } = await openWithSubnet(t)
  await ask('POST', '/v1/hosts', { subnet: 's', address: '10.1.0.2' })
  const web = (await add({ namespace: 'web' })).json()
  assert.equal(web.address, '10.1.0.3', 'a host has the lowest')
  const codeOf = async (body: object) => (await add(body)).json().error?.code
  assert.equal(await codeOf({ namespace: 'web' }), 'workload-exists')
  assert.equal(await codeOf({ namespace: 'other', address: '10.1.0.2' }), 'address-in-use')
  assert.equal(await codeOf({ namespace: 'web', interface: 'second' }), undefined)
  await add({ device: 'eth1' })
  assert.equal(await codeOf({ device: 'eth1' }), 'workload-exists')
  const host = await ask('POST', '/v1/hosts', { subnet: 's', address: '10.1.0.3' })
  assert.equal(host.json().error.code, 'address-in-use')
  assert.equal((await ask('DELETE', `/v1/workloads/${web.id}`)).status, 204)
  assert.equal((await ask('GET', `/v1/workloads/${web.id}`)).json().state, 'leaving')
  assert.equal((await ask('DELETE', `/v1/workloads/${web.id}`)).status, 404)
  assert.equal(await codeOf({ namespace: 'web' }), 'workload-exists')
})
