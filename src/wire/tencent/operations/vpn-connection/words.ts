/** A domain value by the cloud's word for it; no two words stand for the same. */
export type Words<T extends string> = Readonly<Record<string, T>>

/** The cloud's word for a domain value; the domain's own where the cloud has none. */
export const wordFor = (words: Words<string>, value: string): string =>
  Object.keys(words).find((word) => words[word] === value) ?? value
