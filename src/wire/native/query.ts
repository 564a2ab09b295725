import type { FastifyInstance } from 'fastify'

interface Property {
  readonly type?: unknown
}

/** What the text stands for where the schema asks for it; other text is left for the validation to refuse. */
function read(text: unknown, type: unknown): unknown {
  if (typeof text !== 'string') return text
  if (type === 'integer' && /^\d{1,15}$/.test(text)) return Number(text)
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}

/** A query is text, and is read by its schema before it is validated; a body says itself what is a number. */
export function readQueries(app: FastifyInstance): void {
  app.addHook('preValidation', async (request) => {
    const schema = request.routeOptions.schema?.querystring as
      | { readonly properties?: Readonly<Record<string, Property>> }
      | undefined
    const properties = schema?.properties ?? {}
    const given = request.query as Readonly<Record<string, unknown>>
    request.query = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, read(value, properties[name]?.type)]),
    )
  })
}
