/** What this cloud alone knows of its resources and accounts. */
import { extras as codec, type ExtrasOf } from '../../operations/extras.ts'
import { optional, required } from '../../operations/field.ts'
import * as t from '../../operations/wire-type.ts'

/** What the cloud calls it. */
export const mainTableName = 'default'

const networkFields = {
  dnsServers: required(t.list(t.text())),
  domainName: required(t.text()),
  publishesIpv6Cidr: required(t.boolean),
  /** Of the main route table. */
  routeTableName: required(t.text()),
}

const policy = t.structure({ LocalCidrBlock: required(t.text()), RemoteCidrBlock: required(t.list(t.text())) })

const kindOfIdentity = t.word('ADDRESS', 'FQDN')

const identities = t.structure({
  LocalIdentity: required(kindOfIdentity),
  RemoteIdentity: required(kindOfIdentity),
  LocalAddress: required(t.text()),
  RemoteAddress: required(t.text()),
  LocalFqdnName: required(t.text()),
  RemoteFqdnName: required(t.text()),
})

const healthCheckSettings = t.structure({
  /** Empty where they are still to be chosen. */
  localIp: required(t.text()),
  remoteIp: required(t.text()),
  /** Both in milliseconds. */
  interval: required(t.integer()),
  timeout: required(t.integer()),
  threshold: required(t.integer()),
})

const connectionFields = {
  routeType: required(t.word('STATIC', 'StaticRoute', 'Policy', 'Bgp')),
  /** As they were sent, host bits and all. */
  policies: required(t.list(policy)),
  identities: required(identities),
  /** Kept as given also while it is disabled: the API shows it either way. */
  deadPeerDetection: required(
    t.structure({ timeout: required(t.text()), action: required(t.word('clear', 'restart')) }),
  ),
  /** What was said of a health check that is not enabled: the tunnel has one that is. */
  disabledHealthCheck: optional(healthCheckSettings),
}

const userFields = {
  phoneNumber: required(t.text()),
  countryCode: required(t.text()),
  email: required(t.text()),
  consoleLogin: required(t.boolean),
}

export const extras = {
  /** The uin of the account, as signatures and policies know it. */
  account: codec('account', { uin: required(t.text()) }, { version: 1 }),
  network: codec('network', networkFields, {
    version: 3,
    upgrades: {
      1: ({ routeTableId: _, ...before }) => ({ ...before, routeTableName: mainTableName }),
      // It is the network's own (`store/migrations/0010-offered-ranges.ts`).
      2: ({ publishesCidr: _, ...before }) => before,
    },
    without: {
      dnsServers: [],
      domainName: '',
      publishesIpv6Cidr: false,
      routeTableName: mainTableName,
    },
  }),
  gateway: codec('gateway', { maxConnection: required(t.integer()) }, { version: 1, without: { maxConnection: 5 } }),
  /** What is said of the traffic that leaves a region, of which there is none. */
  router: codec(
    'router',
    {
      qosLevel: required(t.text()),
      chargeType: required(t.text()),
      meteringType: required(t.text()),
      bandwidthLimitType: required(t.text()),
    },
    {
      version: 1,
      without: {
        qosLevel: 'AU',
        chargeType: 'POSTPAID',
        meteringType: 'BANDWIDTH',
        bandwidthLimitType: 'OUTER_REGION_LIMIT',
      },
    },
  ),
  /** When it was changed last, in milliseconds since the epoch; absent for never. */
  route: codec('route', { updatedAt: optional(t.integer()) }, { version: 1, without: { updatedAt: undefined } }),
  /** Nothing else makes connections, whose texts could be made up. */
  connection: codec('connection', connectionFields, { version: 1 }),
  user: codec('user', userFields, {
    version: 2,
    upgrades: { 1: (before) => ({ ...before, consoleLogin: false }) },
    without: { phoneNumber: '', countryCode: '', email: '', consoleLogin: false },
  }),
  role: codec('role', { consoleLogin: required(t.boolean) }, { version: 1, without: { consoleLogin: false } }),
}

export type ConnectionExtras = ExtrasOf<typeof extras.connection>
export type HealthCheckSettings = NonNullable<ConnectionExtras['disabledHealthCheck']>
