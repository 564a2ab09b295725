import { type Ipv4Prefix, parseIpv4Prefix } from '../../domain/address.ts'

/**
 * charon's `install_route`, about a selector that it spells as a prefix or as a range "10.1.1.5..10.1.1.20", with protocol
 * and ports behind it in brackets.
 */
const failedLine = /^error installing route with policy ([\d.]+?)(?:\.\.[\d.]+)?(\/\d+)?(?:\[\S*\])? === /

/**
 * The local selector of a Child SA that could not be installed because the daemon's namespace owns no address inside of it;
 * of a range its first address. Undefined where the line says something else.
 *
 * libipsec before strongSwan 5.9.12 wants such an address as the preferred source of the route that goes with a policy. Which
 * selector it is decides the peer (RFC 7296 section 2.9), so it is known once the daemon has failed, and not before.
 */
export function readUnownedSelector(line: string): Ipv4Prefix | undefined {
  const [, first, length = '/32'] = failedLine.exec(line) ?? []
  return first === undefined ? undefined : parseIpv4Prefix(`${first}${length}`)
}

/** Whether charon says that it has seen an address that was added; a negotiation that starts from then on finds it. */
export const isAddressSeen = (line: string): boolean => /^\S+ appeared on /.test(line)
