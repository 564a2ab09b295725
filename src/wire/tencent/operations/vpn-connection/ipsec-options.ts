/** IPSECOptionsSpecification, Tencent Cloud VPC API 2017-03-12, "Data Types". */
import type { TunnelPatch } from '../../../../commands/tunnel-patch.ts'
import type {
  ChildParameters,
  EncryptionAlgorithm,
  IntegrityAlgorithm,
  KeyExchangeGroup,
} from '../../../../domain/ike.ts'
import { defaultsOf, type Values } from '../../../../operations/decode.ts'
import { optional, withDefault } from '../../../../operations/field.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import { keyExchangeByNumber } from './ike-options.ts'
import { type Words, wordFor } from './words.ts'

export const encryptions: Words<EncryptionAlgorithm> = {
  '3DES-CBC': '3des',
  'AES-CBC-128': 'aes128',
  'AES-CBC-192': 'aes192',
  'AES-CBC-256': 'aes256',
  'DES-CBC': 'des',
  NULL: 'null',
  AES128GCM128: 'aes128gcm16',
  AES192GCM128: 'aes192gcm16',
  AES256GCM128: 'aes256gcm16',
  SM4: 'sm4',
}

export const integrities: Words<IntegrityAlgorithm> = {
  MD5: 'md5',
  SHA1: 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
  SM3: 'sm3',
}

export const noForwardSecrecy = 'NULL'

export const groups: Words<KeyExchangeGroup | typeof noForwardSecrecy> = {
  [noForwardSecrecy]: noForwardSecrecy,
  ...Object.fromEntries(Object.entries(keyExchangeByNumber).map(([number, group]) => [`DH-GROUP${number}`, group])),
}

const types = {
  EncryptAlgorithm: t.oneOf(encryptions),
  IntegrityAlgorithm: t.oneOf(integrities),
  IPSECSaLifetimeSeconds: t.integerBetween(180, 604_800),
  PfsDhGroup: t.oneOf(groups),
  IPSECSaLifetimeTraffic: t.integerBetween(2560, 4_294_967_295),
}

const integrityFields = {
  IntegrityAlgorith: optional(types.IntegrityAlgorithm, {
    defaultText: 'SHA1',
    note: 'Misspelt as in the cloud’s document; every client sends it so.',
  }),
  IntegrityAlgorithm: optional(types.IntegrityAlgorithm, { note: 'The same, spelt right.' }),
}

const createFields = {
  EncryptAlgorithm: withDefault(types.EncryptAlgorithm, 'aes128', {
    defaultText: 'AES-CBC-128',
    note: 'SM4, and SM3 for integrity, need a data plane that has them.',
  }),
  ...integrityFields,
  IPSECSaLifetimeSeconds: withDefault(types.IPSECSaLifetimeSeconds, 14_400),
  PfsDhGroup: withDefault(types.PfsDhGroup, noForwardSecrecy),
  IPSECSaLifetimeTraffic: withDefault(types.IPSECSaLifetimeTraffic, 4_096_000_000, {
    note: 'In KB.',
  }),
}

const modifyFields = {
  EncryptAlgorithm: optional(types.EncryptAlgorithm),
  ...integrityFields,
  IPSECSaLifetimeSeconds: optional(types.IPSECSaLifetimeSeconds),
  PfsDhGroup: optional(types.PfsDhGroup),
  IPSECSaLifetimeTraffic: optional(types.IPSECSaLifetimeTraffic),
}

export type IpsecOptions = Values<typeof createFields>
/** Members are left out as well as undefined. */
export type IpsecOptionsPatch = Partial<Values<typeof modifyFields>>

type Twins = Pick<IpsecOptionsPatch, 'IntegrityAlgorith' | 'IntegrityAlgorithm'>

const coexist = 'InvalidParameter.Coexist'

function twinsFault({ IntegrityAlgorith: old, IntegrityAlgorithm: right }: Twins): t.Fault | undefined {
  if (old === undefined || right === undefined || old === right) return undefined
  return { code: coexist, detail: 'says something else than IntegrityAlgorith', at: 'IntegrityAlgorithm' }
}

const demand = 'one integrity algorithm under both spellings'

export const ipsecOptions = t.refined(t.structure(createFields), demand, [coexist], twinsFault)
export const ipsecOptionsPatch = t.refined(t.structure(modifyFields), demand, [coexist], twinsFault)

/** What an empty group stands for. */
export const defaultIpsecOptions: IpsecOptions = defaultsOf(createFields)

const integrityOf = ({ IntegrityAlgorith, IntegrityAlgorithm }: Twins) => IntegrityAlgorithm ?? IntegrityAlgorith

export const toChild = (options: IpsecOptions): ChildParameters => ({
  proposal: {
    encryption: options.EncryptAlgorithm,
    integrity: integrityOf(options) ?? 'sha1',
    ...(options.PfsDhGroup === noForwardSecrecy ? {} : { keyExchange: options.PfsDhGroup }),
  },
  lifetimeSeconds: options.IPSECSaLifetimeSeconds,
  lifetimeKilobytes: options.IPSECSaLifetimeTraffic,
})

export function toChildPatch(options: IpsecOptionsPatch): NonNullable<TunnelPatch['child']> {
  const { EncryptAlgorithm, PfsDhGroup, IPSECSaLifetimeSeconds, IPSECSaLifetimeTraffic } = options
  const chosen = integrityOf(options)
  return {
    proposal: {
      ...(EncryptAlgorithm === undefined ? {} : { encryption: EncryptAlgorithm }),
      ...(chosen === undefined ? {} : { integrity: chosen }),
      ...(PfsDhGroup === undefined ? {} : { keyExchange: PfsDhGroup === noForwardSecrecy ? null : PfsDhGroup }),
    },
    ...(IPSECSaLifetimeSeconds === undefined ? {} : { lifetimeSeconds: IPSECSaLifetimeSeconds }),
    ...(IPSECSaLifetimeTraffic === undefined ? {} : { lifetimeKilobytes: IPSECSaLifetimeTraffic }),
  }
}

const shownIntegrity = ({ proposal }: ChildParameters): string => wordFor(integrities, proposal.integrity)

export const ipsecFields = {
  EncryptAlgorithm: r.string(r.given('EncryptAlgorithm'), ({ proposal }) => wordFor(encryptions, proposal.encryption)),
  IntegrityAlgorith: r.string(r.given(['IntegrityAlgorith', 'IntegrityAlgorithm']), shownIntegrity),
  IntegrityAlgorithm: r.string(r.given(['IntegrityAlgorith', 'IntegrityAlgorithm']), shownIntegrity),
  IPSECSaLifetimeSeconds: r.integer(r.given('IPSECSaLifetimeSeconds'), ({ lifetimeSeconds }) => lifetimeSeconds),
  PfsDhGroup: r.string(r.given('PfsDhGroup'), ({ proposal }) =>
    wordFor(groups, proposal.keyExchange ?? noForwardSecrecy),
  ),
  IPSECSaLifetimeTraffic: r.integer(
    r.given('IPSECSaLifetimeTraffic'),
    ({ lifetimeKilobytes }) => lifetimeKilobytes ?? 0,
  ),
} satisfies r.ResponseFields<ChildParameters>
