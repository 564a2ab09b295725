/** The official SDKs, unmodified. */
import { $OpenApiUtil } from '@alicloud/openapi-core'
import RPCClient from '@alicloud/pop-core'
import * as vpc from '@alicloud/vpc20160428'
import { type Body, type Caller, flatten, region } from './caller.ts'

export const vpcClient = ({ key }: Caller, port: number, more: Record<string, string> = {}) =>
  new vpc.default.default(
    new $OpenApiUtil.Config({
      accessKeyId: key.id,
      accessKeySecret: key.secret,
      protocol: 'HTTP',
      endpoint: `127.0.0.1:${port}`,
      ...more,
    }),
  )

export const cenClient = ({ key }: Caller, port: number) =>
  new RPCClient({
    accessKeyId: key.id,
    accessKeySecret: key.secret,
    endpoint: `http://127.0.0.1:${port}`,
    apiVersion: '2017-09-12',
  })

/** An action with its parameters by the names that the documents have, and the answer by these. */
export type Call = (action: string, parameters?: Body) => Promise<Body>

interface Model {
  toMap(): Body
}

/** A class of the SDK's, which knows its members' names on the wire and their types. */
interface ModelClass {
  new (members: Body): Model
  names(): Readonly<Record<string, string>>
  types(): Readonly<Record<string, unknown>>
}

const isModelClass = (type: unknown): type is ModelClass => typeof type === 'function' && 'names' in type

function typed(type: unknown, value: unknown): unknown {
  if (isModelClass(type)) return modelOf(type, value as Body)
  const { itemType } = (type ?? {}) as { readonly itemType?: unknown }
  return Array.isArray(value) ? value.map((item) => typed(itemType, item)) : value
}

/** Throws for a parameter that the SDK does not know. */
function modelOf(model: ModelClass, parameters: Body): Model {
  const members = new Map(Object.entries(model.names()).map(([member, name]) => [name, member]))
  const types = model.types()
  const entries = Object.entries(parameters).map(([name, value]) => {
    const member = members.get(name)
    if (member === undefined) throw new TypeError(`${model.name} has no ${name}`)
    return [member, typed(types[member], value)] as const
  })
  return new model(Object.fromEntries(entries))
}

const memberOf = (action: string): string => `${action.charAt(0).toLowerCase()}${action.slice(1)}`

/** Calls by the SDK's own methods and classes, V3. */
export function sdkCall(caller: Caller, port: number): Call {
  const client: unknown = vpcClient(caller, port)
  // Its methods and classes are named after the actions; each method takes the class of its request.
  const methods = client as Readonly<Record<string, (request: Model) => Promise<{ readonly body?: Model }>>>
  const models = vpc as unknown as Readonly<Record<string, ModelClass>>
  return async (action, parameters = {}) => {
    const model = models[`${action}Request`]
    if (model === undefined) throw new TypeError(`the SDK has no ${action}`)
    const answer = await methods[memberOf(action)]?.(modelOf(model, { RegionId: region, ...parameters }))
    return answer?.body?.toMap() ?? {}
  }
}

/** Calls by pop-core, V1: each other one by GET. */
export function popCall({ key }: Caller, port: number, apiVersion: string): Call {
  const { id: accessKeyId, secret: accessKeySecret } = key
  const client = new RPCClient({ accessKeyId, accessKeySecret, endpoint: `http://127.0.0.1:${port}`, apiVersion })
  let count = 0
  return (action, parameters = {}) => {
    count += 1
    const flat = Object.fromEntries(flatten({ RegionId: region, ...parameters }))
    return client.request<Body>(action, flat, { method: count % 2 === 0 ? 'GET' : 'POST' })
  }
}
