import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Device } from '../device.ts'
import { devices } from '../devices.ts'
import { renderPeer } from '../render.ts'
import { cases, givenInputs } from './cases.ts'

/** `npm run goldens` writes them; a test fails while they are not what is rendered. */
export const folder = join(import.meta.dirname, '../golden')

export interface Golden {
  readonly device: Device
  readonly name: string
  readonly text: string
}

export const inputsOf = (device: Device): Readonly<Record<string, string>> =>
  Object.fromEntries(
    device.inputs.flatMap(({ name }) => (givenInputs[name] === undefined ? [] : [[name, givenInputs[name]]])),
  )

/** What a device says of a case: each file under its name, or all that is refused. */
export function goldens(): readonly Golden[] {
  return devices.flatMap((device) =>
    cases.map(({ name, peer, options }) => {
      const rendered = renderPeer(device, peer, options ?? { inputs: inputsOf(device) })
      const path = `${device.id}/${name}.txt`
      if (rendered.ok) {
        const text = rendered.value.files.map((file) => `==== ${file.name}\n${file.text}`).join('')
        return { device, name: path, text }
      }
      const { error } = rendered
      const lines =
        error.of === 'connection'
          ? error.refusals.map(
              ({ what, tunnel, value, why }) =>
                `${what}${tunnel === undefined ? '' : ` of tunnel ${tunnel}`}, ${value}: ${why}`,
            )
          : error.problems.map(({ input, why }) => `${input}: ${why}`)
      return { device, name: path, text: `==== refused\n${lines.map((line) => `${line}\n`).join('')}` }
    }),
  )
}

export const stored = (name: string): string | undefined => {
  try {
    return readFileSync(join(folder, name), 'utf8')
  } catch {
    return undefined
  }
}

export const storedNames = (): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath.slice(parentPath.lastIndexOf('/') + 1)}/${name}`)
    .sort()

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  rmSync(folder, { recursive: true, force: true })
  for (const { name, text } of goldens()) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}
