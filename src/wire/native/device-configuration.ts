import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Refusal } from '../../peer-configuration/device.ts'
import { deviceNamed, devices } from '../../peer-configuration/devices.ts'
import type { Input } from '../../peer-configuration/inputs.ts'
import { readPeer } from '../../peer-configuration/read-peer.ts'
import {
  type InputProblem,
  type RenderedFile,
  type RenderFailure,
  renderPeer,
} from '../../peer-configuration/render.ts'
import type { Store } from '../../store/port.ts'
import { failure, type NativeFailure } from './failure.ts'

/** A device that a connection can be written for. */
export interface DeviceView {
  readonly id: string
  readonly title: string
  readonly release: string
  /** Which program has read such configurations in tests; absent where none has. */
  readonly executedBy?: string
  readonly inputs: readonly { readonly name: string; readonly what: string; readonly usual?: string }[]
}

/** What the device at the other end of a connection is to be configured with. The files hold the pre-shared key. */
export interface DeviceConfigurationView {
  readonly connection: string
  readonly device: string
  readonly executedBy?: string
  readonly files: readonly RenderedFile[]
  readonly notes: readonly string[]
  /** Inputs that placeholders stand for in the files. */
  readonly missing: readonly string[]
}

/** Beside what every refusal says: all that the device cannot say, or that is wrong with the inputs. */
export interface DeviceConfigurationFailure extends NativeFailure {
  readonly refusals?: readonly Refusal[]
  readonly inputs?: readonly InputProblem[]
}

const viewInput = ({ name, what, usual }: Input) => ({ name, what, ...(usual === undefined ? {} : { usual }) })

const executed = (program: string | undefined) => (program === undefined ? {} : { executedBy: program })

export const deviceViews = (): readonly DeviceView[] =>
  devices.map(({ id, title, release, executedBy, inputs }) => ({
    id,
    title,
    release,
    ...executed(executedBy),
    inputs: inputs.map(viewInput),
  }))

const inputNames = [...new Set(devices.flatMap(({ inputs }) => inputs.map(({ name }) => name)))]

const query = {
  type: 'object',
  required: ['device'],
  additionalProperties: false,
  properties: {
    device: { enum: devices.map(({ id }) => id) },
    /** False leaves a placeholder in the key's place. */
    showsKey: { type: 'boolean', default: true },
    ...Object.fromEntries(inputNames.map((name) => [name, { type: 'string', maxLength: 1000 }])),
  },
} as const

type Query = { readonly device: string; readonly showsKey: boolean } & Readonly<Record<string, string | boolean>>

const about = ({ what, tunnel, value, why }: Refusal): string =>
  `${what}${tunnel === undefined ? '' : ` of tunnel ${tunnel}`} (${value}): ${why}`

function refusal(title: string, error: RenderFailure): { status: number; body: DeviceConfigurationFailure } {
  if (error.of === 'inputs') {
    const message = error.problems.map(({ input, why }) => `${input} ${why}`).join('; ')
    return { status: 400, body: { ...failure('invalid-request', message), inputs: error.problems } }
  }
  const message = `${title} cannot say all of it: ${error.refusals.map(about).join('; ')}`
  return { status: 409, body: { ...failure('device-cannot-say', message), refusals: error.refusals } }
}

interface Parts {
  readonly store: Store
  /** Of tunnels' devices, in bytes. */
  readonly tunnelMtu: number
}

async function answer(
  { store, tunnelMtu }: Parts,
  id: string,
  { device: name, showsKey, ...given }: Query,
  reply: FastifyReply,
) {
  const device = deviceNamed(name)
  if (device === undefined) return reply.code(404).send(failure('not-found', 'no such device', name))
  const peer = await store.read(async (reader) => {
    const connection = await reader.get('connection', id)
    return connection === undefined ? undefined : readPeer(reader, connection, tunnelMtu)
  })
  if (peer === undefined) return reply.code(404).send(failure('connection-not-found', 'no such connection', id))
  if (!peer.ok) return reply.code(409).send(failure('not-attached', peer.error, id))
  const inputs = Object.fromEntries(Object.entries(given).map(([input, value]) => [input, String(value)]))
  const rendered = renderPeer(device, peer.value, { inputs, showsKey })
  if (!rendered.ok) {
    const { status, body } = refusal(device.title, rendered.error)
    return reply.code(status).send(body)
  }
  const view: DeviceConfigurationView = {
    connection: id,
    device: name,
    ...executed(device.executedBy),
    ...rendered.value,
  }
  return reply.header('cache-control', 'no-store').send(view)
}

export function routeDeviceConfigurations(app: FastifyInstance, parts: Parts): void {
  const list = { config: { what: 'the devices that a connection’s other end can be written for, and what each asks' } }
  app.get('/v1/devices', list, async () => ({ devices: deviceViews() }))
  const what = 'what the device at its other end is configured with, the pre-shared key among it (showsKey=false: not)'
  app.get<{ Params: { id: string }; Querystring: Query }>(
    '/v1/connections/:id/device-configuration',
    { schema: { querystring: query }, config: { what } },
    async ({ params, query: asked }, reply) => answer(parts, params.id, asked, reply),
  )
}
