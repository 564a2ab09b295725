import { required } from '../../../../operations/field.ts'
import { displayName, formatted, freeText, userName } from '../shared/ram.ts'

export const namedUser = { UserName: required(userName('UserName')) }

/** What is known of a user beside the name; `as` makes a parameter's name of a field's. */
export const userTexts = (as: (field: string) => string) => ({
  displayName: displayName(as('DisplayName')),
  mobilePhone: formatted(as('MobilePhone'), 'a country code, "-" and a phone number', /^\d{1,4}-\d{4,20}$/, [
    '86-18600000000',
    '49-15100000000',
  ]),
  email: formatted(as('Email'), 'an address with one "@", at most 128 characters', /^(?=.{3,128}$)[^\s@]+@[^\s@]+$/, [
    'one@example.com',
    'two@example.com',
  ]),
  comments: freeText(as('Comments'), 128),
})
