/** What an answer always has: a plain value, or a list or an object in which there is nothing. */
export type Constant = string | number | boolean | readonly never[] | Readonly<Record<string, readonly never[]>>

/** Where the value of a response field comes from: for the reference, and for the tests that hold a declaration to it. */
export type Source =
  | {
      readonly kind: 'given'
      /** Fields of the requests that set it, as paths within what the object around it was given as. */
      readonly fields: readonly string[]
      /** What it is where none of them was sent. */
      readonly otherwise?: string
      /** How it is written, where not as it was sent. */
      readonly spelt?: string
    }
  | { readonly kind: 'observed' | 'stored' | 'derived'; readonly what: string }
  | { readonly kind: 'constant'; readonly value: Constant; readonly why: string }

/**
 * What a Create or a Modify operation was sent in this field, or in the first of several that was sent. Where the object
 * around it is given too, the path starts inside of that: `Psk`, in what is given as `IkeConfig`, is `IkeConfig.Psk`.
 */
export const given = (
  field: string | readonly string[],
  how: { readonly otherwise?: string; readonly spelt?: string } = {},
): Source => ({ kind: 'given', fields: typeof field === 'string' ? [field] : field, ...how })

/** What the data plane shows. */
export const observed = (what: string): Source => ({ kind: 'observed', what })

/** What was settled when the resource was made, without its being asked for: its id, its time. */
export const stored = (what: string): Source => ({ kind: 'stored', what })

/** Worked out from other things. */
export const derived = (what: string): Source => ({ kind: 'derived', what })

/** As the reference prints it. */
export function describeSource(source: Source): string {
  switch (source.kind) {
    case 'given': {
      const fields = source.fields.map((field) => `\`${field}\``).join(' or ')
      const spelt = source.spelt === undefined ? 'as given' : `as ${source.spelt}`
      return `${fields} ${spelt}${source.otherwise === undefined ? '' : `, else ${source.otherwise}`}`
    }
    case 'observed':
      return `observed: ${source.what}`
    case 'stored':
    case 'derived':
      return source.what
    case 'constant':
      return `constant ${JSON.stringify(source.value)}: ${source.why}`
  }
}
