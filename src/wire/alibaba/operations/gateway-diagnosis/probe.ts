/** IPsecExtendInfo: between which private addresses a connection is to carry packets. */
import { type Ipv4Address, parseIpv4Address } from '../../../../domain/address.ts'
import * as t from '../../../../operations/wire-type.ts'

export interface Probe {
  readonly source: Ipv4Address
  readonly destination: Ipv4Address
}

const mostProbes = 20

function readProbe(value: unknown): Probe | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { PrivateSourceIp, PrivateDestinationIp } = value as Readonly<Record<string, unknown>>
  const source = parseIpv4Address(String(PrivateSourceIp))
  const destination = parseIpv4Address(String(PrivateDestinationIp))
  return source === undefined || destination === undefined ? undefined : { source, destination }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A pair, or a list of such: the document's text has one, its example the other. */
function readProbes(text: string): readonly Probe[] | undefined {
  const read = [readJson(text)].flat()
  const probes = read.map(readProbe).filter((probe) => probe !== undefined)
  return probes.length === read.length && probes.length > 0 && probes.length <= mostProbes ? probes : undefined
}

export const probes = t.parsed(
  `{"PrivateSourceIp": …, "PrivateDestinationIp": …} as JSON, or up to ${mostProbes} of such in a list`,
  readProbes,
  ['10.0.1.9', '10.0.1.8'].map((source) =>
    JSON.stringify({ PrivateSourceIp: source, PrivateDestinationIp: '172.16.0.9' }),
  ),
)
