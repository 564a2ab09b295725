import { type ChildProposal, type IkeProposal, isAead } from '../domain/ike.ts'

/**
 * The one proposal that is asked for, as swanctl.conf(5) spells it: "aes128-sha1-modp1024". An AEAD algorithm brings its
 * own integrity, so that the integrity algorithm is named as pseudo-random function alone (RFC 5282 section 8).
 */
export const spellIkeProposal = ({ encryption, integrity, keyExchange }: IkeProposal): string =>
  isAead(encryption) ? `${encryption}-prf${integrity}-${keyExchange}` : `${encryption}-${integrity}-${keyExchange}`

/** As `spellIkeProposal`, without a group where there is no perfect forward secrecy: "aes256gcm16", "null-sha1-modp2048". */
export function spellChildProposal({ encryption, integrity, keyExchange }: ChildProposal): string {
  const protection = isAead(encryption) ? encryption : `${encryption}-${integrity}`
  return keyExchange === undefined ? protection : `${protection}-${keyExchange}`
}
