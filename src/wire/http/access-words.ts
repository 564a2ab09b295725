import type { Policy } from '../../access/authorize.ts'
import type { Resource, ResourceRef } from '../../domain/resource.ts'
import type { Result } from '../../domain/result.ts'
import type { Account } from '../../store/port.ts'

/** What a name in policies is the name of, in one call. */
export interface NamedSubject {
  /** The one resource, the first of these that is there: policies may ask for its tags, and its group is that of the call. */
  readonly is?: readonly ResourceRef[]
  /** For what is not there yet: the resource whose group it is going to be in. */
  readonly joins?: ResourceRef
  /** A part that the call names without the whole: what it is of is what is asked for, under this name. */
  readonly partOf?: { readonly part: ResourceRef; whole(part: Resource): string | undefined }
  /** Where neither is known: the group that the call names, or that a new resource is in without a name. */
  readonly resourceGroup?: string
}

/** The call that is judged. */
export interface JudgedCall {
  readonly account: Account
  readonly effect: 'read' | 'write'
  /** As they were sent, without those that the operation does not read. */
  readonly parameters: Readonly<Record<string, unknown>>
}

/** A dialect's language of policies. All of it is pure. */
export interface AccessWords {
  /** What a document says; the error is a sentence for a person. */
  readPolicy(document: string): Result<Policy, string>
  /** The document of a policy that the cloud has for everybody. */
  systemPolicy(name: string): string | undefined
  /** `resource` as an operation's permission has filled it in. */
  named(resource: string, call: JudgedCall): NamedSubject
  /** What policies may ask of a resource by what it is part of; of each of these likewise. */
  wholesOf?(resource: Resource): readonly ResourceRef[]
  /** The group of what names none. */
  usualGroup(account: Account): string | undefined
}
