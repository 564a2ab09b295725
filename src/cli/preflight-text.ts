import type { RunningSas } from '../domain/preflight.ts'
import { plainTable } from '../terminal/plain-table.ts'
import { notTriedSentences, type PreflightStepView, type PreflightView } from '../wire/native/preflight.ts'
import type { ExplainedTunnel } from '../wire/native/tunnels.ts'
import { explanationRows, tunnelTitle } from './explanation-text.ts'

const parts: Readonly<Record<PreflightStepView['part'], string>> = {
  ike: 'IKE SA',
  authentication: 'authentication',
  child: 'Child SA',
  rekeying: 'rekeying',
}

const running: Readonly<Record<RunningSas, string>> = {
  none: 'It had no SA that carries, and has none.',
  kept: 'The SAs that carry are as they were.',
  rekeyed: 'A Child SA that carries has been rekeyed.',
  ended: 'SAs that carried have ended meanwhile.',
}

function outcome(step: PreflightStepView): readonly [string, string] {
  if (step.outcome === 'ok') return ['ok', step.proposal ?? '']
  if (step.outcome === 'not-tried') return ['not tried', notTriedSentences[step.why]]
  return ['FAILED', step.explanation?.sentence ?? step.failure.detail]
}

const selectorsOf = ({ selectors }: PreflightStepView): string =>
  selectors === undefined ? '' : ` ${selectors.local.join(' ')} === ${selectors.remote.join(' ')}`

/** What came of each part, for people, and of what failed what to change. */
export function preflightText(tunnel: ExplainedTunnel, tried: PreflightView): string {
  const rows = tried.steps.map((step) => [`${parts[step.part]}${selectorsOf(step)}`, ...outcome(step)])
  const failed = tried.steps.flatMap((step) => {
    if (step.outcome !== 'failed' || step.explanation === undefined) return []
    return [`${parts[step.part]}:\n${plainTable(explanationRows(step.explanation, tried))}`]
  })
  return [tunnelTitle(tunnel), plainTable(rows), ...failed, running[tried.running]].join('\n\n')
}
