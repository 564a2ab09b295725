import type { WireType } from '../../../../operations/decode.ts'
import * as t from '../../../../operations/wire-type.ts'

const most = 60

const empty = 'InvalidParameterValue.Empty'
const tooLong = 'InvalidParameterValue.TooLong'

const length = {
  characters: (value: string) => [...value].length,
  bytes: (value: string) => Buffer.byteLength(value),
}

/** A resource's name: free text. Some documents limit it to 60 characters, some to 60 bytes. */
export const name = (unit: keyof typeof length): WireType<string> => ({
  ...t.refined(t.text(), `1 to ${most} ${unit}`, [empty, tooLong], (value) => {
    if (value === '') return { code: empty, detail: 'must not be empty' }
    return length[unit](value) > most ? { code: tooLong, detail: `must be at most ${most} ${unit}` } : undefined
  }),
  worldless: 'names are for people',
})
