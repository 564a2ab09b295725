import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyFailureLog, type FailureLog, readLogEvent, withStanding } from './failures.ts'

/** Lines as charon 5.9.8 logged them at the initiator (`here`) and at the responder (`there`), without what says nothing. */
const cases: readonly {
  readonly title: string
  readonly here: readonly string[]
  readonly hereSays: string | undefined
  readonly there: readonly string[]
  readonly thereSays: string | undefined
}[] = [
  {
    title: 'IKEv2, a wrong pre-shared key',
    here: ["authentication of '192.0.2.1' (myself) with pre-shared key", 'received AUTHENTICATION_FAILED notify error'],
    hereSays: 'authentication-failed by remote',
    there: ["tried 1 shared key for '192.0.2.2' - '192.0.2.1', but MAC mismatched"],
    thereSays: 'authentication-failed by local',
  },
  {
    title: 'IKEv2, an identity that is not expected',
    here: ['received AUTHENTICATION_FAILED notify error'],
    hereSays: 'authentication-failed by remote',
    there: [
      'looking for peer configs matching 192.0.2.2[192.0.2.2]...192.0.2.1[192.0.2.1]',
      'no matching peer config found',
    ],
    thereSays: 'no-configuration by local',
  },
  {
    title: 'IKEv2, an IKE proposal that the responder does not have',
    here: ['received NO_PROPOSAL_CHOSEN notify error'],
    hereSays: 'no-proposal-chosen by remote',
    there: [
      'received proposals: IKE:AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024',
      'configured proposals: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048',
      'received proposals unacceptable',
    ],
    thereSays: 'no-proposal-chosen by local',
  },
  {
    title: 'IKEv2, a Child SA proposal that the responder does not have',
    here: [
      'IKE_SA t[7] established between 192.0.2.1[192.0.2.1]...192.0.2.2[192.0.2.2]',
      'received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built',
      'failed to establish CHILD_SA, keeping IKE_SA',
    ],
    hereSays: 'no-proposal-chosen by remote, child',
    there: ['no acceptable proposal found', 'failed to establish CHILD_SA, keeping IKE_SA'],
    thereSays: 'no-proposal-chosen by local, child',
  },
  {
    title: 'IKEv2, selectors that do not overlap',
    here: ['received TS_UNACCEPTABLE notify, no CHILD_SA built'],
    hereSays: 'selectors-unacceptable by remote, child',
    there: ['traffic selectors 10.2.0.0/24 === 10.1.0.0/24 unacceptable'],
    thereSays: 'selectors-unacceptable by local, child',
  },
  {
    title: 'no configuration for the addresses, or of the other version',
    here: ['received NO_PROPOSAL_CHOSEN notify error'],
    hereSays: 'no-proposal-chosen by remote',
    there: ['no IKE config found for 192.0.2.2...192.0.2.1, sending NO_PROPOSAL_CHOSEN'],
    thereSays: 'no-configuration by local',
  },
  {
    title: 'a peer that does not answer',
    here: ['retransmit 1 of request with message ID 0', 'giving up after 5 retransmits', 'peer not responding'],
    hereSays: 'peer-silent by remote',
    there: [],
    thereSays: undefined,
  },
  {
    title: 'IKEv1 main mode, a wrong pre-shared key',
    here: [
      'invalid HASH_V1 payload length, decryption failed?',
      'could not decrypt payloads',
      'message parsing failed',
      'ignore malformed INFORMATIONAL request',
      'INFORMATIONAL_V1 request with message ID 1219449648 processing failed',
      'sending retransmit 2 of request message ID 0, seq 3',
      'giving up after 5 retransmits',
    ],
    hereSays: 'authentication-failed by remote',
    there: [
      'could not decrypt payloads',
      'message parsing failed',
      'ID_PROT request with message ID 0 processing failed',
    ],
    thereSays: 'authentication-failed by local',
  },
  {
    title: 'IKEv1 main mode, an initiator identity that is not expected',
    here: ['received AUTHENTICATION_FAILED error notify'],
    hereSays: 'authentication-failed by remote',
    there: ['no peer config found'],
    thereSays: 'no-configuration by local',
  },
  {
    title: 'IKEv1, a responder identity that is not expected',
    here: ["IDir 'moon' does not match to '192.0.2.2'"],
    hereSays: 'authentication-failed by local',
    there: ['received DELETE for IKE_SA t[16]'],
    thereSays: undefined,
  },
  {
    title: 'IKEv1, a Child SA proposal that the responder does not have',
    here: [
      'IKE_SA t[7] established between 192.0.2.1[192.0.2.1]...192.0.2.2[192.0.2.2]',
      'received NO_PROPOSAL_CHOSEN error notify',
    ],
    hereSays: 'no-proposal-chosen by remote, child',
    there: ['no matching proposal found, sending NO_PROPOSAL_CHOSEN'],
    thereSays: 'no-proposal-chosen by local, child',
  },
  {
    title: 'IKEv1, an IKE proposal that the responder does not have',
    here: ['received NO_PROPOSAL_CHOSEN error notify'],
    hereSays: 'no-proposal-chosen by remote',
    there: ['no proposal found'],
    thereSays: 'no-proposal-chosen by local',
  },
  {
    title: 'IKEv1, selectors that do not match',
    here: ['received INVALID_ID_INFORMATION error notify'],
    hereSays: 'selectors-unacceptable by remote, child',
    there: ['no matching CHILD_SA config found for 10.1.0.0/24 === 10.2.0.0/24'],
    thereSays: 'selectors-unacceptable by local, child',
  },
  {
    title: 'IKEv1 aggressive mode, a wrong pre-shared key',
    here: ['calculated HASH does not match HASH payload'],
    hereSays: 'authentication-failed by local',
    there: ['queueing INFORMATIONAL_V1 request as tasks still active'],
    thereSays: undefined,
  },
  {
    title: 'IKEv1, aggressive mode at the initiator and main mode at the responder',
    here: ['received AUTHENTICATION_FAILED error notify'],
    hereSays: 'authentication-failed by remote',
    there: ['found 1 matching config, but none allows pre-shared key authentication using Main Mode'],
    thereSays: 'no-configuration by local',
  },
]

const read = (lines: readonly string[], attempt = '7', log: FailureLog = emptyFailureLog): FailureLog =>
  lines.reduce((before, msg) => readLogEvent(before, { group: 'IKE', msg, 'ikesa-uniqueid': attempt }, 1000), log)

/** The log of a tunnel that a Child SA has come up of. */
const upAgain: FailureLog = { ...emptyFailureLog, carried: true }

const says = ({ failure }: FailureLog): string | undefined =>
  failure === undefined
    ? undefined
    : `${failure.reason} by ${failure.refusedBy}${failure.phase === 'child' ? ', child' : ''}`

for (const { title, here, hereSays, there, thereSays } of cases) {
  test(`${title}: charon’s log gives the reason of both ends`, () => {
    assert.equal(says(read(here)), hereSays)
    assert.equal(says(read(there)), thereSays)
  })
}

test('a refused proposal is reported with the proposals received and configured', () => {
  const offered = 'IKE:AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024, IKE:AES_GCM_16_256/PRF_HMAC_SHA2_256/ECP_256'
  const lines = [`received proposals: ${offered}`, 'configured proposals: B', 'received proposals unacceptable']
  assert.deepEqual(read(lines).failure, {
    reason: 'no-proposal-chosen',
    refusedBy: 'local',
    phase: 'ike',
    detail: `received proposals unacceptable (received proposals: ${offered}; configured proposals: B)`,
    at: 1000,
    received: { proposals: ['aes128-sha1-modp1024', 'aes256gcm16-prfsha256-ecp256'] },
  })
})

test('a refused identity is reported with the peer’s identity, which a later bare AUTHENTICATION_FAILED does not replace', () => {
  const looking = 'looking for peer configs matching 192.0.2.2[192.0.2.2]...192.0.2.1[10.0.0.1]'
  const refused = read([looking, 'no matching peer config found'], '1')
  assert.equal(refused.failure?.detail, `no matching peer config found (${looking})`)
  assert.equal(read(['received AUTHENTICATION_FAILED notify error'], '2', refused).failure, refused.failure)
  const bare = { group: 'IKE', msg: 'received AUTHENTICATION_FAILED notify error', 'ikesa-uniqueid': '3' }
  assert.equal(says(readLogEvent(refused, bare, 61_000)), 'authentication-failed by remote')
  const key = "tried 1 shared key for '192.0.2.2' - '192.0.2.1', but MAC mismatched"
  assert.equal(read([looking, key], '2', refused).failure?.detail, key)
})

test('a failure is replaced by a newer one and cleared by a Child SA', () => {
  const refused = read(['received AUTHENTICATION_FAILED notify error'], '1')
  assert.equal(says(read(['received NO_PROPOSAL_CHOSEN notify error'], '2', refused)), 'no-proposal-chosen by remote')
  const silence = { group: 'IKE', msg: 'giving up after 5 retransmits', 'ikesa-uniqueid': '2' }
  assert.equal(says(readLogEvent(refused, silence, 61_000)), 'peer-silent by remote')
  assert.equal(readLogEvent(refused, silence, 60_999).failure, refused.failure)
  const up = 'CHILD_SA child-1{1} established with SPIs c627f3d3_i 6595ba94_o and TS 10.1.0.0/24 === 10.2.0.0/24'
  assert.deepEqual(read([up], '3', refused), upAgain)
})

test('the refusal of a Child SA stands when one comes up in the same IKE SA, and says that it may be of that one', () => {
  const up = 'CHILD_SA child-1{2} established with SPIs c627f3d3_i 6595ba94_o and TS 10.1.0.0/24 === 10.2.0.0/24'
  const refused = read(['received TS_UNACCEPTABLE notify, no CHILD_SA built'], '1')
  assert.deepEqual(read([up], '2', refused), upAgain)
  assert.deepEqual(read([`outbound ${up}`], '2', refused), upAgain)
  const answered = read([up], '1', refused)
  assert.deepEqual([says(answered), answered.answered], ['selectors-unacceptable by remote, child', true])
  const again = read(['received TS_UNACCEPTABLE notify, no CHILD_SA built'], '1', answered)
  assert.deepEqual([says(again), again.answered], ['selectors-unacceptable by remote, child', undefined])
  assert.deepEqual(read([up], '1', read(['unable to install IPsec policies'], '1')), upAgain)
})

test('aggressive mode that charon does not allow is no-configuration', () => {
  assert.equal(says(read(['Aggressive Mode PSK disabled for security reasons'])), 'no-configuration by local')
})

test('an error notify that is not known is the failure other, and a line without text none', () => {
  assert.equal(says(read(['received INVALID_SYNTAX notify error'])), 'other by remote')
  assert.equal(readLogEvent(emptyFailureLog, { group: 'IKE' }, 0), emptyFailureLog)
})

const established = 'IKE_SA t[7] established between 192.0.2.1[192.0.2.1]...192.0.2.2[192.0.2.2]'
const childUp = 'CHILD_SA child-1{1} established with SPIs c627f3d3_i 6595ba94_o and TS 10.1.0.0/16 === 10.2.0.0/16'

test('what a peer has sent of what is refused is read, and nothing of an attempt before', () => {
  const received = (...lines: readonly string[]) => read(lines).failure?.received
  const begun = 'parsed ID_PROT request 0 [ SA V V V V V ]'
  const looking = 'looking for pre-shared key peer configs matching 192.0.2.2...192.0.2.1[sun.example]'
  assert.deepEqual(received(begun, looking, 'no peer config found'), {
    ...{ version: 1, mode: 'main' },
    identity: 'sun.example',
  })
  const again = 'parsed IKE_SA_INIT request 0 [ SA KE No ]'
  assert.deepEqual(received(begun, looking, again, 'no IKE config found for 192.0.2.2...192.0.2.1, sending'), {
    version: 2,
  })
  const key = "tried 1 shared key for 'a' - 'b', but MAC mismatched"
  const both = 'looking for peer configs matching 192.0.2.2[moon]...192.0.2.1[sun]'
  assert.deepEqual(received(again, both, key), { expected: 'moon', identity: 'sun' })
  assert.deepEqual(received("IDir 'moon' does not match to '192.0.2.2'"), { identity: 'moon' })
  assert.deepEqual(received('traffic selectors 10.2.0.0/24 10.9.9.9 === 10.1.0.0/24 unacceptable'), {
    selectors: { local: ['10.2.0.0/24', '10.9.9.9/32'], remote: ['10.1.0.0/24'] },
  })
  assert.deepEqual(received('no matching CHILD_SA config found for 10.1.0.0/24 === 10.2.0.0/24'), {
    selectors: { local: ['10.2.0.0/24'], remote: ['10.1.0.0/24'] },
  })
  const esp = 'received proposals: ESP:AES_CBC_256/HMAC_SHA2_256_128/MODP_2048/NO_EXT_SEQ, ESP:CAMELLIA_CBC_128/NULL'
  assert.deepEqual(received(esp, 'no acceptable proposal found'), {
    proposals: ['aes256-sha256-modp2048', 'CAMELLIA_CBC_128-null'],
  })
})

test('a peer that had answered and falls silent is peer-dead, also after its IKE SA was rekeyed', () => {
  assert.equal(says(read([established, childUp, 'giving up after 5 retransmits'])), 'peer-dead by remote')
  const rekeyed = read(['IKE_SA t[8] rekeyed between 192.0.2.1[a]...192.0.2.2[b]'], '8', read([established, childUp]))
  assert.equal(says(read(['giving up after 5 retransmits'], '8', rekeyed)), 'peer-dead by remote')
  assert.equal(says(read(['giving up after 5 retransmits'], '9', rekeyed)), 'peer-silent by remote')
  assert.equal(says(read(['DPD check timed out, enforcing DPD action'])), 'peer-dead by remote')
})

test('the end of an IKE SA or Child SA that was up is noted beside the failure, until a Child SA comes up', () => {
  const ends = (...lines: readonly string[]) => read(lines).ending?.reason
  const gone = 'received DELETE for IKE_SA t[7]'
  assert.equal(ends(established, gone), undefined)
  assert.equal(ends(established, childUp, gone), 'ended-by-peer')
  assert.equal(ends(established, childUp, gone, childUp), undefined)
  const expired = 'closing expired CHILD_SA child-1{1} with SPIs 3ffbcbf0_i 2018e3b7_o and TS a === b'
  assert.equal(ends(established, childUp, expired), 'lifetime-ended')
  assert.equal(ends(established, childUp, 'received DELETE for ESP CHILD_SA with SPI 3ffbcbf0'), 'ended-by-peer')
  const replaced = read(['IKE_SA t[8] rekeyed between 192.0.2.1[a]...192.0.2.2[b]'], '8', read([established, childUp]))
  assert.equal(read([gone], '7', replaced).ending, undefined)
  assert.equal(read([gone], '7', withStanding(emptyFailureLog, '7')).ending?.reason, 'ended-by-peer')
})

test('a Child SA whose rekeying the peer refuses is said to be one that is there', () => {
  const refused = [established, childUp, 'received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built']
  assert.equal(read(refused).failure?.rekeying, undefined)
  assert.equal(read([...refused, 'CHILD_SA rekeying failed, trying again in 7 seconds']).failure?.rekeying, true)
})

test('what this end refused the peer with stands against the notification of the same, and not against another', () => {
  const offered = 'received proposals: IKE:AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024'
  const refused = read([offered, 'received proposals unacceptable'], '1')
  const echo = read(['received NO_PROPOSAL_CHOSEN notify error'], '2', refused)
  assert.equal(echo.failure, refused.failure)
  assert.equal(
    says(read(['received AUTHENTICATION_FAILED notify error'], '2', refused)),
    'authentication-failed by remote',
  )
  const inside = read(['received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built'], '2', refused)
  assert.equal(says(inside), 'no-proposal-chosen by remote, child')
})
