/** What a device takes for a pre-shared key, and how it is written there. */
export interface KeyRule {
  readonly least: number
  readonly most: number
  /** A key that has one of these cannot be written there, or not so that everybody reads it alike. */
  readonly refused?: { readonly pattern: RegExp; readonly which: string }
  write(key: string): string
}
