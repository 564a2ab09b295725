import * as r from '../../../../operations/response.ts'
import { idOf } from '../route-table/view.ts'
import { type EntryView, nextHopTypes } from './view.ts'

const onlyIpv4 = 'networks carry IPv4 alone'
const whatItIs = r.derived('what the entry follows from')

/** The system's own entries lead nowhere else. */
const hopOf = ({ nextHop: { kind, id } }: EntryView): string => (kind === 'subnet' ? '' : id)

const nextHopType = r.string(
  r.derived('local, VpnGateway or Attachment'),
  ({ nextHop }: EntryView) => nextHopTypes[nextHop.kind],
)

const nextHopFields = {
  Enabled: r.integer(r.derived('1 once the entry is Available'), ({ status }) => (status === 'Available' ? 1 : 0)),
  NextHopId: r.string(r.given(['NextHopId', 'NewNextHopId', 'RouteEntries.NextHop']), hopOf),
  NextHopType: nextHopType,
  Weight: r.constant(0, 'an entry has one next hop'),
} satisfies r.ResponseFields<EntryView>

const entryFields = {
  Description: r.string(
    r.given(['Description', 'RouteEntries.Description']),
    ({ route }) => route?.labels.description ?? '',
  ),
  DestinationCidrBlock: r.string(
    r.given(['DestinationCidrBlock', 'RouteEntries.DstCidrBlock']),
    ({ destination }) => destination,
  ),
  RouteEntryId: r.string(r.stored('its id; of what follows from other things, made of these'), ({ id }) => id),
  RouteEntryName: r.string(r.given(['RouteEntryName', 'RouteEntries.Name']), ({ route }) => route?.name ?? ''),
  RouteTableId: r.string(r.derived('the route table that it is in'), (entry) => idOf(entry)),
  Status: r.string(r.derived('whether the data plane has been brought to it'), ({ status }) => status),
  Type: r.string(whatItIs, ({ type }) => type),
} satisfies r.ResponseFields<EntryView>

/** Of an entry in a list of entries. */
export const listedEntryFields = {
  ...entryFields,
  IpVersion: r.constant('ipv4', onlyIpv4),
  NextHops: r.structure(whatItIs, (view) => view, {
    NextHop: r.structures(whatItIs, (view: EntryView) => [view], {
      ...nextHopFields,
      NextHopRegionId: r.string(r.derived('the region of the VPC'), ({ network }: EntryView) => network.region),
    }),
  }),
  ServiceType: r.constant('', 'no entry is another service’s'),
} satisfies r.ResponseFields<EntryView>

/** Of an entry that is shown with its table. */
export const tableEntryFields = {
  ...entryFields,
  InstanceId: r.string(r.derived('the id of the next hop'), hopOf),
  NextHopType: nextHopType,
  NextHops: r.structure(whatItIs, (view) => view, {
    NextHop: r.structures(whatItIs, (view: EntryView) => [view], nextHopFields),
  }),
} satisfies r.ResponseFields<EntryView>
