import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { encryptionAlgorithms, integrityAlgorithms, keyExchangeGroups } from '../domain/ike.ts'
import { libreswan } from './devices/libreswan.ts'
import type { PeerTunnel } from './peer.ts'
import { renderPeer } from './render.ts'
import { aPeer, aTunnel, cases } from './testing/cases.ts'
import { inputsOf } from './testing/goldens.ts'
import { libreswanPrograms } from './testing/libreswan.ts'

const programs = await libreswanPrograms()

const configurationOf = (peer: ReturnType<typeof aPeer>): string | undefined => {
  const rendered = renderPeer(libreswan, peer, { inputs: inputsOf(libreswan) })
  return rendered.ok ? rendered.value.files.find(({ name }) => name === 'ipsec.conf')?.text : undefined
}

/** A file with the text, until the test ends. */
async function written(t: TestContext, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'culvert-libreswan-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'ipsec.conf'), text)
  return join(folder, 'ipsec.conf')
}

test('libreswan finds nothing wrong with what is written for it, and would with a word that it has not', async (t) => {
  if (typeof programs === 'string') return t.skip(programs)
  const texts = cases.flatMap(({ peer }) => configurationOf(peer) ?? [])
  assert.ok(texts.length > 5)
  for (const text of texts) {
    await programs.run('addconn', '--config', await written(t, text), '--checkconfig')
    const wrong = await written(t, text.replace('rightid=', 'rightname='))
    await assert.rejects(programs.run('addconn', '--config', wrong, '--checkconfig'))
  }
})

/** What is written of the algorithms of a tunnel: "ike=…" and "esp=…". */
function proposalsOf(tunnel: Partial<PeerTunnel>): readonly string[] {
  const text = configurationOf(aPeer(tunnel))
  return text === undefined ? [] : [...text.matchAll(/^ *((?:ike|esp)=.*)$/gm)].map(([, line = '']) => line)
}

test('libreswan has every algorithm that it is told', async (t) => {
  if (typeof programs === 'string') return t.skip(programs)
  const usual = aTunnel.proposal
  const proposals = [
    ...encryptionAlgorithms.map((encryption) => ({ ...usual, encryption })),
    ...integrityAlgorithms.map((integrity) => ({ ...usual, integrity })),
    ...keyExchangeGroups.map((keyExchange) => ({ ...usual, keyExchange })),
  ]
  for (const version of [1, 2] as const) {
    const lines = proposals.flatMap((proposal) => [
      ...proposalsOf({ version, proposal }),
      ...proposalsOf({ version, child: { proposal, lifetimeSeconds: 3600 } }),
    ])
    assert.ok(lines.length > 50)
    for (const line of new Set(lines)) await programs.run('algparse', `-v${version}`, line)
  }
  await assert.rejects(programs.run('algparse', '-v2', 'esp=aes999-sha1'))
})
