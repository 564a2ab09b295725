import { InvalidArgumentError } from 'commander'

/** All hosts take packets of 576 bytes (RFC 791 section 3.1); Ethernet takes 1500. */
const [leastMtu, mostMtu] = [576, 1500]

export function tunnelMtu(text: string): number {
  const bytes = Number(text)
  if (Number.isInteger(bytes) && bytes >= leastMtu && bytes <= mostMtu) return bytes
  throw new InvalidArgumentError(`write bytes, from ${leastMtu} to ${mostMtu}`)
}

export function bfdInterval(text: string): number {
  const milliseconds = Number(text)
  if (Number.isInteger(milliseconds) && milliseconds >= 50 && milliseconds <= 5000) return milliseconds
  throw new InvalidArgumentError('write milliseconds, from 50 to 5000')
}
