import { ok } from '../../../../domain/result.ts'
import { ignored, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { anyRegion } from '../shared/request-fields.ts'
import { about, bss } from '../shared/service.ts'

const nothing = 'nothing is bought, so nothing is found whatever it asks for'
const noFilter = 'it says which part of what is found is shown'

interface Asked {
  readonly PageNum: number
  readonly PageSize: number
}

export const queryAvailableInstances = operation({
  ...about('QueryAvailableInstances', bss, '*'),
  summary:
    'Lists what was bought: nothing. Terraform’s provider asks whether it can, to tell what kind of account it has.',
  effect: 'read',
  request: {
    ...anyRegion,
    PageNum: withDefault(
      t.integer('1 or more', (value) => value >= 1),
      1,
      { noFilter },
    ),
    PageSize: withDefault(t.integerBetween(1, 300), 20, { noFilter }),
    ProductCode: ignored(nothing),
    ProductType: ignored(nothing),
    SubscriptionType: ignored(nothing),
    InstanceIDs: ignored(nothing),
    Region: ignored(nothing),
    RenewStatus: ignored(nothing),
    CreateTimeStart: ignored(nothing),
    CreateTimeEnd: ignored(nothing),
    EndTimeStart: ignored(nothing),
    EndTimeEnd: ignored(nothing),
  },
  response: {
    Code: r.constant('Success', 'what cannot be answered is an error'),
    Data: r.structure(r.derived('a page of nothing'), (asked: Asked) => asked, {
      InstanceList: r.constant([], 'nothing is bought'),
      PageNum: r.integer(r.given('PageNum'), ({ PageNum }: Asked) => PageNum),
      PageSize: r.integer(r.given('PageSize'), ({ PageSize }: Asked) => PageSize),
      TotalCount: r.constant(0, 'nothing is bought'),
    }),
    Message: r.constant('Successful!', 'what cannot be answered is an error'),
    Success: r.constant(true, 'what cannot be answered is an error'),
  },
  errors: {},
  run: async (_context: CallContext, { PageNum, PageSize }) => ok({ PageNum, PageSize }),
})
