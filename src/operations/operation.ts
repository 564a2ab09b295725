import type { DomainError, DomainErrorCode } from '../domain/error.ts'
import type { Result } from '../domain/result.ts'
import type { Settings } from '../domain/setting.ts'
import type { Fields, Problem, Values } from './decode.ts'
import type { NamesFieldsOf, Permission } from './permission.ts'
import { type DescribedField, encodeFields, type Json, type ResponseFields } from './response.ts'

/** An error as a dialect writes it. */
export interface WireError {
  readonly status: number
  readonly code: string
  /** `%s` stands for the error's subject, `%d` for its detail. */
  readonly message: string
  /** What else its answer says, in members of its own. */
  readonly besides?: Readonly<Record<string, Json>>
}

/**
 * The domain errors that an operation may end in. `true` takes the dialect's word for it; a `WireError` is the word that
 * the cloud's document has for this operation alone.
 */
export type DeclaredErrors = Readonly<Partial<Record<DomainErrorCode, true | WireError>>>

/** Where a request is made, as far as rules depend on it. */
export interface RulePlace {
  readonly region: string
  /** Of the account that asks. */
  readonly settings: Settings
}

/** What the cloud demands of several fields together, or of a field and the region that is asked for. */
export interface Rule<Request> {
  /** The cloud's code for breaking it. */
  readonly code: string
  /** For a person: "must not be given together with Filters". */
  readonly demand: string
  /** The path of the field that breaks it; undefined when it holds. */
  brokenBy(request: Request, place: RulePlace): string | undefined
}

/** Where to see a resource that an operation has made or changed. */
export interface ShownBy {
  /** The action that describes it: "DescribeCustomerGateways". */
  readonly operation: string
  /** The field of that operation that takes the resource's id, or a list of ids; absent where it lists all. */
  readonly by?: string
  /** What else has to be said there of a resource that this operation makes or changes. */
  readonly with?: Readonly<Record<string, string | number>>
  /** The id's path in the answer of the operation that declares this, or, where it has none, in its request. */
  readonly id: string
  /** The path in the describing operation's answer at which the resource stands, or a list of such; empty for the root. */
  readonly at: string
}

/**
 * An operation, declared once. Validation, the reference, the compatibility table and most tests derive from this.
 */
export interface Declaration<F extends Fields = Fields> {
  /** As the cloud spells it. */
  readonly action: string
  /** The product and version that the action belongs to: "Vpc 2016-04-28". */
  readonly service: string
  readonly summary: string
  /** The document that it was written from. */
  readonly source: string
  readonly permission: Permission
  readonly effect: 'read' | 'write'
  /** The field that makes a repeated request one request. */
  readonly idempotentBy?: keyof F & string
  /** The boolean field that asks for every check and no change. */
  readonly dryRunBy?: keyof F & string
  readonly request: F
  /** Held once every field is right for itself. */
  readonly rules?: readonly Rule<Values<F>>[]
  readonly errors: DeclaredErrors
  /** Which of them it ends in where nothing else is wrong, since what it asks for cannot be there. */
  readonly endsIn?: DomainErrorCode
  /** The error codes that the cloud's document has for it: each is declared here, never occurs, or does not yet. */
  readonly documented?: readonly string[]
  /** Of an operation that makes or changes something: which one shows what has become of it. */
  readonly shownBy?: ShownBy
  /** Codes of the cloud's document that cannot occur on any installation, each with its reason. */
  readonly neverOccurs?: Readonly<Record<string, string>>
  /** Codes of the cloud's document whose cause is not built yet, each with what is missing. */
  readonly notYet?: Readonly<Record<string, string>>
}

export interface Operation<Context> extends Omit<Declaration, 'rules'> {
  readonly rules: readonly Omit<Rule<unknown>, 'brokenBy'>[]
  /** The rules that the decoded values break, in the order of the declaration. */
  check(values: Readonly<Record<string, unknown>>, place: RulePlace): readonly Problem[]
  readonly response: Readonly<Record<string, DescribedField>>
  /** Decoded values in, view and its encoder out; the types inside are the declaration's own. */
  perform(
    context: Context,
    values: Readonly<Record<string, unknown>>,
  ): Promise<Result<{ readonly [name: string]: Json }, DomainError>>
}

/** Declares an operation of a dialect whose handlers are given a `Context`. */
export function operation<Context, F extends Fields, View, const Pattern extends string>(
  declaration: Declaration<F> & {
    readonly permission: { readonly resource: (Pattern | readonly Pattern[]) & NamesFieldsOf<Pattern, F> }
    readonly response: ResponseFields<View>
    run(context: Context, request: Values<F>): Promise<Result<View, DomainError>>
  },
): Operation<Context> {
  const rules = declaration.rules ?? []
  return {
    ...declaration,
    rules,
    check: (values, place) =>
      rules.flatMap((rule): readonly Problem[] => {
        const path = rule.brokenBy(values as Values<F>, place)
        return path === undefined ? [] : [{ path, kind: 'value', detail: rule.demand, code: rule.code }]
      }),
    async perform(context, values) {
      // `values` was decoded by these very fields (decodeFields), so it has their type.
      const result = await declaration.run(context, values as Values<F>)
      return result.ok ? { ok: true, value: encodeFields(declaration.response, result.value) } : result
    },
  }
}
