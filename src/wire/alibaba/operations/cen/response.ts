import type { Resource } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import { extras } from '../../extras.ts'
import { wrappedTags } from '../shared/tags.ts'
import { toMinute } from '../shared/times.ts'

export const cenFields = {
  CenId: r.string('the router group', ({ id }) => id),
  CreationTime: r.string('when it was created', ({ createdAt }) => toMinute(createdAt)),
  Description: r.string('as given', (group) => group.labels.description ?? ''),
  Name: r.string('as given', ({ name }) => name),
  ProtectionLevel: r.string('as given', (group) => extras.routerGroup.read(group).protectionLevel),
  ResourceGroupId: r.string('as given', (group) => group.labels.resourceGroup),
  Status: r.string('constant "Active": nothing in the data plane stands for it', () => 'Active'),
  Tags: wrappedTags((group) => group.labels.tags),
} satisfies r.ResponseFields<Resource<'router-group'>>
