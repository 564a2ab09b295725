import * as r from '../../../../operations/response.ts'
import type { ResourceGroup } from './view.ts'

export const resourceGroupFields = {
  AccountId: r.string(r.stored('the account'), ({ account }) => account),
  DisplayName: r.string(r.derived('its id; the default group has words of its own'), ({ displayName }) => displayName),
  Id: r.string(r.stored('as resources name it'), ({ id }) => id),
  Name: r.string(r.derived('its id; the default group is called default'), ({ name }) => name),
  Status: r.constant('OK', 'a group is there for as long as a resource is in it'),
} satisfies r.ResponseFields<ResourceGroup>
