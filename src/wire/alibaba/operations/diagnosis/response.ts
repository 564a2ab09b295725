import * as r from '../../../../operations/response.ts'
import type { Page } from '../../paging.ts'

/** What is wrong with a connection, or with one of its tunnels. */
export interface Diagnosis {
  readonly connection: string
  readonly tunnel: string
  readonly severity: 'Critical' | 'Warn' | 'Normal'
  readonly failure?: {
    readonly code: string
    readonly reason: string
    /** Milliseconds since the epoch; undefined where that was not seen. */
    readonly at: number | undefined
    readonly log: string
    /** What the two ends have otherwise than one another, where the peer has sent it. */
    readonly mismatch?: { readonly local: string; readonly remote: string }
  }
}

export const diagnosisFields = {
  FailedReason: r.string(
    r.observed('why the tunnel is not up; absent where nothing has failed'),
    ({ failure }) => failure?.reason,
  ),
  FailedReasonCode: r.string(r.observed('the same as a word'), ({ failure }) => failure?.code),
  FailedTime: r.integer(r.observed('when it failed last, in milliseconds'), ({ failure }) => failure?.at),
  MismatchLocalParam: r.string(
    r.observed('what this end has otherwise than the peer; absent where the peer does not say'),
    ({ failure }) => failure?.mismatch?.local,
  ),
  MismatchRemoteParam: r.string(
    r.observed('what the peer has sent in its place'),
    ({ failure }) => failure?.mismatch?.remote,
  ),
  Severity: r.string(
    r.derived(
      'Critical where no tunnel of the connection is up, Warn where another one is, Normal where nothing failed',
    ),
    ({ severity }) => severity,
  ),
  SourceLog: r.string(r.observed('the daemon’s own words'), ({ failure }) => failure?.log),
  TunnelId: r.string(r.stored('its id; of several the one that failed last'), ({ tunnel }) => tunnel),
  VpnConnectionId: r.string(r.stored('its id'), ({ connection }: Diagnosis) => connection),
} satisfies r.ResponseFields<Diagnosis>

/** Lines of a log, as a page. */
export const logPage: r.ResponseFields<Page<string>> = {
  Count: r.integer(r.derived('how many lines are on this page'), ({ items }) => items.length),
  Data: r.structure(r.observed('what the data plane has shown'), (page) => page, {
    Logs: r.strings(r.observed('a line for each change, oldest first'), ({ items }: Page<string>) => items),
  }),
  IsCompleted: r.constant(true, 'what has been seen is told at once'),
  PageNumber: r.integer(r.given('PageNumber'), ({ number }) => number),
  PageSize: r.integer(r.given('PageSize'), ({ size }) => size),
}
