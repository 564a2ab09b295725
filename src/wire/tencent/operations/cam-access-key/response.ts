import type { AccessKey } from '../../../../domain/principal.ts'
import * as r from '../../../../operations/response.ts'
import { formatTime } from '../../times.ts'

export const accessKeyFields = {
  AccessKeyId: r.string(r.stored('the key’s id'), ({ id }) => id),
  SecretAccessKey: r.string(r.stored('its secret, which is told this once'), ({ secret }) => secret),
  Status: r.string(r.given('Status', { otherwise: 'Active' }), ({ active }) => (active ? 'Active' : 'Inactive')),
  CreateTime: r.string(r.stored('when it was made'), ({ createdAt }) => formatTime(createdAt)),
  Description: r.constant('', 'a key has its id alone'),
} satisfies r.ResponseFields<AccessKey>

export const listedKeyFields = r.pick(accessKeyFields, 'AccessKeyId', 'Status', 'CreateTime', 'Description')
