/** What a device takes for a pre-shared key, and how it is written there. */
export interface KeyRule {
  readonly least: number
  readonly most: number
  /** A key that has one of these cannot be written there, or not so that everybody reads it alike. */
  readonly refused?: { readonly pattern: RegExp; readonly which: string }
  write(key: string): string
}

/** As a command line reads one that is typed into it. */
export const typedKey: KeyRule = {
  least: 1,
  most: 128,
  refused: {
    pattern: /[^\x21-\x7e]|\?/,
    which: '"?", which calls for help as it is typed, blanks, or what is not ASCII',
  },
  write: (key) => key,
}
