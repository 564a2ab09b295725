/** What can be set of accounts, written from the declarations: names, defaults and where these are from. */
import type { Setting, SettingTable, SettingValue } from '../src/domain/setting.ts'
import type { Dialect } from '../src/wire/http/dialect.ts'

const written = (value: SettingValue): string => {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return typeof value === 'object' ? value.join(' ') : String(value)
}

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`

const header = (...cells: readonly string[]): readonly string[] => [row(...cells), row(...cells.map(() => '---'))]

const regional = /^region\.([^.]+)\.(.+)$/

interface Feature {
  readonly name: string
  readonly byRegion: ReadonlyMap<string, Setting>
}

function featuresOf(table: SettingTable): readonly Feature[] {
  const found = new Map<string, Map<string, Setting>>()
  for (const [name, setting] of table) {
    const [, region, feature] = regional.exec(name) ?? []
    if (region === undefined || feature === undefined) continue
    const byRegion = found.get(feature) ?? new Map<string, Setting>()
    found.set(feature, byRegion.set(region, setting))
  }
  return [...found].map(([name, byRegion]) => ({ name, byRegion }))
}

const usuals = ({ byRegion }: Feature): ReadonlySet<string> =>
  new Set([...byRegion.values()].map(({ usual }) => written(usual)))

/** Zones are told without the name of their region. */
const short = (region: string, setting: Setting | undefined): string =>
  setting === undefined ? '' : written(setting.usual).replaceAll(`${region}-`, '').replaceAll(region, '')

function regionTables(features: readonly Feature[]): readonly string[] {
  const differing = features.filter((feature) => usuals(feature).size > 1)
  const regions = [...(features[0]?.byRegion.keys() ?? [])]
  return [
    '## Regions',
    '',
    'Of each region, as `region.ID.NAME`.',
    '',
    ...header('NAME', 'default', 'what it is', 'source'),
    ...features.map((feature) => {
      const [first] = feature.byRegion.values()
      const one = first === undefined || first.usual === '' ? '' : written(first.usual)
      const usual = differing.includes(feature) ? 'below' : one === '' ? 'none' : one
      return row(`\`${feature.name}\``, usual, first?.what ?? '', first?.source ?? '')
    }),
    '',
    ...header('ID', ...differing.map(({ name }) => `\`${name}\``)),
    ...regions.map((region) =>
      row(`\`${region}\``, ...differing.map(({ byRegion }) => short(region, byRegion.get(region)))),
    ),
  ]
}

export function accountDataText(dialect: Dialect, title: string, made: string): string {
  const table = dialect.settings()
  const plain = [...table].filter(([name]) => !regional.test(name))
  const features = featuresOf(table)
  const lines = [
    `# ${title}: account data`,
    '',
    `${made} What an account is granted, and what regions have for it: \`culvert accounts show ${dialect.name}\` tells it,`,
    `\`culvert accounts set ${dialect.name} NAME=VALUE\` changes it from the next request on, and \`NAME=default\` goes back. Only`,
    'what differs from the default is stored.',
    '',
    ...(plain.length === 0
      ? ['Nothing can be set of an account yet.']
      : header('NAME', 'default', 'takes', 'what it is', 'source')),
    ...plain.map(([name, { usual, type, what, source }]) =>
      row(`\`${name}\``, written(usual), type.prose, what, source),
    ),
    '',
    ...(features.length === 0 ? [] : regionTables(features)),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}
