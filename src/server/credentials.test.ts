/** Over HTTP: keys and accounts that are made, and switched off, while the server runs. */

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createSimulatedDataPlane } from '../dataplane/simulated/data-plane.ts'
import type { Ipv4Prefix } from '../domain/address.ts'
import { noSettings } from '../domain/setting.ts'
import { systemClock } from '../runtime/clock.ts'
import { systemRandom } from '../runtime/random.ts'
import type { AccessKey, Account } from '../store/port.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { encodeParameters, signV1 } from '../wire/alibaba/signature.ts'
import { createApiListener } from '../wire/http/listener.ts'
import { extras } from '../wire/tencent/extras.ts'
import { signTc3 } from '../wire/tencent/signature.ts'
import { startCore } from './core.ts'
import { dialects } from './dialects.ts'
import { ensureInstallation } from './installation.ts'

async function startListener() {
  const folder = mkdtempSync(join(tmpdir(), 'culvert-credentials-'))
  const store = await openSqliteStore({ folder, synchronous: 'off' })
  await ensureInstallation(store, systemRandom)
  const core = await startCore({
    store,
    plane: createSimulatedDataPlane({ clock: systemClock, random: systemRandom }),
    clock: systemClock,
    random: systemRandom,
    dialects,
    onAnswered: () => {},
    onReconcileFailure: (name, cause) => assert.fail(`${name}: ${String(cause)}`),
  })
  const api = createApiListener(core.pipeline)
  const address = await api.listen({ host: '127.0.0.1', port: 0 })
  return {
    store,
    address,
    async [Symbol.asyncDispose]() {
      await api.close()
      await core.stop()
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type Ask = (address: string, key: AccessKey) => Promise<string | undefined>

let nonces = 0

/** The code that the answer to a right request has, or undefined. */
const ask: Readonly<Record<'alibaba' | 'tencent', Ask>> = {
  async alibaba(address, { id, secret }) {
    nonces += 1
    const signed = signV1({
      method: 'GET',
      parameters: [
        ['Action', 'DescribeVpcs'],
        ['Version', '2016-04-28'],
        ['RegionId', 'cn-hangzhou'],
      ],
      keyId: id,
      secret,
      timestampMs: Date.now(),
      nonce: `${nonces}`,
    })
    const answer = await fetch(`${address}/?${encodeParameters(signed)}`)
    return ((await answer.json()) as { readonly Code?: string }).Code
  },
  async tencent(address, { id, secret }) {
    const body = Buffer.from('{}')
    const headers = signTc3({
      method: 'POST',
      host: new URL(address).host,
      body,
      service: 'vpc',
      action: 'DescribeVpcs',
      version: '2017-03-12',
      region: 'ap-guangzhou',
      keyId: id,
      secret,
      timestampMs: Date.now(),
    })
    const { host: _, ...sent } = headers
    const answer = await fetch(address, { method: 'POST', headers: sent, body })
    return ((await answer.json()) as { readonly Response: { readonly Error?: { readonly Code: string } } }).Response
      .Error?.Code
  },
}

const codes = {
  alibaba: { unknown: 'InvalidAccessKeyId.NotFound', inactive: 'InvalidAccessKeyId.Inactive' },
  tencent: { unknown: 'AuthFailure.SecretIdNotFound', inactive: 'AuthFailure.SecretIdNotFound' },
}

for (const dialect of ['alibaba', 'tencent'] as const) {
  test(`${dialect}: an access key of a new account is accepted from its commit until it is deactivated`, async () => {
    await using server = await startListener()
    const { store, address } = server
    const account: Account = {
      id: '1250000042',
      dialect,
      outerPool: '192.0.2.0/24' as Ipv4Prefix,
      extras: extras.account.write({ uin: '100000000042' }),
      settings: noSettings,
    }
    const key: AccessKey = { id: 'LTAInew', secret: 'a new secret', account: account.id, active: true, createdAt: 0 }
    const code = () => ask[dialect](address, key)
    assert.equal(await code(), codes[dialect].unknown)
    await store.write(async (transaction) => {
      await transaction.putAccount(account)
      await transaction.putAccessKey(key)
    })
    assert.equal(await code(), undefined)
    await store.write((transaction) => transaction.putAccessKey({ ...key, active: false }))
    assert.equal(await code(), codes[dialect].inactive)
    await store.write((transaction) => transaction.putAccessKey(key))
    assert.equal(await code(), undefined)
    await store.write((transaction) => transaction.putAccessKey({ ...key, secret: 'another' }))
    assert.match((await code()) ?? '', /SignatureDoesNotMatch|SignatureFailure/)
  })
}
