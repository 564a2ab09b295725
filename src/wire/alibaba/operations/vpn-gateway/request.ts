import * as t from '../../../../operations/wire-type.ts'
import { freeText } from '../shared/request-fields.ts'

export const people = 'names are for people'

export const name = t.text(
  '2 to 100 letters, digits, periods, underscores and hyphens, beginning with a letter',
  (value) => /^[A-Za-z][A-Za-z0-9_.-]{1,99}$/.test(value),
)

export const description = freeText(100)
