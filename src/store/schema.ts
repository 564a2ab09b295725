import type { Generated } from 'kysely'

/** Every engine speaks integers and text, so flags are 0 or 1 and what has parts is JSON text. Times are milliseconds since the epoch. */
export interface Schema {
  resources: ResourceTable
  links: LinkTable
  outer_addresses: OuterAddressTable
  applied: AppliedTable
  delays: DelayTable
  tags: TagTable
  facets: FacetTable
  counts: CountTable
  claims: ClaimTable
  pending: PendingTable
  client_tokens: ClientTokenTable
  tasks: TaskTable
  events: EventTable
  accounts: AccountTable
  access_keys: AccessKeyTable
  sessions: SessionTable
  settings: SettingTable
  migrations: MigrationTable
}

export interface ResourceTable {
  /** Counts up with every insert: the newest resource has the highest. */
  sequence: Generated<number>
  id: string
  kind: string
  account: string
  region: string
  name: string
  created_at: number
  generation: number
  deleting: number
  spec: string
  labels: string
  extras: string
}

/** The resource of that sequence cannot be without the one whose id is `target`. */
export interface LinkTable {
  resource: number
  target: string
}

export interface OuterAddressTable {
  /** The address as an unsigned 32-bit number, so that the engine can put addresses in order. */
  number: number
  resource: number
}

export interface AppliedTable {
  resource: number
  generation: number
  at: number
}

/** Until when what the data plane has been brought to is not noted. */
export interface DelayTable {
  resource: number
  until: number
}

/** A resource with what it is looked up by; its kind and its scope are here too, so that one index answers. */
interface LookUp {
  kind: string
  account: string
  region: string
  resource: number
}

export interface TagTable extends LookUp {
  key: string
  value: string
}

export interface FacetTable extends LookUp {
  name: string
  value: string
}

/** How many resources there are, so that nobody has to count them. */
export interface CountTable {
  kind: string
  account: string
  region: string
  deleting: number
  number: number
}

/** What one resource alone may have. */
export interface ClaimTable {
  scope: string
  value: string
  resource: number
}

/** What is to be reconciled: the root, and the ticket of the newest change that asked for it. */
export interface PendingTable {
  kind: string
  id: string
  ticket: number
}

export interface ClientTokenTable {
  account: string
  region: string
  action: string
  token: string
  request_digest: string
  response: string
  at: number
}

export interface TaskTable {
  id: string
  account: string
  region: string
  resource_kind: string
  resource_id: string
  generation: number
  at: number
}

export interface EventTable {
  sequence: Generated<number>
  at: number
  account: string
  region: string
  request_id: string
  action: string
  actor: string
  resources: string
  /** The id of what it is about; empty where that is nothing in particular. */
  subject: string
  /** JSON, or empty. */
  details: string
}

export interface AccountTable {
  id: string
  dialect: string
  outer_pool: string
  extras: string
  settings: string
}

export interface AccessKeyTable {
  id: string
  secret: string
  account: string
  active: number
  /** Null for the account's own. */
  user: string | null
  created_at: number
}

export interface SessionTable {
  id: string
  secret: string
  token_digest: string
  account: string
  /** Empty where it is of no role. */
  role: string
  user: string | null
  name: string
  policy: string | null
  created_at: number
  expires_at: number
}

export interface SettingTable {
  name: string
  value: string
}

export interface MigrationTable {
  name: string
}
