/** Reads the parameters of Alibaba Cloud's RPC style: query and form, lists and structures flattened into dotted names. */
import { fail, ok, type Result } from '../../domain/result.ts'
import type { Fields, WireType } from '../../operations/decode.ts'
import type { HttpRequest } from '../http/message.ts'
import { mergedParameters } from '../http/signature-input.ts'

/** A request's parameters as a tree; text at its leaves, or what JSON held. */
export type Tree = Readonly<Record<string, unknown>>

/** Common to all requests, so of no operation's own ("Common parameters", Alibaba Cloud OpenAPI documentation). */
const commonParameters: ReadonlySet<string> = new Set([
  'AccessKeyId',
  'Action',
  'BearerToken',
  'Format',
  'SecureTransport',
  'SecurityToken',
  'Signature',
  'SignatureMethod',
  'SignatureNonce',
  'SignatureType',
  'SignatureVersion',
  'SourceIp',
  'Timestamp',
  'Version',
])

/**
 * Query and form as one map, the form's value winning. The error is a sentence: a name that is given twice says two
 * things, and to pick one would be to guess.
 */
export function readParameters(request: HttpRequest): Parameters {
  const before = alreadyRead.get(request)
  if (before !== undefined) return before
  const parameters = merge(request)
  alreadyRead.set(request, parameters)
  return parameters
}

type Parameters = Result<ReadonlyMap<string, string>, string>

/** A request is recognised, read and answered, each time by its parameters, and never changes. */
const alreadyRead = new WeakMap<HttpRequest, Parameters>()

function merge(request: HttpRequest): Parameters {
  const merged = mergedParameters(request, 'optional')
  if (!merged.ok) return merged
  const parameters = new Map<string, string>()
  for (const [name, value] of merged.value) {
    if (parameters.has(name)) return fail(`The parameter "${name}" is given twice.`)
    parameters.set(name, value)
  }
  return ok(parameters)
}

/** Deeper than any operation's parameters; low enough that a name cannot be used to exhaust the stack. */
const deepest = 12

type Node = Map<string, Node | string>

function grow(root: Node, name: string, value: string): boolean {
  const segments = name.split('.')
  // "A..B" and "A." are nobody's structure: such a name is kept whole, to be refused as unknown.
  const path = segments.includes('') || segments.length > deepest ? [name] : segments
  let node = root
  for (const segment of path.slice(0, -1)) {
    const next = node.get(segment) ?? new Map<string, Node | string>()
    if (typeof next === 'string') return false
    node.set(segment, next)
    node = next
  }
  const leaf = path.at(-1) ?? name
  if (node.has(leaf)) return false
  node.set(leaf, value)
  return true
}

const position = /^(0|[1-9]\d{0,8})$/

/** Numbered members are a list, in the order of their numbers; gaps close. */
function settle(node: Node): unknown {
  const entries = [...node].map(([name, value]) => [name, typeof value === 'string' ? value : settle(value)] as const)
  if (entries.length > 0 && entries.every(([name]) => position.test(name))) {
    return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value)
  }
  return Object.fromEntries(entries)
}

/**
 * Builds the tree of the operation's own parameters. Empty text counts as absent, since clients send it for what is unset;
 * at the top it is kept, for what can be cleared by it (`withoutEmpty`). The error is a sentence about a name that is a value and a structure at once.
 */
export function unflatten(parameters: ReadonlyMap<string, string>): Result<Tree, string> {
  const root: Node = new Map()
  for (const [name, value] of parameters) {
    if (value === '' || commonParameters.has(name)) continue
    if (!grow(root, name, value)) return fail(`The parameter "${name}" is both a value and a structure.`)
  }
  const empty = [...parameters].filter(([name, value]) => value === '' && !name.includes('.') && !root.has(name))
  const left = empty.filter(([name]) => !commonParameters.has(name))
  return ok(
    Object.fromEntries([
      ...[...root].map(([name, value]) => [name, typeof value === 'string' ? value : settle(value)]),
      ...left,
    ]),
  )
}

/** The tree without the empty texts that none of these fields takes. */
export const withoutEmpty = (tree: Tree, fields: Fields): Tree =>
  Object.fromEntries(Object.entries(tree).filter(([name, value]) => value !== '' || takesEmpty(fields[name])))

const takesEmpty = (field: Fields[string] | undefined): boolean =>
  field?.use === 'used' && field.type.takesEmpty === true

const takesJson = ({ name }: WireType<unknown>): boolean => name === 'object' || name.startsWith('list of ')

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Where a list or a structure is declared, a client that cannot flatten sends it as JSON (the aliyun CLI does). */
function readJsonValue(value: unknown, type: WireType<unknown>): unknown {
  if (!takesJson(type)) return value
  const parsed = typeof value === 'string' ? parse(value) : value
  const { members } = type
  if (members === undefined) return parsed
  if (Array.isArray(parsed)) return parsed.map((item) => readJsonMembers(item, members))
  return readJsonMembers(parsed, members)
}

function readJsonMembers(value: unknown, fields: Fields): unknown {
  const object = typeof value === 'string' ? parse(value) : value
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return value
  return readJson(object as Tree, fields)
}

/** Puts what JSON text holds in the place of the text, for each declared list and structure, at any depth. */
export function readJson(tree: Tree, fields: Fields): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined
      return [name, field === undefined || field.use === 'ignored' ? value : readJsonValue(value, field.type)]
    }),
  )
}

/** The value at a dotted path of the tree, list positions counted from one. */
export function valueAt(tree: Tree, path: string): unknown {
  let value: unknown = tree
  for (const segment of path.split('.')) {
    if (Array.isArray(value)) value = value[Number(segment) - 1]
    else if (typeof value === 'object' && value !== null && Object.hasOwn(value, segment)) {
      value = (value as Tree)[segment]
    } else return undefined
  }
  return value
}
