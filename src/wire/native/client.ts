import type { Fault, NewFault } from '../../domain/fault.ts'
import type { RoutePlace } from '../../domain/route-entry.ts'
import type { AccountView, NewAccountView, SettingView } from './accounts.ts'
import type { PingAnswer, ThroughputAnswer } from './api.ts'
import type { BillsView, OrderView } from './billing.ts'
import type { DeviceConfigurationView } from './device-configuration.ts'
import type { DryRunBody, DryRunOutcome } from './dry-run.ts'
import type { EventPage } from './events.ts'
import type { NativeFailure } from './failure.ts'
import type { FaultPage } from './faults.ts'
import type { HostView } from './hosts.ts'
import type { PreflightBody, PreflightView } from './preflight.ts'
import type { AttachmentQuery, NewKeyView, PrincipalBody } from './principal-changes.ts'
import type { HolderList, PrincipalList, PrincipalPage, PrincipalViews } from './principals.ts'
import type { RouteView } from './routes.ts'
import type { RoutingView } from './routing.ts'
import type { ExplainedTunnel, TunnelPage, TunnelView } from './tunnels.ts'
import type { EndView, WorkloadPage, WorkloadView } from './workloads.ts'

/** The native API refused, or could not be reached. The message is for a person. */
export class NativeApiError extends Error {
  override readonly name = 'NativeApiError'
}

/** What the server said on why it did not; the status when it is not in its shape. */
async function reasonOf(response: Response): Promise<string> {
  const body = (await response.json().catch(() => undefined)) as Partial<NativeFailure> | undefined
  if (body?.error === undefined) return `HTTP status ${response.status}`
  const { code, message, subject } = body.error
  return `${[subject, message].filter((part) => part !== undefined).join(' ')} (${code})`
}

/** What has a default may be left out: see `POST /v1/routes`. */
export interface RouteBody {
  readonly place: RoutePlace
  readonly source?: string
  readonly destination: string
  readonly nextHop: string
  readonly priority?: number
  readonly preference?: number
  readonly enabled?: boolean
  readonly published?: boolean
}

/** See `POST /v1/workloads`. */
export interface WorkloadBody extends Omit<EndView, 'routes'> {
  readonly name?: string
  readonly subnet: string
  readonly address?: string
  readonly routes?: readonly string[]
}

/** A policy, and who is to have it. */
export interface AttachmentBody extends AttachmentQuery {
  readonly list: HolderList
  readonly name: string
  readonly policy: string
}

export interface NativeClient {
  /** All of them, page by page. */
  tunnels(): Promise<readonly TunnelView[]>
  /** One of them, and why it does not carry. Undefined when there is no such tunnel. */
  tunnel(id: string): Promise<ExplainedTunnel | undefined>
  /** Newest first; `about` a tunnel, or what a request was about. */
  events(query: { readonly limit: number; readonly about?: string; readonly before?: number }): Promise<EventPage>
  /** Those that are injected now. */
  faults(): Promise<readonly Fault[]>
  injectFault(fault: NewFault): Promise<Fault>
  endFault(id: string): Promise<void>
  /** All of them; how many there were. */
  endFaults(): Promise<number>
  /** All of them, page by page. */
  workloads(): Promise<readonly WorkloadView[]>
  workload(id: string): Promise<WorkloadView | undefined>
  addWorkload(body: WorkloadBody): Promise<WorkloadView>
  removeWorkload(id: string): Promise<void>
  /** What a call would change and interrupt. */
  dryRun(asked: DryRunBody): Promise<DryRunOutcome>
  /** Without a subnet the host stands on the underlay. */
  addHost(host: { name: string; subnet?: string; address: string }): Promise<HostView>
  /** Undefined when there is no such host. */
  host(id: string): Promise<HostView | undefined>
  removeHost(id: string): Promise<void>
  ping(
    host: string,
    body: { target: string; count?: number; timeoutMs?: number; intervalMs?: number },
  ): Promise<PingAnswer>
  throughput(host: string, body: { to: string; seconds?: number }): Promise<ThroughputAnswer>
  /** How the gateway or router routes. */
  routing(gateway: string): Promise<RoutingView>
  /** All of them, or none. */
  addRoutes(routes: readonly RouteBody[]): Promise<readonly RouteView[]>
  removeRoute(id: string): Promise<void>
  accounts(): Promise<readonly AccountView[]>
  /** The one time that the secret is told. */
  addAccount(dialect: string): Promise<NewAccountView>
  /** What can be set of an account; with `under` what has this name, or begins with it and a dot. */
  settings(account: string, under?: string): Promise<readonly SettingView[]>
  /** All of the account's users, groups, policies or roles, newest first. */
  principals<L extends PrincipalList>(account: string, list: L): Promise<readonly PrincipalViews[L][]>
  /** A user, group, policy or role, as its cloud lets it be. */
  addPrincipal<L extends PrincipalList>(account: string, list: L, body: PrincipalBody): Promise<PrincipalViews[L]>
  removePrincipal(account: string, list: PrincipalList, name: string): Promise<void>
  /** The one time that the secret is told. */
  addKey(account: string, user: string): Promise<NewKeyView>
  changeKey(account: string, user: string, key: string, become: 'active' | 'inactive' | 'gone'): Promise<void>
  setMember(account: string, group: string, user: string, isMember: boolean): Promise<void>
  setAttached(account: string, attachment: AttachmentBody, isAttached: boolean): Promise<void>
  /** All of them or none; null goes back to what is usual. */
  set(account: string, settings: Readonly<Record<string, unknown>>): Promise<AccountView>
  /** Of the device at the connection's other end; the query has the device's id and inputs. */
  deviceConfiguration(connection: string, query: Readonly<Record<string, string>>): Promise<DeviceConfigurationView>
  /** What an account may spend, and the time on its bills. */
  bills(account: string): Promise<BillsView>
  /** The newest 500 of all accounts. */
  orders(): Promise<readonly OrderView[]>
  payOrder(id: string): Promise<void>
  cancelOrder(id: string): Promise<void>
  /** Stops a gateway, or a connection that a router carries, or lets it go on. */
  suspend(id: string, suspended: boolean): Promise<void>
  /** Tries what would come of the tunnel, beside its SAs. */
  preflight(tunnel: string, body: PreflightBody): Promise<PreflightView>
  /** Kills the tunnel's daemon, and keeps the tunnel from its peer for so many milliseconds. */
  crash(tunnel: string, downMs: number): Promise<void>
}

/** Requests to the admin port at `address`, whose failures are told in its words. */
function createCaller(address: string) {
  async function call(method: string, path: string, body?: object): Promise<Response> {
    const response = await fetch(new URL(path, address), {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new NativeApiError(`no answer from the admin port at ${address}: is the server running?`, { cause })
    })
    if (response.ok || response.status === 404) return response
    throw new NativeApiError(`${method} ${path}: ${await reasonOf(response)}`)
  }
  // The types are the ones that the server's own routes answer with; both are built from this checkout.
  async function read<T>(response: Response): Promise<T> {
    if (response.status === 404) throw new NativeApiError(await reasonOf(response))
    return (await response.json()) as T
  }
  async function done(method: string, path: string, body?: object): Promise<void> {
    const response = await call(method, path, body)
    if (!response.ok) throw new NativeApiError(await reasonOf(response))
  }
  return { call, read, done }
}

type Caller = ReturnType<typeof createCaller>

const ofAccount = (id: string, what: string): string => `/v1/accounts/${encodeURIComponent(id)}/${what}`

const ofPrincipal = (account: string, ...names: readonly string[]): string =>
  ofAccount(account, names.map(encodeURIComponent).join('/'))

/** Who may do what in accounts. */
const principalsOf = ({ call, read, done }: Caller) => ({
  async principals<L extends PrincipalList>(account: string, list: L) {
    const all: PrincipalViews[L][] = []
    for (let from = ''; ; ) {
      const page = await read<PrincipalPage<L>>(await call('GET', ofAccount(account, `${list}${from}`)))
      all.push(...(page[list] as readonly PrincipalViews[L][]))
      if (page.next === undefined) return all
      from = `?after=${page.next}`
    }
  },
  addPrincipal: async <L extends PrincipalList>(account: string, list: L, body: PrincipalBody) =>
    read<PrincipalViews[L]>(await call('POST', ofPrincipal(account, list), body)),
  removePrincipal: (account: string, list: PrincipalList, name: string) =>
    done('DELETE', ofPrincipal(account, list, name)),
  addKey: async (account: string, user: string) =>
    read<NewKeyView>(await call('POST', ofPrincipal(account, 'users', user, 'keys'))),
  changeKey(account: string, user: string, key: string, become: 'active' | 'inactive' | 'gone') {
    const path = ofPrincipal(account, 'users', user, 'keys', key)
    return become === 'gone' ? done('DELETE', path) : done('PATCH', path, { active: become === 'active' })
  },
  setMember: (account: string, group: string, user: string, isMember: boolean) =>
    done(isMember ? 'PUT' : 'DELETE', ofPrincipal(account, 'groups', group, 'users', user)),
  setAttached(account: string, { list, name, policy, ...query }: AttachmentBody, isAttached: boolean) {
    const path = ofPrincipal(account, list, name, 'policies', policy)
    return done(isAttached ? 'PUT' : 'DELETE', `${path}?${new URLSearchParams({ ...query })}`)
  },
})

/** What accounts are granted, and what they owe. */
const accountsOf = ({ call, read, done }: Caller) => ({
  accounts: async () =>
    (await read<{ readonly accounts: readonly AccountView[] }>(await call('GET', '/v1/accounts'))).accounts,
  addAccount: async (dialect: string) => read<NewAccountView>(await call('POST', '/v1/accounts', { dialect })),
  async settings(account: string, under = '') {
    const path = ofAccount(account, `settings?under=${encodeURIComponent(under)}`)
    return (await read<{ readonly settings: readonly SettingView[] }>(await call('GET', path))).settings
  },
  set: async (account: string, settings: Readonly<Record<string, unknown>>) =>
    read<AccountView>(await call('PATCH', ofAccount(account, 'settings'), { settings })),
  bills: async (account: string) => read<BillsView>(await call('GET', ofAccount(account, 'bills'))),
  orders: async () => (await read<{ readonly orders: readonly OrderView[] }>(await call('GET', '/v1/orders'))).orders,
  payOrder: (id: string) => done('POST', `/v1/orders/${encodeURIComponent(id)}/pay`),
  cancelOrder: (id: string) => done('POST', `/v1/orders/${encodeURIComponent(id)}/cancel`),
  suspend: (id: string, suspended: boolean) =>
    done(suspended ? 'PUT' : 'DELETE', `/v1/suspensions/${encodeURIComponent(id)}`),
})

/** What is broken on purpose. */
const faultsOf = ({ call, read, done }: Caller) => ({
  faults: async () => (await read<FaultPage>(await call('GET', '/v1/faults'))).faults,
  injectFault: async (fault: NewFault) => read<Fault>(await call('POST', '/v1/faults', fault)),
  endFault: (id: string) => done('DELETE', `/v1/faults/${encodeURIComponent(id)}`),
  endFaults: async () => (await read<{ readonly removed: number }>(await call('DELETE', '/v1/faults'))).removed,
})

/** What of the machine is plugged into subnets. */
const workloadsOf = ({ call, read, done }: Caller) => ({
  async workloads() {
    const all: WorkloadView[] = []
    for (let from = ''; ; ) {
      const { workloads, next } = await read<WorkloadPage>(await call('GET', `/v1/workloads${from}`))
      all.push(...workloads)
      if (next === undefined) return all
      from = `?after=${next}`
    }
  },
  async workload(id: string): Promise<WorkloadView | undefined> {
    const response = await call('GET', `/v1/workloads/${encodeURIComponent(id)}`)
    return response.status === 404 ? undefined : read(response)
  },
  addWorkload: async (body: WorkloadBody): Promise<WorkloadView> => read(await call('POST', '/v1/workloads', body)),
  removeWorkload: (id: string) => done('DELETE', `/v1/workloads/${encodeURIComponent(id)}`),
})

/** `address` is the admin port's: "http://127.0.0.1:7781". */
export function createNativeClient(address: string): NativeClient {
  const caller = createCaller(address)
  const { call, read } = caller
  return {
    ...accountsOf(caller),
    ...principalsOf(caller),
    ...faultsOf(caller),
    ...workloadsOf(caller),
    async tunnels() {
      const all: TunnelView[] = []
      for (let from = ''; ; ) {
        const { tunnels, next } = await read<TunnelPage>(await call('GET', `/v1/tunnels${from}`))
        all.push(...tunnels)
        if (next === undefined) return all
        from = `?after=${next}`
      }
    },
    async tunnel(id) {
      const response = await call('GET', `/v1/tunnels/${encodeURIComponent(id)}`)
      return response.status === 404 ? undefined : read(response)
    },
    dryRun: async (asked) => read(await call('POST', '/v1/dry-run', asked)),
    async events(query) {
      const asked = Object.entries(query).map(([name, value]) => [name, String(value)])
      return read(await call('GET', `/v1/events?${new URLSearchParams(asked)}`))
    },
    addHost: async (host) => read(await call('POST', '/v1/hosts', host)),
    async host(id) {
      const response = await call('GET', `/v1/hosts/${id}`)
      return response.status === 404 ? undefined : read(response)
    },
    async removeHost(id) {
      await call('DELETE', `/v1/hosts/${id}`)
    },
    ping: async (host, body) => read(await call('POST', `/v1/hosts/${host}/ping`, body)),
    routing: async (gateway) => read(await call('GET', `/v1/gateways/${gateway}/routing`)),
    addRoutes: async (routes) =>
      (await read<{ readonly routes: readonly RouteView[] }>(await call('POST', '/v1/routes', { routes }))).routes,
    async removeRoute(id) {
      await call('DELETE', `/v1/routes/${id}`)
    },
    async deviceConfiguration(connection, query) {
      const path = `/v1/connections/${encodeURIComponent(connection)}/device-configuration`
      return read(await call('GET', `${path}?${new URLSearchParams(query)}`))
    },
    preflight: async (tunnel, body) =>
      read(await call('POST', `/v1/tunnels/${encodeURIComponent(tunnel)}/preflight`, body)),
    async crash(tunnel, downMs) {
      const response = await call('POST', `/v1/tunnels/${tunnel}/crash`, { downMs })
      if (!response.ok) throw new NativeApiError(await reasonOf(response))
    },
    throughput: async (host, body) => read(await call('POST', `/v1/hosts/${host}/throughput`, body)),
  }
}
