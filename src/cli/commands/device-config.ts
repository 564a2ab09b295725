import { deviceNamed } from '../../peer-configuration/devices.ts'
import { UsageError } from '../../runtime/config.ts'
import { readServerFile } from '../../server/server-file.ts'
import { plainTable } from '../../terminal/plain-table.ts'
import { createNativeClient } from '../../wire/native/client.ts'
import { type DeviceConfigurationView, type DeviceView, deviceViews } from '../../wire/native/device-configuration.ts'

export interface DeviceConfigOptions {
  readonly device?: string
  readonly list?: true
  readonly set: Readonly<Record<string, string>>
  readonly file?: string
  readonly withoutKey?: true
  readonly json?: true
  readonly admin?: string
  readonly data: string
}

const usualAdmin = 'http://127.0.0.1:7781'

const spell = ({ name, usual }: DeviceView['inputs'][number]): string =>
  usual === undefined ? name : `${name} (${usual})`

function listed(json: boolean): string {
  const devices = deviceViews()
  if (json) return `${JSON.stringify({ devices })}\n`
  const rows = devices.map(({ id, title, release, executedBy, inputs }) => [
    id,
    `${title}, ${release}`,
    executedBy === undefined ? 'no' : 'yes',
    inputs.map(spell).join(', '),
  ])
  return `${plainTable([['device', 'what', 'executed in tests', '--set'], ...rows])}\n`
}

function filesOf({ files }: DeviceConfigurationView, only: string | undefined): DeviceConfigurationView['files'] {
  const wanted = only === undefined ? files : files.filter(({ name }) => name === only)
  if (wanted.length > 0) return wanted
  throw new UsageError(`--file: there is no "${only}", but ${files.map(({ name }) => name).join(', ')}`)
}

/** The files one after another, each under its name where there are several. */
const printed = (files: DeviceConfigurationView['files']): string =>
  files.length === 1 ? (files[0]?.text ?? '') : files.map(({ name, text }) => `==== ${name}\n${text}`).join('\n')

export async function deviceConfig(connection: string | undefined, options: DeviceConfigOptions): Promise<void> {
  const { device, list, set, file, withoutKey, json = false, admin, data } = options
  if (list) {
    process.stdout.write(listed(json))
    return
  }
  if (connection === undefined) throw new UsageError('name the connection, or see --list')
  const known = device === undefined ? undefined : deviceNamed(device)
  if (device === undefined || known === undefined) {
    throw new UsageError(`--device: ${device === undefined ? 'name one' : `there is no "${device}"`}: see --list`)
  }
  const own = known.inputs.map(({ name }) => name)
  const unknown = Object.keys(set).find((name) => !own.includes(name))
  if (unknown !== undefined) {
    throw new UsageError(
      `--set: ${device} has no "${unknown}", but ${own.length === 0 ? 'nothing to set' : own.join(', ')}`,
    )
  }
  const address = admin ?? readServerFile(data)?.admin ?? usualAdmin
  const query = { ...set, device, ...(withoutKey ? { showsKey: 'false' } : {}) }
  const configuration = await createNativeClient(address).deviceConfiguration(connection, query)
  const files = filesOf(configuration, file)
  process.stdout.write(json ? `${JSON.stringify({ ...configuration, files })}\n` : printed(files))
  if (configuration.missing.length > 0) {
    process.stderr.write(`culvert: to be filled in, with --set or by hand: ${configuration.missing.join(', ')}\n`)
  }
}
