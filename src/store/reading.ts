/** What is being read, or was, by kind and id and the like. */
export type Reading = Map<string, Promise<unknown>>

/** Reads it where nobody has begun to. */
export function remembered<T>(known: Reading, name: string, read: () => Promise<T>): Promise<T> {
  const before = known.get(name)
  // The name says of what kind it is, so it was read as the same type.
  if (before !== undefined) return before as Promise<T>
  const reading = read()
  known.set(name, reading)
  return reading
}
