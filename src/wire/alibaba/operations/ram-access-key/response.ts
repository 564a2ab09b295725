import type { AccessKey } from '../../../../domain/principal.ts'
import * as r from '../../../../operations/response.ts'
import { toSecond } from '../shared/times.ts'

export const accessKeyFields = {
  AccessKeyId: r.string(r.stored('the key’s id'), ({ id }) => id),
  AccessKeySecret: r.string(r.stored('its secret, which is told this once'), ({ secret }) => secret),
  CreateDate: r.string(r.stored('when it was made'), ({ createdAt }) => toSecond(createdAt)),
  Status: r.string(r.given('Status', { otherwise: 'Active' }), ({ active }) => (active ? 'Active' : 'Inactive')),
} satisfies r.ResponseFields<AccessKey>
