import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** What the demo's things on this host can be told by. */
export interface Marks {
  /** Names the installation's namespaces and run folder; absent when the server made none. */
  readonly tag?: string
  readonly dataFolder: string
  /** The address ranges that the demo uses, which the host itself has no business with: "198.51.100." */
  readonly ranges: readonly string[]
}

/** What the host itself, outside of any namespace of ours, looks like. */
export type HostLines = ReadonlySet<string>

/** Everything of ours that is still there, a line each; empty when nothing is. */
export type Leftovers = readonly string[]

const runFolder = '/run/culvert'

const environment = { LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }

/** Nothing where the program is missing: such a host has no namespaces of ours either. */
async function ip(...args: readonly string[]): Promise<readonly string[]> {
  try {
    const { stdout } = await promisify(execFile)('ip', args, { env: environment })
    return stdout.split('\n').filter((line) => line !== '')
  } catch {
    return []
  }
}

/** The host's own interfaces, routes and rules; counters and lifetimes, which change by themselves, are left out. */
export async function readHostLines(): Promise<HostLines> {
  const [links, routes, rules] = await Promise.all([
    ip('-o', 'link', 'show'),
    ip('route', 'show', 'table', 'all'),
    ip('rule', 'show'),
  ])
  return new Set([
    ...links.map((line) => `interface ${line.split(':')[1]?.trim() ?? line}`),
    ...routes.map((line) => `route ${line.trim()}`),
    ...rules.map((line) => `rule ${line.replace(/\t/g, ' ').trim()}`),
  ])
}

/** Lines of ours: other people use this host too, and what they add meanwhile is no concern of the demo's. */
export function newLines(before: HostLines, after: HostLines, { tag, ranges }: Marks): Leftovers {
  const marks = [...ranges, ...(tag === undefined ? [] : [tag])]
  return [...after].filter((line) => !before.has(line) && marks.some((mark) => line.includes(mark)))
}

const namespacePrefix = (tag: string) => `culvert-${tag}-`

/** The installation's namespaces: of its resources, and the underlay between them, which goes with the server. */
export async function listNamespaces({
  tag,
}: Marks): Promise<{ ofResources: readonly string[]; all: readonly string[] }> {
  if (tag === undefined) return { ofResources: [], all: [] }
  const names = (await ip('netns', 'list')).map((line) => line.split(' ')[0] ?? '')
  const all = names.filter((name) => name.startsWith(namespacePrefix(tag)))
  return { all, ofResources: all.filter((name) => name !== `${namespacePrefix(tag)}u`) }
}

const inodesOf = (folder: string, isWanted: (name: string) => boolean): readonly string[] =>
  (attempt(() => readdirSync(folder)) ?? [])
    .filter(isWanted)
    .flatMap((name) => attempt(() => `net:[${statSync(join(folder, name)).ino}]`) ?? [])

const isOf = (tag: string | undefined) => (name: string) => tag !== undefined && name.startsWith(namespacePrefix(tag))

/** The inodes of the demo's namespaces, by which a process in one is known when the name is already gone. */
export const namespaceInodes = ({ tag }: Marks, folder = '/run/netns'): ReadonlySet<string> =>
  new Set(inodesOf(folder, isOf(tag)))

/** The kernel gives the number of a namespace that is gone to the next one, which may be somebody else's. */
export function withoutOthers(inodes: ReadonlySet<string>, { tag }: Marks, folder = '/run/netns'): ReadonlySet<string> {
  const others = new Set(inodesOf(folder, (name) => !isOf(tag)(name)))
  return new Set([...inodes].filter((inode) => !others.has(inode)))
}

/** Undefined where the process has ended meanwhile, or is another user's. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** Processes that work with a folder of the demo's, or live in a namespace of it. Zombies hold nothing and are not named. */
export function findProcesses(marks: readonly string[], inodes: ReadonlySet<string>, proc = '/proc'): Leftovers {
  const found: string[] = []
  for (const pid of (attempt(() => readdirSync(proc)) ?? []).filter((name) => /^\d+$/.test(name))) {
    if (Number(pid) === process.pid) continue
    const read = (name: string) => attempt(() => readFileSync(join(proc, pid, name), 'utf8')) ?? ''
    const command = read('cmdline').replaceAll('\0', ' ').trim()
    if (command === '') continue
    const text = `${command}\n${read('environ')}`
    const namespace = attempt(() => readlinkSync(join(proc, pid, 'ns/net'))) ?? ''
    if (marks.some((mark) => text.includes(mark)) || inodes.has(namespace)) found.push(`process ${pid}: ${command}`)
  }
  return found
}

/** Unix sockets and mounts, which outlive their files' names. */
function findInTables(marks: readonly string[]): Leftovers {
  const found: string[] = []
  for (const [what, file] of [
    ['socket', '/proc/net/unix'],
    ['mount', '/proc/self/mountinfo'],
  ] as const) {
    const lines = (attempt(() => readFileSync(file, 'utf8')) ?? '').split('\n')
    found.push(
      ...lines.filter((line) => marks.some((mark) => line.includes(mark))).map((line) => `${what} ${line.trim()}`),
    )
  }
  return found
}

/** Looks at the host itself: what a server or its store would say does not count here. */
export async function findLeftovers(marks: Marks, before: HostLines, inodes: ReadonlySet<string>): Promise<Leftovers> {
  const { tag, dataFolder } = marks
  const ownRunFolders = tag === undefined ? [] : [join(runFolder, tag)]
  const places = [dataFolder, ...ownRunFolders, ...(tag === undefined ? [] : [namespacePrefix(tag)])]
  const namespaces = (await listNamespaces(marks)).all
  const isTold = (line: string) => namespaces.some((name) => line.includes(name))
  return [
    ...namespaces.map((name) => `namespace ${name}`),
    ...newLines(before, await readHostLines(), marks),
    ...findProcesses(places, withoutOthers(inodes, marks)),
    // A namespace is a mount too, and is told of once.
    ...findInTables(places).filter((line) => !isTold(line)),
    ...[dataFolder, ...ownRunFolders].filter((folder) => existsSync(folder)).map((folder) => `folder ${folder}`),
  ]
}
