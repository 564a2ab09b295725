import { test } from 'node:test'
import { registerBgpContract } from './contract/bgp.ts'
import { registerLearnedRouteContract } from './contract/bgp-routes.ts'
import { registerChangeContract } from './contract/changes.ts'
import { registerConfigurationContract, registerRemovalContract } from './contract/configuration.ts'
import { registerDeviceContract } from './contract/devices.ts'
import { registerDisagreementContract } from './contract/disagreement.ts'
import { registerForwardingContract } from './contract/forwarding.ts'
import { registerGateContract } from './contract/gates.ts'
import { registerHealthContract } from './contract/health.ts'
import { registerIdentityContract } from './contract/identity.ts'
import { registerImpairmentContract } from './contract/impairments.ts'
import { type Check, type ContractSubject, createLab } from './contract/lab.ts'
import { registerNarrowingContract } from './contract/narrowing.ts'
import { registerChildSaContract, registerNegotiationContract } from './contract/negotiation.ts'
import { registerObservationContract } from './contract/observation.ts'
import { registerPlanningContract } from './contract/planning.ts'
import { registerPreflightContract } from './contract/preflight.ts'
import { registerReasonContract } from './contract/reasons.ts'
import { registerRefusalContract } from './contract/refusal.ts'
import { registerRoutingContract } from './contract/routing.ts'
import { registerRoutingSequenceContract } from './contract/routing-sequence.ts'
import { registerSimultaneousContract } from './contract/simultaneous.ts'
import { registerSubnetTableContract } from './contract/subnet-tables.ts'
import { registerWorkloadContract } from './contract/workloads.ts'

export type { ContractFeature, ContractSubject } from './contract/lab.ts'

type Register = (check: Check) => void

/** All of the contract; its parts take minutes each on a data plane of real daemons. */
export const contractParts = {
  negotiation: [
    registerNegotiationContract,
    registerChildSaContract,
    registerNarrowingContract,
    registerSimultaneousContract,
  ],
  refusal: [registerRefusalContract, registerDisagreementContract, registerIdentityContract],
  reasons: [registerReasonContract],
  preflight: [registerPreflightContract],
  configuration: [
    registerConfigurationContract,
    registerDeviceContract,
    registerRemovalContract,
    registerPlanningContract,
    registerObservationContract,
  ],
  changes: [registerChangeContract],
  routing: [
    registerForwardingContract,
    registerRoutingContract,
    registerRoutingSequenceContract,
    registerGateContract,
    registerSubnetTableContract,
  ],
  workloads: [registerWorkloadContract],
  health: [registerHealthContract],
  impairments: [registerImpairmentContract],
  bgp: [registerBgpContract, registerLearnedRouteContract],
} satisfies Readonly<Record<string, readonly Register[]>>

export type ContractPart = keyof typeof contractParts

/** Why a case is not run, by its title; undefined for one that is. */
export type LeftOut = (title: string) => string | undefined

/**
 * Registers the tests that any data plane passes. They look at the state of the world, never at the calls that were
 * made, and wait for conditions, never for a length of time. `make` gives an empty data plane, for each test one.
 */
export function dataPlaneContract(
  name: string,
  make: () => Promise<ContractSubject>,
  parts: readonly ContractPart[] = Object.keys(contractParts) as ContractPart[],
  leftOut: LeftOut = () => undefined,
): void {
  const check: Check = (title, body, needs) => {
    test(`${name}: ${title}`, async (t) => {
      const without = leftOut(title)
      if (without !== undefined) return t.skip(without)
      const subject = await make()
      try {
        const reason = needs === undefined ? undefined : subject.unsupported?.[needs]
        if (reason === undefined) await body(createLab(subject))
        else t.skip(reason)
      } finally {
        await subject.dispose()
      }
    })
  }
  for (const part of parts) for (const register of contractParts[part]) register(check)
}
