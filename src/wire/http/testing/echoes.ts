/** Which fields of an answer say what was sent in which fields of a request. */
import type { Operation } from '../../../operations/operation.ts'
import type { DescribedField } from '../../../operations/response.ts'
import type { CallContext } from '../context.ts'

export interface Echo {
  /** The request's field, by its path without list positions. */
  readonly sent: string
  /** The answer's field, by its path. */
  readonly shown: string
  /** It comes back as it was sent, and not in other words. */
  readonly verbatim: boolean
}

type Response = Readonly<Record<string, DescribedField>>

function echoesIn(response: Response, sent: readonly string[], shown: string): readonly Echo[] {
  return Object.entries(response).flatMap(([name, { origin, fields }]): readonly Echo[] => {
    const own = origin?.kind === 'given' ? origin.fields : undefined
    const paths = own === undefined ? sent : sent.flatMap((before) => own.map((field) => `${before}${field}`))
    const here = `${shown}${name}`
    if (fields !== undefined && Object.keys(fields).length > 0) {
      return echoesIn(fields, own === undefined ? sent : paths.map((path) => `${path}.`), `${here}.`)
    }
    if (own === undefined) return []
    const verbatim = origin?.kind === 'given' && origin.spelt === undefined
    return paths.map((path) => ({ sent: path, shown: here, verbatim }))
  })
}

/** The part of an operation's answer in which one resource stands. */
function partAt(response: Response, path: string): Response {
  let part = response
  for (const name of path.split('.').filter((each) => each !== '')) part = part[name]?.fields ?? {}
  return part
}

/** Those of a describing operation's answer, from `at` inwards. */
export const echoesOf = ({ response }: Operation<CallContext>, at = ''): readonly Echo[] =>
  echoesIn(partAt(response, at), [''], '')
