import type { DataPlane } from '../dataplane/port.ts'
import { PreflightImpossible } from '../dataplane/preflight.ts'
import type { PreflightStep } from '../domain/preflight.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Random } from '../runtime/random.ts'
import type { Store } from '../store/port.ts'
import { nativeActor } from '../wire/native/audit.ts'
import type { PreflightParts, PreflightRefusal, PreflightStepView, PreflightView } from '../wire/native/preflight.ts'
import type { Explaining, TriedTunnel } from './explaining.ts'

interface Parts {
  readonly store: Pick<Store, 'write'>
  readonly explaining: Pick<Explaining, 'toTry' | 'explainFailure'>
  readonly plane: Pick<DataPlane, 'preflight'>
  readonly clock: Clock
  readonly random: Random
}

const notMade: PreflightRefusal = { refused: 'not-configured', message: 'nothing carries it, or it is suspended' }

/** Tries tunnels, explains what fails as that of a tunnel that is down, and keeps each preflight among the events. */
export function createPreflighting({ store, explaining, plane, clock, random }: Parts): PreflightParts {
  const view = async (id: string, step: PreflightStep): Promise<PreflightStepView> => {
    if (step.outcome !== 'failed') return step
    const explanation = await explaining.explainFailure(id, step.failure)
    return { ...step, ...(explanation === undefined ? {} : { explanation }) }
  }

  const keep = ({ connection }: TriedTunnel, { at, tunnel, steps, running }: PreflightView): Promise<void> => {
    const found = steps.flatMap((step) =>
      step.outcome === 'failed' ? [step.explanation?.cause ?? step.failure.reason] : [],
    )
    const { id, account, region } = connection
    return store.write((transaction) =>
      transaction.appendEvent({
        ...{ at, account, region, actor: nativeActor, requestId: random.uuid(), action: 'Preflight' },
        resources: [{ kind: 'connection', id }],
        preflight: { tunnel, found, running },
      }),
    )
  }

  return {
    async preflight(id, { authenticate, rekey }) {
      const tried = await explaining.toTry(id)
      if (tried === undefined) return undefined
      const { spec, root, end, other } = tried
      if (spec === undefined || root === undefined) return notMade
      const at = clock.now()
      // Ends of this installation let any number of IKE SAs stand.
      const standsBeside = authenticate || other !== undefined
      const outcome = await plane.preflight(root, spec, { standsBeside, rekey }).catch((error: unknown) => {
        if (error instanceof PreflightImpossible) return error
        throw error
      })
      if (outcome instanceof PreflightImpossible) return { refused: outcome.code, message: outcome.message }
      const steps = await Promise.all(outcome.steps.map((step) => view(id, step)))
      const found = steps.some((step) => step.outcome === 'failed')
      const seen = { tunnel: id, at, found, running: outcome.running, steps, end, ...(other && { other }) }
      await keep(tried, seen)
      return seen
    },
  }
}
