import { createHash } from 'node:crypto'
import type { TokenSession } from '../../../../domain/principal.ts'
import * as r from '../../../../operations/response.ts'
import type { Random } from '../../../../runtime/random.ts'
import { newTemporaryKey } from '../../ids.ts'

/** A key, and the token that it is good for nothing without. */
export interface TemporaryKey {
  readonly session: TokenSession
  readonly token: string
}

/** What is stored of a new one, and its token, which is not. */
export function freshKey(random: Pick<Random, 'token'>) {
  const { token, ...key } = newTemporaryKey(random)
  return { token, stored: { ...key, tokenDigest: createHash('sha256').update(token).digest('hex') } }
}

const secondsOf = ({ session }: TemporaryKey): number => Math.floor(session.expiresAt / 1000)

/** To the second, as the cloud writes it here and nowhere else. */
const isoTime = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')

export const temporaryKeyFields = {
  Credentials: r.structure(r.derived('the key'), (key: TemporaryKey) => key, {
    Token: r.string(r.derived('made for the key, and kept nowhere'), ({ token }: TemporaryKey) => token),
    TmpSecretId: r.string(r.stored('the key’s id'), ({ session }: TemporaryKey) => session.id),
    TmpSecretKey: r.string(r.stored('the key’s secret'), ({ session }: TemporaryKey) => session.secret),
  }),
  ExpiredTime: r.integer(r.derived('when it ends, in seconds since the epoch'), secondsOf),
  Expiration: r.string(r.derived('when it ends'), ({ session }) => isoTime(session.expiresAt)),
} satisfies r.ResponseFields<TemporaryKey>
