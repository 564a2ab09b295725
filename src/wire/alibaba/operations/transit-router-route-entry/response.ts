import * as r from '../../../../operations/response.ts'
import { resourceTypes } from '../shared/attachment-table.ts'
import { toMinute } from '../shared/times.ts'
import type { EntryView } from './view.ts'

const whatItIs = r.derived('what the entry follows from')
const origin = 'what propagates it; empty for one that was made'

/** Of an entry that somebody has made nothing propagates. */
const propagating = ({ route, nextHop }: EntryView) => (route === undefined ? nextHop?.spec.target : undefined)

const typeOf = (target: { readonly kind: keyof typeof resourceTypes } | undefined): string =>
  target === undefined ? '' : resourceTypes[target.kind]

const originType = ({ route, learned }: EntryView): string =>
  route !== undefined ? 'Custom' : learned === undefined ? 'System' : 'BGP'

const usualPreference = 50

export const entryFields = {
  CreateTime: r.string(r.stored('when it, or its attachment, was created'), ({ createdAt }) => toMinute(createdAt)),
  OperationalMode: r.boolean(
    r.derived('whether somebody has made it, who may change it'),
    ({ route }) => route !== undefined,
  ),
  PathAttributes: r.structure(whatItIs, (view: EntryView) => view, {
    AsPaths: r.strings(r.observed('what the neighbor has told'), ({ learned }) => (learned?.asPath ?? []).map(String)),
    Communities: r.strings(r.observed('what the neighbor has told'), ({ learned }) => learned?.communities ?? []),
    OriginInstanceId: r.string(r.derived(origin), (view) => propagating(view)?.id ?? ''),
    OriginInstanceType: r.string(r.derived(origin), (view) => typeOf(propagating(view))),
    OriginRouteType: r.string(whatItIs, originType),
    Preference: r.constant(usualPreference, 'there are no routing policies that would give another'),
  } satisfies r.ResponseFields<EntryView>),
  PrefixListId: r.constant('', 'there are no prefix lists'),
  Tag: r.constant('', 'there are no routing policies that would give one'),
  TransitRouterRouteEntryDescription: r.string(
    r.given('TransitRouterRouteEntryDescription'),
    ({ route }) => route?.labels.description ?? '',
  ),
  TransitRouterRouteEntryDestinationCidrBlock: r.string(
    r.given('TransitRouterRouteEntryDestinationCidrBlock'),
    ({ destination }) => destination,
  ),
  TransitRouterRouteEntryId: r.string(
    r.stored('its id; of what is propagated, made of the attachment and the destination'),
    ({ id }: Pick<EntryView, 'id'>) => id,
  ),
  TransitRouterRouteEntryName: r.string(r.given('TransitRouterRouteEntryName'), ({ route }) => route?.name ?? ''),
  TransitRouterRouteEntryNextHopId: r.string(
    r.given('TransitRouterRouteEntryNextHopId'),
    ({ nextHop }) => nextHop?.id ?? '',
  ),
  TransitRouterRouteEntryNextHopResourceId: r.string(
    r.derived('what the next hop attaches'),
    ({ nextHop }) => nextHop?.spec.target.id ?? '',
  ),
  TransitRouterRouteEntryNextHopResourceType: r.string(r.derived('its kind'), ({ nextHop }) =>
    typeOf(nextHop?.spec.target),
  ),
  TransitRouterRouteEntryNextHopType: r.string(r.given('TransitRouterRouteEntryNextHopType'), ({ nextHop }) =>
    nextHop === undefined ? 'BlackHole' : 'Attachment',
  ),
  TransitRouterRouteEntryOriginResourceId: r.string(r.derived(origin), (view) => propagating(view)?.id ?? ''),
  TransitRouterRouteEntryOriginResourceType: r.string(r.derived(origin), (view) => typeOf(propagating(view))),
  TransitRouterRouteEntryStatus: r.string(
    r.derived('whether the data plane has been brought to it, or another comes before it'),
    ({ status }) => status,
  ),
  TransitRouterRouteEntryType: r.string(whatItIs, ({ route }) => (route === undefined ? 'Propagated' : 'Static')),
} satisfies r.ResponseFields<EntryView>
