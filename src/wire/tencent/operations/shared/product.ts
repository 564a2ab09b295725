import { refused, required } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import { service, services } from './service.ts'

const nameOf = (product: string): string => product.slice(0, product.indexOf(' '))

/** The products that this server plays, by the names that they are asked by. */
export const products: readonly string[] = [...new Set([service, ...Object.values(services)].map(nameOf))].sort()

/** The product whose regions or zones are asked for: each is in all of them. */
export const productFields = {
  Product: required(t.coded(t.word(...products), 'InvalidParameter'), {
    readBy: 'its type: a product that is here is everywhere',
  }),
}

/** Of regions and zones that only some accounts may see. */
export const sceneField = refused(t.integer(), 'there are no lists of accounts for which more is there', {
  allow: [0, 1],
})
