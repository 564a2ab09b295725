import type { Setting } from '../../domain/cause.ts'

/** The operation of a cloud that sets something, and what it calls it. Elements of a list stand by their numbers, from 1. */
export interface Remedy {
  readonly action: string
  readonly parameter: string
  /** Absent where it is not known; of several parameters one for each. */
  readonly value?: string
}

/** Where a tunnel is. */
export interface TunnelPlace {
  /** Whether a router carries its connection, and no gateway. */
  readonly onRouter: boolean
  /** How many tunnels the connection has, and which of them it is. */
  readonly tunnels: number
  readonly index: 1 | 2
}

/** How the operations of a cloud set what keeps a tunnel down. */
export interface Remedies {
  /** Undefined where the cloud has nothing that sets it. `value` is what to set it to, where that is known. */
  remedyFor(setting: Setting, place: TunnelPlace, value?: string): Remedy | undefined
}

/** Values of settings by the cloud’s words for them; a value that is the word itself is left out. */
export type RemedyWords = Readonly<Partial<Record<Setting, Readonly<Record<string, string | number>>>>>

/** The word of a value, which is itself where the cloud has no other. */
export function wordFor(words: RemedyWords, setting: Setting, value: string): string {
  const [word = value] = Object.entries(words[setting] ?? {}).find(([, meant]) => String(meant) === value) ?? []
  return word
}

/** The remedy with the value in the word that the parameter takes. */
export const inWords = (words: RemedyWords, remedy: Remedy, setting: Setting, value: string | undefined): Remedy =>
  value === undefined ? remedy : { ...remedy, value: wordFor(words, setting, value) }
