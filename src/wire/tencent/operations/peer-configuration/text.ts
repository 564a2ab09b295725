import type { Result } from '../../../../domain/result.ts'
import type { Device } from '../../../../peer-configuration/device.ts'
import { wanInterface } from '../../../../peer-configuration/inputs.ts'
import type { Peer } from '../../../../peer-configuration/peer.ts'
import { type RenderFailure, renderPeer } from '../../../../peer-configuration/render.ts'

function reasons(failure: RenderFailure): readonly string[] {
  if (failure.of === 'inputs') return failure.problems.map(({ input, why }) => `${input} ${why}`)
  return failure.refusals.map(({ what, value, why }) => `${what} (${value}): ${why}`)
}

/** The operation has no error for it: nothing is configured, and comments say why. */
const nothing = ({ comment, title }: Device, connection: string, why: readonly string[]): readonly string[] => [
  `${comment} Connection ${connection}: there is no configuration of ${title} for it, as it stands.`,
  ...why.map((reason) => `${comment} ${reason}.`),
]

/** The whole configuration of the connection's other end as one text, its lines ended as in the document's example. */
export function configurationText(
  device: Device,
  connection: string,
  peer: Result<Peer, string>,
  outerInterface: string,
): string {
  const lines = (texts: readonly string[]) => texts.map((text) => `${text}\r\n`).join('')
  if (!peer.ok) return lines(nothing(device, connection, [peer.error]))
  const rendered = renderPeer(device, peer.value, { inputs: { [wanInterface.name]: outerInterface } })
  if (!rendered.ok) return lines(nothing(device, connection, reasons(rendered.error)))
  return lines(rendered.value.files.flatMap(({ text }) => text.trimEnd().split('\n')))
}
