import { UsageError } from '../runtime/config.ts'

/** A key that is given instead of made at first start, so that tests and compose files can have it written down. */
export interface FixedKey {
  readonly id: string
  readonly secret: string
}

/** By dialect; one that is absent is made. */
export type FixedKeys = Readonly<Partial<Record<'alibaba' | 'tencent', FixedKey>>>

/** As the clouds make them, since their clients and tools check. */
const shapes = {
  alibaba: {
    pattern: /^(LTAI[A-Za-z0-9]{12,26}):([A-Za-z0-9]{30})$/,
    prose: 'ID:SECRET, an id of LTAI and 12 to 26 letters or digits, a secret of 30',
  },
  tencent: {
    pattern: /^(AKID[A-Za-z0-9]{32}):([A-Za-z0-9]{32})$/,
    prose: 'ID:SECRET, an id of AKID and 32 letters or digits, a secret of 32',
  },
} as const

/** Does not repeat what was given: it is a secret, if a misspelt one. */
function parseKey(dialect: keyof typeof shapes, text: string): FixedKey {
  const [, id, secret] = shapes[dialect].pattern.exec(text) ?? []
  if (id === undefined || secret === undefined) {
    throw new UsageError(`--${dialect}-key (or CULVERT_${dialect.toUpperCase()}_KEY): write ${shapes[dialect].prose}`)
  }
  return { id, secret }
}

export function parseFixedKeys(texts: Readonly<Record<'alibaba' | 'tencent', string | undefined>>): FixedKeys {
  const { alibaba, tencent } = texts
  return {
    ...(alibaba === undefined ? {} : { alibaba: parseKey('alibaba', alibaba) }),
    ...(tencent === undefined ? {} : { tencent: parseKey('tencent', tencent) }),
  }
}
