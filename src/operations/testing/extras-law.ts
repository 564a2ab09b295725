import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Extras } from '../../domain/resource.ts'
import type { ExtrasOf } from '../extras.ts'

interface Codec {
  read(owner: { readonly id: string; readonly extras: Extras }): unknown
  write(value: never): Extras
}

type Codecs = Readonly<Record<string, Codec>>

/** Values for each codec: what a codec gains, this must gain too. */
export type Arbitraries<C extends Codecs> = { readonly [N in keyof C]: fc.Arbitrary<ExtrasOf<C[N]>> }

/** Holds each codec to it that it reads, of what the store gives back, what it has written. */
export function readsWhatItWrites<C extends Codecs>(codecs: C, values: Arbitraries<C>): void {
  for (const [name, codec] of Object.entries(codecs)) {
    const property = fc.property(values[name] as fc.Arbitrary<unknown>, (generated) => {
      // The generator's objects have no prototype; nobody else's are such.
      const value: unknown = structuredClone(generated)
      const stored = JSON.parse(JSON.stringify(codec.write(value as never))) as Extras
      assert.deepEqual(codec.read({ id: name, extras: stored }), value)
    })
    fc.assert(property)
  }
}
