import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Field, Fields } from '../src/operations/decode.ts'
import type { Operation } from '../src/operations/operation.ts'
import { patternsOf } from '../src/operations/permission.ts'
import type { DescribedField } from '../src/operations/response.ts'
import { dialects } from '../src/server/dialects.ts'
import type { CallContext } from '../src/wire/http/context.ts'
import type { Dialect } from '../src/wire/http/dialect.ts'
import { accountDataText } from './account-data-page.ts'
import { deviceDocument } from './device-table.ts'

const root = 'docs/compat'

type ByNoun = Readonly<Record<string, readonly Operation<CallContext>[]>>

/** A page of `docs`, made from the declarations; a test fails while what is checked in is not what is made. */
export interface Document {
  readonly path: string
  readonly text: string
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`

const code = (text: string): string => `\`${text}\``

/** What becomes of a request field: used (and how), refused with what, or ignored why. */
function fate(field: Field): string {
  switch (field.use) {
    case 'ignored':
      return [
        `ignored: ${field.reason}`,
        ...(field.type === undefined ? [] : [field.type.accepts]),
        ...(field.code === undefined ? [] : [`else ${code(field.code)}`]),
      ].join('; ')
    case 'refused': {
      const pass =
        field.allow.length === 0 ? '' : ` (${field.allow.map((value) => code(String(value))).join(', ')} may pass)`
      return `refused${field.code === undefined ? '' : ` with ${code(field.code)}`}: ${field.reason}${pass}`
    }
    case 'used': {
      const facts = [
        field.type.accepts,
        field.defaultText === undefined ? '' : `default ${code(field.defaultText)}`,
        field.code === undefined ? '' : `else ${code(field.code)}`,
        field.note ?? '',
      ]
      return ['used', ...facts.filter((fact) => fact !== '')].join('; ')
    }
  }
}

function requestRows(fields: Fields, prefix = ''): string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const path = `${prefix}${name}`
    const type = field.type?.name ?? ''
    const need = field.use === 'used' && field.required ? 'yes' : ''
    const members = field.use === 'used' ? field.type.members : undefined
    const inner = type.startsWith('list') ? `${path}.N.` : `${path}.`
    return [row(code(path), type, need, fate(field)), ...(members === undefined ? [] : requestRows(members, inner))]
  })
}

function responseRows(fields: Readonly<Record<string, DescribedField>>, prefix = ''): string[] {
  return Object.entries(fields).flatMap(([name, { type, source, fields: members }]) => {
    const path = `${prefix}${name}`
    const inner = type.startsWith('list') ? `${path}[].` : `${path}.`
    return [row(code(path), type, source), ...(members === undefined ? [] : responseRows(members, inner))]
  })
}

function errorRows(dialect: Dialect, operation: Operation<CallContext>): string[] {
  return Object.entries(operation.errors).map(([name, declared]) => {
    // The keys of `errors` are domain error codes; Object.entries forgets that.
    const own = dialect.domainErrors[name as keyof typeof dialect.domainErrors]
    const error = declared === true || declared === undefined ? own : declared
    return row(code(error.code), String(error.status), name, error.message)
  })
}

/** Of an operation that only refuses: with which code, where nothing else is wrong. */
function refusalOf({ errors, endsIn }: Operation<CallContext>): string {
  const error = endsIn && errors[endsIn]
  return error === undefined || error === true ? '' : ` Ends in ${code(error.code)} where nothing else is wrong.`
}

function section(dialect: Dialect, operation: Operation<CallContext>): string {
  const { action, service, summary, source, permission, effect, idempotentBy, dryRunBy } = operation
  const { neverOccurs = {}, notYet = {} } = operation
  const never = Object.entries(neverOccurs)
  const later = Object.entries(notYet)
  return [
    `## ${action}`,
    '',
    `${summary}`,
    '',
    `${service}. Written from: ${source}. ${permission.needless ? 'It needs no permission. ' : `Permission ${code(permission.action)} on ${patternsOf(permission).map(code).join(' and ')}. `}` +
      `${effect === 'write' ? 'Writes' : 'Reads only'}.` +
      `${idempotentBy === undefined ? '' : ` Idempotent by ${code(idempotentBy)}.`}` +
      `${dryRunBy === undefined ? '' : ` Dry run by ${code(dryRunBy)}.`}${refusalOf(operation)}`,
    '',
    '| request field | type | required | what becomes of it |',
    '| --- | --- | --- | --- |',
    ...requestRows(operation.request),
    ...(operation.rules.length === 0 ? [] : ['', '| rule | code |', '| --- | --- |']),
    ...operation.rules.map(({ demand, code: word }) => row(demand, code(word))),
    '',
    '| response field | type | where it comes from |',
    '| --- | --- | --- |',
    ...responseRows(operation.response),
    ...(Object.keys(operation.errors).length === 0
      ? []
      : ['', '| error | status | when | message |', '| --- | --- | --- | --- |']),
    ...errorRows(dialect, operation),
    ...(never.length === 0 ? [] : ['', '| documented error that never occurs | why |', '| --- | --- |']),
    ...never.map(([name, why]) => row(code(name), why)),
    ...(later.length === 0
      ? []
      : ['', '| documented error that does not occur yet | what is missing |', '| --- | --- |']),
    ...later.map(([name, what]) => row(code(name), what)),
    '',
  ].join('\n')
}

function count(fields: Fields, use: Field['use']): number {
  return Object.values(fields).reduce((sum, field) => {
    const members = field.use === 'used' ? field.type.members : undefined
    return sum + (field.use === use ? 1 : 0) + (members === undefined ? 0 : count(members, use))
  }, 0)
}

const made = 'Made from the declarations by `npm run docs`; do not edit.'

const cloudOf = ({ name }: Pick<Dialect, 'name'>): string => `${name.charAt(0).toUpperCase()}${name.slice(1)} Cloud`

/** A noun's operations, each in full. */
function nounPage(dialect: Dialect, noun: string, operations: readonly Operation<CallContext>[]): Document {
  const lines = [
    `# ${cloudOf(dialect)}: ${noun}`,
    '',
    `${made} [Every operation of this API](../${dialect.name}.md).`,
    '',
    ...operations.map((operation) => section(dialect, operation)),
  ]
  return { path: `${root}/${dialect.name}/${noun}.md`, text: `${lines.join('\n').trimEnd()}\n` }
}

function indexRow(dialect: Dialect, noun: string, operation: Operation<CallContext>): string {
  const { action, service, request, response, errors } = operation
  return row(
    noun,
    `[${action}](${dialect.name}/${noun}.md#${action.toLowerCase()})`,
    service,
    String(count(request, 'used')),
    String(count(request, 'refused')),
    String(count(request, 'ignored')),
    String(responseRows(response).length),
    String(Object.keys(errors).length),
  )
}

function indexPage(dialect: Dialect, byNoun: ByNoun): Document {
  const lines = [
    `# What Culvert does of ${cloudOf(dialect)}'s API`,
    '',
    `${made} What the cloud documents and is not here is`,
    `[not offered](${dialect.name}/not-offered.md), each action with its reason; it is answered with the cloud’s error for an`,
    'unknown action, and a message that says so. The numbers count fields, response fields and errors; the pages name each.',
    '',
    '| noun | operation | service | fields used | refused | ignored | response fields | errors |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...Object.entries(byNoun).flatMap(([noun, operations]) =>
      operations.map((operation) => indexRow(dialect, noun, operation)),
    ),
  ]
  return { path: `${root}/${dialect.name}.md`, text: `${lines.join('\n')}\n` }
}

/** What the cloud documents and is not offered, by product and reason. */
function notOfferedPage(dialect: Dialect): Document {
  const { name, operations } = dialect
  const products = Map.groupBy(operations.unoffered, ({ service }) => service)
  const lines = [
    `# ${cloudOf(dialect)}: what is not offered`,
    '',
    `${made} "Not yet" is meant to come; "never" is what Culvert is not for.`,
    `[Every operation that is offered](../${name}.md).`,
    '',
    ...[...products].flatMap(([service, actions]) => [
      `## ${service}`,
      '',
      '| actions | offered | why |',
      '| --- | --- | --- |',
      ...[...Map.groupBy(actions, ({ offered, why }) => `${offered} ${why}`).values()].map((group) =>
        row(group.map(({ action }) => action).join(', '), group[0]?.offered ?? '', group[0]?.why ?? ''),
      ),
      '',
    ]),
  ]
  return { path: `${root}/${name}/not-offered.md`, text: `${lines.join('\n').trimEnd()}\n` }
}

const accountDataPage = (dialect: Dialect): Document => ({
  path: `${root}/${dialect.name}/account-data.md`,
  text: accountDataText(dialect, cloudOf(dialect), made),
})

/** An index a cloud, a page a noun, what is not offered and what can be set; and the guide to device configurations. */
export async function documents(): Promise<readonly Document[]> {
  const all = await Promise.all(
    dialects.map(async (dialect) => {
      const byNoun = await dialect.operations.byNoun()
      const pages = Object.entries(byNoun).map(([noun, operations]) => nounPage(dialect, noun, operations))
      return [indexPage(dialect, byNoun), ...pages, notOfferedPage(dialect), accountDataPage(dialect)]
    }),
  )
  return [...all.flat(), deviceDocument()]
}

/** Pages that no declaration makes any more. */
export function leftovers(documents: readonly Document[], folder: string = root): readonly string[] {
  const made = new Set(documents.map(({ path }) => path))
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.map(({ parentPath, name }) => join(parentPath, name)).filter((path) => !made.has(path))
}

/** Whether what is checked in is what the declarations say. */
export function isCurrent({ path, text }: Document): boolean {
  try {
    return readFileSync(path, 'utf8') === text
  } catch {
    return false
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const all = await documents()
  for (const path of leftovers(all)) rmSync(path)
  for (const document of all) {
    mkdirSync(dirname(document.path), { recursive: true })
    writeFileSync(document.path, document.text)
    console.log(`wrote ${document.path}`)
  }
}
