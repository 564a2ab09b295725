import type { Change, Command } from '../../commands/command.ts'
import { modifyConnection } from '../../commands/modify-connection.ts'
import { addressAt, type Ipv4Address, type Ipv4Prefix } from '../../domain/address.ts'
import type { HealthCheck } from '../../domain/health-check.ts'
import { ok } from '../../domain/result.ts'
import { type Scope, StoreConflict, StoreUnavailable } from '../../store/port.ts'
import { storeChange } from '../../wire/http/store-change.ts'
import type { SeededChoice } from '../seeded-choice.ts'
import type { Candidate, Facts, Intent, NativeParts } from './intent.ts'
import type { Known, Model } from './model.ts'
import type { WireAnswer } from './signing.ts'

class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: string

  constructor(code: string) {
    super(code)
    this.code = code
  }
}

async function execute<Input, Current>(
  { store }: NativeParts,
  scope: Scope,
  command: Command<Input, Current>,
  input: Input,
): Promise<WireAnswer> {
  const answer = (error?: string): WireAnswer => ({
    requestId: '',
    body: {},
    ...(error === undefined ? {} : { error }),
  })
  try {
    await store.write(async (transaction): Promise<Change> => {
      const decided = command.decide(await command.load(transaction.scoped(scope), input), input)
      if (!decided.ok) throw new Refused(decided.error.code)
      const refusal = await storeChange(transaction, decided.value)
      if (refusal !== undefined) throw new Refused(refusal.code)
      return decided.value
    })
    return answer()
  } catch (cause) {
    if (cause instanceof Refused) return answer(cause.code)
    if (cause instanceof StoreUnavailable) return answer('ServiceUnavailable')
    if (cause instanceof StoreConflict) return answer('conflict')
    throw cause
  }
}

export const spellCheck = (check: HealthCheck | undefined): string =>
  check === undefined
    ? ''
    : `${check.source} ${check.destination} ${check.intervalMilliseconds} ${check.timeoutMilliseconds} ${check.threshold} ${check.onFailure}`

const everything = '0.0.0.0/0'

/** The router of one of the prefix's subnets, which answers, or a host that nobody is. */
function drawAddress(model: Model, choice: SeededChoice, prefix: string): Ipv4Address | undefined {
  const start = prefix.split('.').slice(0, 2).join('.')
  const subnets = [...model.usable('alibaba', 'subnet'), ...model.usable('tencent', 'subnet')]
    .flatMap(({ facts }) => facts.prefix ?? [])
    .filter((subnet) => subnet.startsWith(`${start}.`))
  const subnet = choice.chance(80) ? choice.pick(subnets) : undefined
  return addressAt((subnet ?? prefix) as Ipv4Prefix, subnet === undefined ? 9 : 1)
}

function drawCheck(model: Model, choice: SeededChoice, { facts }: Known): HealthCheck | undefined {
  const { local, remote } = facts
  if (local === undefined || remote === undefined) return undefined
  const networks = (cloud: 'alibaba' | 'tencent') =>
    model.usable(cloud, 'network').flatMap(({ facts: is }) => is.prefix ?? [])
  const own = local === everything ? choice.pick(networks('alibaba')) : local
  const far = remote === everything ? choice.pick(networks('tencent')) : remote
  if (own === undefined || far === undefined || own === far) return undefined
  const source = drawAddress(model, choice, own)
  const destination = drawAddress(model, choice, far)
  if (source === undefined || destination === undefined) return undefined
  return {
    source,
    destination,
    intervalMilliseconds: choice.pick([2000, 5000]) ?? 5000,
    timeoutMilliseconds: 1000,
    threshold: choice.between(1, 3),
    onFailure: choice.chance(50) ? 'withdraw' : 'keep',
  }
}

/** No cloud's operation asks for a health check yet, so the command that they will call is run as they run commands. */
function modification(model: Model, choice: SeededChoice, connection: Known, scope: Scope): Intent | undefined {
  const index = connection.facts['tunnel 2 key'] !== undefined && choice.chance(50) ? 2 : 1
  const check = choice.chance(80) ? drawCheck(model, choice, connection) : null
  if (check === undefined) return undefined
  const facts: Facts = { [`tunnel ${index} health check`]: spellCheck(check ?? undefined) }
  const { id } = connection
  const input = { id, patch: () => ok({ tunnels: [{ index, healthCheck: check } as const] }) }
  return {
    call: { cloud: 'native', action: 'modify-connection', version: '', region: '', parameters: { id } },
    native: (parts) => execute(parts, scope, modifyConnection, input),
    effect: { do: 'change', id, facts },
  }
}

export function candidates(
  model: Model,
  choice: SeededChoice,
  scopes: Readonly<Record<'alibaba' | 'tencent', Scope>>,
): readonly Candidate[] {
  const connections = [...model.usable('tencent', 'connection'), ...model.usable('alibaba', 'connection')]
  const make = () => {
    const connection = choice.pick(connections)
    if (connection === undefined || connection.cloud === 'native') return undefined
    return modification(model, choice, connection, scopes[connection.cloud])
  }
  return [{ weight: connections.length > 0 ? 3 : 0, make }]
}
