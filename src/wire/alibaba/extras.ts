/** What this cloud alone knows of its resources. */
import { extras as codec, type ExtrasOf } from '../../operations/extras.ts'
import { optional, required } from '../../operations/field.ts'
import * as t from '../../operations/wire-type.ts'

/** In the API's own members. */
const healthCheckSettings = t.structure({
  dip: optional(t.text()),
  sip: optional(t.text()),
  interval: required(t.integer()),
  retry: required(t.integer()),
  policy: required(t.word('revoke_route', 'reserve_route')),
})

const connectionFields = {
  /** Both as they were written, to be returned letter by letter. */
  localSubnet: required(t.text()),
  remoteSubnet: required(t.text()),
  /** Of an attachment: a connection on a VPN gateway shares the gateway's. */
  tunnelBandwidth: optional(t.word('Standard', 'Large')),
  /** What was said of a health check that is not enabled: the tunnel has one that is. */
  disabledHealthCheck: optional(healthCheckSettings),
  /** Milliseconds since the epoch. */
  modifiedAt: required(t.integer()),
}

const attachmentFields = {
  chargeType: required(t.word('POSTPAY')),
  /** One for each address of a VPN attachment, or for each vSwitch of a VPC's. */
  zones: required(t.list(t.text())),
  /** Of a VPC's. */
  ipv6: optional(t.word('enable', 'disable')),
  appliance: optional(t.word('enable', 'disable')),
}

const vpcFields = {
  /** Of its system route table and its router, which are no resources of their own. */
  tableName: required(t.text()),
  tableDescription: required(t.text()),
  routerName: required(t.text()),
  routerDescription: required(t.text()),
}

const userFields = {
  displayName: required(t.text()),
  email: required(t.text()),
  mobilePhone: required(t.text()),
}

/** Of one check. */
const finding = t.structure({
  name: required(t.text()),
  level: required(t.word('normal', 'warning', 'error')),
  description: required(t.text()),
})

export const extras = {
  network: codec('network', vpcFields, {
    version: 1,
    without: { tableName: '', tableDescription: '', routerName: '', routerDescription: '' },
  }),
  /** Nothing else makes connections, whose texts could be made up. */
  connection: codec('connection', connectionFields, {
    version: 2,
    // Every health check was disabled then.
    upgrades: { 1: ({ healthCheck, ...rest }) => ({ ...rest, disabledHealthCheck: healthCheck }) },
  }),
  router: codec(
    'router',
    /** By their ids: the address blocks that no route is to be made for. */
    { unpublishedBlocks: required(t.list(t.text())) },
    { version: 1, without: { unpublishedBlocks: [] } },
  ),
  routerAttachment: codec('router-attachment', attachmentFields, {
    version: 1,
    without: { chargeType: 'POSTPAY', zones: [], ipv6: undefined, appliance: undefined },
  }),
  diagnosis: codec('diagnosis', { findings: required(t.list(finding)) }, { version: 1, without: { findings: [] } }),
  user: codec('user', userFields, { version: 1, without: { displayName: '', email: '', mobilePhone: '' } }),
}

export type ConnectionExtras = ExtrasOf<typeof extras.connection>
export type HealthCheckSettings = NonNullable<ConnectionExtras['disabledHealthCheck']>
