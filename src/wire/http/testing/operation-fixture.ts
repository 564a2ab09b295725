/** What the contract of operations needs of a cloud: how to speak to it, and requests that are answered well. */
import type { Catalogue } from '../../../operations/catalogue.ts'
import type { Fields } from '../../../operations/decode.ts'
import type { Operation } from '../../../operations/operation.ts'
import type { CallContext } from '../context.ts'
import type { OnRead } from '../reads.ts'
import { type Asked, ofOperation } from './asked.ts'
import type { TestInstallation } from './installation.ts'
import type { Tree } from './request-places.ts'

export interface Reply {
  /** The cloud's code of a refusal. */
  readonly code?: string
  readonly message?: string
  readonly body: Tree
}

export interface OperationClient extends AsyncDisposable {
  readonly installation: TestInstallation
  /** What it signs with; the account's own key until another is put here. */
  signer?: { readonly id: string; readonly secret: string }
  send(asked: Asked, parameters: Tree): Promise<Reply>
}

/** Requests of one operation, made together with all that they need; several, where fields exclude each other. */
export type Requests = (client: OperationClient) => Promise<readonly Tree[]>

/** A value that is good only together with other fields. */
export class Together {
  readonly value: unknown
  readonly beside: Tree

  constructor(value: unknown, beside: Tree) {
    this.value = value
    this.beside = beside
  }
}

/** Two values that are good where a request is to have them, and mean different things. */
export type Values = (client: OperationClient, request: Tree) => Promise<readonly unknown[]>

/** What a refusal says; a string is the whole message. */
export interface Told {
  readonly code: string
  readonly message?: string | RegExp
}

/** A refusal for a field: its path as the cloud spells it, and the code that the declaration has for it. */
export type Tells = (path: string, own?: string) => Told

/** What a cloud alone keeps of a resource. */
interface Extras {
  readonly fields: Fields
  read(owner: never): unknown
}

export interface OperationFixture {
  readonly operations: Catalogue<CallContext>
  /** By the name that the cloud has for each. */
  readonly extras: Readonly<Record<string, Extras>>
  open(onRead?: OnRead): Promise<OperationClient>
  /** The cloud's codes that an operation's own declaration can end in. */
  producible(operation: Operation<CallContext>): ReadonlySet<string>
  /** Codes that any operation can end in. */
  readonly common: readonly string[]
  /** The number of a list's first element. */
  readonly firstIndex: 0 | 1
  /** The paths of fields that say where something is, and are sent again to see it. */
  readonly whereabouts: readonly string[]
  /** The same, of a resource whose own request does not say it. */
  readonly placed?: Readonly<Record<string, (client: OperationClient, id: unknown) => Promise<string | undefined>>>
  /** A value that is as good as none. */
  readonly nothing: unknown
  /** A value that stands alone, as this wire has it. */
  written(value: unknown): unknown
  readonly tells: {
    readonly unknown: Tells
    readonly missing: Tells
    wrongType(path: string, own: string | undefined, operation: Operation<CallContext>): Told
    readonly refused: Tells
  }
  /** By action, as all that follows; with the product in front of it where several have an action of the name. An operation that is not here is asked with nothing. */
  readonly requests: Readonly<Record<string, Requests>>
  /** By action: requests that are read in full and refused for what they ask for together. */
  readonly refusedLate?: Readonly<Record<string, Requests>>
  /** By action: makes what was made or changed part of a gateway, where it is none by itself. */
  readonly joined: Readonly<Record<string, (client: OperationClient, sent: Tree, reply: Reply) => Promise<void>>>
  /** By the path of a Modify's field: what else is shown otherwise when it changes, as the cloud has it. */
  readonly follows?: Readonly<Record<string, readonly string[]>>
  /** By the name of a filter, or by action and name: where an element of the list has what it asks for under another name. */
  readonly shownAs: Readonly<Record<string, string | ((element: Tree) => readonly unknown[])>>
  /** By the path of a field, or by action and path ("CreateVpc CidrBlock"), where the samples of its type are not good. */
  readonly values: Readonly<Record<string, Values>>
}

const nothing: Requests = async () => [{}]

export const requestsOf = ({ requests }: OperationFixture, operation: Operation<CallContext>): Requests =>
  ofOperation(requests, operation) ?? nothing
