import { domainError } from '../../../../domain/error.ts'
import type { Condition } from '../../../../domain/page.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { pageFields, readPage } from '../../paging.ts'
import { refersTo } from '../shared/conditions.ts'
import { barePage } from '../shared/page-response.ts'
import { id, region } from '../shared/request-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { diagnosisFields, logPage } from './response.ts'
import { diagnose, newest } from './view.ts'
import { changeLine } from './words.ts'

const mostIds = 50

const someIds = optional(t.list(t.text(), { most: mostIds }))

const among = (by: Condition, ids: readonly string[] | undefined): readonly Condition[] =>
  ids === undefined ? [] : [by]

export const diagnoseVpnConnections = operation({
  ...about('DiagnoseVpnConnections', vpn, '*'),
  summary: 'Tells why tunnels of IPsec-VPN connections are not up.',
  effect: 'read',
  request: {
    ...region,
    VpnConnectionIds: someIds,
    TunnelIds: someIds,
    VpnGatewayId: optional(id),
    ...pageFields,
  },
  response: barePage('VpnConnections', diagnosisFields),
  errors: {},
  async run(context: CallContext, request) {
    const { VpnConnectionIds, TunnelIds, VpnGatewayId } = request
    const where: readonly Condition[] = [
      ...among({ by: 'id', anyOf: VpnConnectionIds ?? [] }, VpnConnectionIds),
      ...among({ by: 'facet', facet: 'tunnel', anyOf: TunnelIds ?? [] }, TunnelIds),
      ...refersTo(VpnGatewayId),
    ]
    const page = await readPage(context.reader, 'connection', where, request)
    const told = async (connection: Resource<'connection'>) => {
      const all = await diagnose(context, connection)
      return TunnelIds === undefined ? newest(all) : newest(all.filter(({ tunnel }) => TunnelIds.includes(tunnel)))
    }
    return ok({ ...page, items: (await Promise.all(page.items.map(told))).flat() })
  },
})

const seconds = t.integer('seconds since the epoch', (value) => value >= 0)

const noFilter = 'it is a part of the time that is asked for'

/** From and to in milliseconds: what is not given follows from the other two. */
function timeOf(
  { From, To, MinutePeriod = 10 }: Readonly<Record<'From' | 'To' | 'MinutePeriod', number | undefined>>,
  now: number,
): readonly [number, number] {
  const length = MinutePeriod * 60_000
  if (From !== undefined) return [From * 1000, To === undefined ? From * 1000 + length : To * 1000]
  const end = To === undefined ? now : To * 1000
  return [end - length, end]
}

export const describeVpnConnectionLogs = operation({
  ...about('DescribeVpnConnectionLogs', vpn, 'vpnconnection/{VpnConnectionId}'),
  summary:
    'Tells what has become of the tunnels of an IPsec-VPN connection in the last thirty days, a line for each change.',
  effect: 'read',
  request: {
    ...region,
    VpnConnectionId: required(id),
    TunnelId: optional(t.text(), { note: 'of both tunnels where it is not given' }),
    From: optional(seconds, { noFilter }),
    To: optional(seconds, { noFilter, defaultText: 'From and MinutePeriod later, now without From' }),
    MinutePeriod: optional(t.integerBetween(1, 10), { noFilter, defaultText: '10' }),
    ...pageFields,
  },
  rules: [
    {
      code: 'InvalidParameter',
      demand: 'must not be before From',
      brokenBy: ({ From, To }) => (From !== undefined && To !== undefined && To < From ? 'To' : undefined),
    },
  ],
  response: logPage,
  errors: { 'connection-not-found': true, 'tunnel-not-found': true },
  async run(context: CallContext, request) {
    const { VpnConnectionId, TunnelId, PageNumber: number, PageSize: size } = request
    const connection = await context.reader.get('connection', VpnConnectionId)
    if (connection === undefined) {
      return fail(domainError('connection-not-found', 'no such connection in this region', VpnConnectionId))
    }
    const ids = connection.spec.tunnels.map((tunnel) => tunnel.id)
    if (TunnelId !== undefined && !ids.includes(TunnelId)) {
      return fail(domainError('tunnel-not-found', `no such tunnel of ${connection.id}`, TunnelId))
    }
    const [from, to] = timeOf(request, context.now)
    const asked = TunnelId === undefined ? ids : [TunnelId]
    const changes = await Promise.all(asked.map((tunnel) => context.history(tunnel, from)))
    const lines = changes
      .flat()
      .filter(({ at }) => at < to + 1000)
      .sort((a, b) => a.at - b.at)
      .map((change) => changeLine(connection.id, change))
    return ok({ items: lines.slice((number - 1) * size, number * size), number, size, total: lines.length })
  },
})
