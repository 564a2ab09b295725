import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { openRegions } from '../../settings/regions.ts'
import { documentedActions } from '../documented-actions.ts'
import { anyRegion } from '../shared/request-fields.ts'
import { about, location } from '../shared/service.ts'

interface Endpoint {
  readonly region: string
  readonly product: string
  readonly host: string
}

/** "vpc", "bssopenapi": every product that is spoken here is at the one host. */
const products = Object.keys(documentedActions).map((service) => service.slice(0, service.indexOf(' ')).toLowerCase())

const openApi = 'openAPI'

const matching = r.derived('those that match')

export const describeEndpoints = operation({
  ...about('DescribeEndpoints', location, '*'),
  summary: 'Tells at which host a product of a region is asked: at this one.',
  effect: 'read',
  request: {
    ...anyRegion,
    Id: optional(t.text(), { note: 'a region' }),
    ServiceCode: optional(t.text(), { note: `one of ${products.join(', ')}, in any case; others are nowhere` }),
    Type: optional(t.text(), { note: 'openAPI; there are endpoints of no other type' }),
  },
  response: {
    Endpoints: r.structure(matching, (found: readonly Endpoint[]) => found, {
      Endpoint: r.structures(matching, (found: readonly Endpoint[]) => found, {
        Endpoint: r.string(r.derived('the host that was asked'), ({ host }: Endpoint) => host),
        Id: r.string(r.stored('the region'), ({ region }: Endpoint) => region),
        Protocols: r.structure(matching, (endpoint: Endpoint) => endpoint, {
          Protocols: r.strings(r.derived('what the server speaks'), (_: Endpoint) => ['HTTP']),
        }),
        SerivceCode: r.string(r.stored('the product; the spelling is the cloud’s'), ({ product }: Endpoint) => product),
        Type: r.constant(openApi, 'there are endpoints of no other type'),
      }),
    }),
    Success: r.constant(true, 'what cannot be answered is an error'),
  },
  errors: {},
  async run({ account, host }: CallContext, { Id, ServiceCode, Type = openApi }) {
    const wanted = ServiceCode?.toLowerCase()
    const found = openRegions(account.settings).flatMap(({ id: region }) =>
      products.map((product): Endpoint => ({ region, product, host })),
    )
    return ok(
      found.filter(
        ({ region, product }) => Type === openApi && (Id ?? region) === region && (wanted ?? product) === product,
      ),
    )
  },
})
