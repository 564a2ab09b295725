import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type TestContext, test } from 'node:test'
import type { DeviceConfigurationView } from '../../src/wire/native/device-configuration.ts'
import { atEnd, refused, refusedAsUsage, run } from './culvert.ts'

const view: DeviceConfigurationView = {
  connection: 'a/b',
  device: 'libreswan',
  files: [
    { name: 'ipsec.conf', text: 'config setup\n' },
    { name: 'ipsec.secrets', text: ': PSK "k"\n' },
  ],
  notes: [],
  missing: ['tunnel-number'],
}

/** An admin port that answers all alike, and keeps what it was asked for. */
async function admin(t: TestContext, status = 200, body: object = view) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  atEnd(t, () => server.close())
  const address = server.address()
  return { asked, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` }
}

for (const [args, expected] of [
  [['device-config'], /name the connection, or see --list/],
  [['device-config', 'c'], /--device: name one: see --list/],
  [['device-config', 'c', '--device', 'toaster'], /--device: there is no "toaster": see --list/],
  [['device-config', 'c', '--device', 'h3c', '--set', 'eth0'], /--set.*write NAME=VALUE/],
  [['device-config', 'c', '--device', 'bird', '--set', 'wan=eth0'], /--set: bird has no "wan", but local-networks/],
] as const) {
  test(`culvert ${args.join(' ')} is refused on one line, and ends with 2`, () => refusedAsUsage(args, expected))
}

test('device-config --list names each device, whether its output was executed, and what is to be set', async () => {
  const { code, stdout } = await run(['device-config', '--list'])
  assert.equal(code, 0)
  assert.match(stdout, /^strongswan +strongSwan, swanctl, 5\.9 +yes +wan-interface, /m)
  assert.match(stdout, /^cisco-ios +Cisco IOS, .* no +wan-interface, /m)
})

test('device-config prints each file under its name, says what is missing, and asks with what was set', async (t) => {
  const { asked, url } = await admin(t)
  const args = ['device-config', 'a/b', '--device', 'libreswan', '--admin', url]
  const all = await run([...args, '--set', 'remote-networks=10.1.0.0/16,10.2.0.0/16', '--without-key'])
  assert.equal(all.stdout, '==== ipsec.conf\nconfig setup\n\n==== ipsec.secrets\n: PSK "k"\n')
  assert.match(all.stderr, /to be filled in, with --set or by hand: tunnel-number/)
  assert.equal(all.code, 0)
  const path = '/v1/connections/a%2Fb/device-configuration'
  assert.deepEqual(asked, [`${path}?remote-networks=10.1.0.0%2F16%2C10.2.0.0%2F16&device=libreswan&showsKey=false`])
  const one = await run([...args, '--file', 'ipsec.secrets'])
  assert.equal(one.stdout, ': PSK "k"\n')
  assert.deepEqual(JSON.parse((await run([...args, '--json'])).stdout), view)
  const files = JSON.parse((await run([...args, '--json', '--file', 'ipsec.secrets'])).stdout).files
  assert.deepEqual(files, [{ name: 'ipsec.secrets', text: ': PSK "k"\n' }])
  await refusedAsUsage([...args, '--file', 'x'], /--file: there is no "x", but ipsec.conf, ipsec.secrets/)
})

test('device-config ends with 1 and all that the device cannot say, on one line', async (t) => {
  const error = { code: 'device-cannot-say', message: 'libreswan cannot say all of it: IKE group; IKE encryption' }
  const { url } = await admin(t, 409, { error })
  await refused(['device-config', 'c', '--device', 'libreswan', '--admin', url], /IKE group; IKE encryption/)
})
