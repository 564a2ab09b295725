/** Why a request's signature cannot even be compared. Each dialect knows which code each kind becomes. */

export type MissingPart = 'missing-key-id' | 'missing-timestamp' | 'missing-nonce'

/** A sentence for whoever reads the error; `parameter` is the name that the client should have sent. */
interface Missing<Kind extends string> {
  readonly kind: Kind
  readonly parameter: string
  readonly detail: string
}

/** `Own` and `OwnMissing` are the kinds that the signatures of one cloud alone know. */
export type SignatureProblem<Own extends string = never, OwnMissing extends string = never> =
  | {
      readonly kind:
        | 'unsigned'
        | 'malformed'
        | 'unsupported-scheme'
        | 'header-not-signed'
        | 'signed-header-absent'
        | 'malformed-parameters'
        | 'malformed-timestamp'
        | Own
      readonly detail: string
    }
  | Missing<MissingPart | OwnMissing>

/** Something that was not sent, in a cloud's own wording. */
export const missingIn =
  (wording: (parameter: string) => string) =>
  <Kind extends string>(kind: Kind, parameter: string): Missing<Kind> => ({
    kind,
    parameter,
    detail: wording(parameter),
  })
