import type { Input } from '../inputs.ts'

/** An interface of Cisco's has one crypto map, whose entries are told apart by a number. */
export const cryptoMap: Input = {
  name: 'crypto-map',
  kind: 'word',
  what: "the name of the interface's crypto map, an existing one's where it has one",
}
export const mapNumber: Input = {
  name: 'crypto-map-number',
  kind: 'number',
  what: 'a number in that crypto map that is free',
}
