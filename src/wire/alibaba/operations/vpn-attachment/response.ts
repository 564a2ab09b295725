import * as r from '../../../../operations/response.ts'
import { bareTags } from '../shared/tags.ts'
import { connectionFields } from '../vpn-connection/response.ts'
import type { ConnectionView } from '../vpn-connection/view.ts'

/** That it went well, which creating and deleting say besides. */
export const outcomeFields = {
  Code: r.constant('200', 'this operation has it, few others do'),
  Message: r.constant('successful', 'what goes wrong is told as an error'),
  Success: r.constant(true, 'what goes wrong is told as an error'),
} satisfies r.ResponseFields<unknown>

/** A connection as one of a list. */
export const attachmentFields = {
  ...r.pick(
    connectionFields,
    'AttachType',
    'CrossAccountAuthorized',
    'Name',
    'TransitRouterId',
    'TransitRouterName',
    'TunnelBandwidth',
  ),
  InstanceId: connectionFields.VpnConnectionId,
  Tags: bareTags(({ connection }) => connection.labels.tags),
} satisfies r.ResponseFields<ConnectionView>
