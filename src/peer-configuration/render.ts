import type { BgpPassword } from '../domain/bgp-password.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import { checkOf } from './derived.ts'
import type { Device, Refusal } from './device.ts'
import { problemOf, readInputs } from './inputs.ts'
import { printLines } from './lines.ts'
import type { Peer } from './peer.ts'
import { refusalsOf } from './refuse.ts'

/** A file that holds the pre-shared key, and is to be kept as one does. */
export interface RenderedFile {
  readonly name: string
  readonly text: string
}

export interface Rendering {
  readonly files: readonly RenderedFile[]
  readonly notes: readonly string[]
  /** Inputs that a placeholder stands for. */
  readonly missing: readonly string[]
}

export interface InputProblem {
  readonly input: string
  readonly why: string
}

/** What was wrong with the inputs, which comes first, or all that the device cannot say. */
export type RenderFailure =
  | { readonly of: 'inputs'; readonly problems: readonly InputProblem[] }
  | { readonly of: 'connection'; readonly refusals: readonly Refusal[] }

function inputProblems(device: Device, given: Readonly<Record<string, string>>): readonly InputProblem[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const input = device.inputs.find((each) => each.name === name)
    const has = device.inputs.length === 0 ? 'none' : device.inputs.map((each) => each.name).join(', ')
    const why = input === undefined ? `${device.title} has no such input: it has ${has}` : problemOf(input, value)
    return why === undefined ? [] : [{ input: name, why }]
  })
}

/** What is counted in checks is not always the time that the gateway takes. */
function checkNotes({ ipsec }: Device, { tunnels }: Peer): readonly string[] {
  const unlike = tunnels.flatMap((tunnel) => {
    const check = ipsec === undefined ? undefined : checkOf(tunnel, ipsec.checkSeconds.least)
    const timeout = tunnel.deadPeerDetection?.timeoutSeconds ?? 0
    return check === undefined || check.interval * check.retries === timeout ? [] : [{ ...check, timeout }]
  })
  return unlike.map(
    ({ interval, retries, timeout }) =>
      `The gateway holds a silent peer dead after ${timeout} s, this end after ${retries} checks of ${interval} s.`,
  )
}

const executed = ({ title, executedBy }: Device): string =>
  executedBy === undefined
    ? `generated, not executed on a device: read it before ${title} does`
    : `executed in tests by ${executedBy}`

function header(device: Device, peer: Peer, notes: readonly string[], missing: readonly string[]): readonly string[] {
  return [
    `Connection ${peer.connection.replace(/[^\w.-]/g, '?')}, for ${device.title} (${device.release}); ${executed(device)}.`,
    ...notes,
    ...(missing.length === 0 ? [] : [`To be filled in: ${missing.join(', ')}.`]),
  ].map((line) => `${device.comment} ${line}`)
}

export interface RenderOptions {
  readonly inputs?: Readonly<Record<string, string>>
  /** False writes a placeholder in its place, and in that of the password of a BGP session. */
  readonly showsKey?: boolean
}

const passwordPlaceholder = '<BGP-PASSWORD>' as BgpPassword

const withoutPasswords = (peer: Peer): Peer => ({
  ...peer,
  tunnels: peer.tunnels.map((tunnel) =>
    tunnel.session?.password === undefined
      ? tunnel
      : { ...tunnel, session: { ...tunnel.session, password: passwordPlaceholder } },
  ),
})

/** The whole configuration of the connection's other end, or why there is none: never a half of it. Equal peers give equal texts. */
export function renderPeer(device: Device, given: Peer, options: RenderOptions = {}): Result<Rendering, RenderFailure> {
  const values = options.inputs ?? {}
  const problems = inputProblems(device, values)
  if (problems.length > 0) return fail({ of: 'inputs', problems })
  const refusals = refusalsOf(device, given)
  if (refusals.length > 0) return fail({ of: 'connection', refusals })
  const { showsKey = true } = options
  const peer = showsKey ? given : withoutPasswords(given)
  const inputs = readInputs(peer, values, showsKey)
  const files = device.render(peer, inputs)
  const missing = device.inputs.map(({ name }) => name).filter((name) => inputs.missing.has(name))
  const notes = [...device.notes(peer), ...checkNotes(device, peer)]
  return ok({
    files: files.map(({ name, lines }) => {
      const head = header(device, peer, notes, missing)
      // A program says in its first line what runs it.
      const body = printLines(lines, device.indent)
      const all = body[0]?.startsWith('#!') === true ? [body[0], ...head, ...body.slice(1)] : [...head, ...body]
      return { name, text: `${all.join('\n')}\n` }
    }),
    notes,
    missing,
  })
}
