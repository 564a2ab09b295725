import { optional, required } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import { id } from '../../ids.ts'

const tooLong = 'InvalidParameterValue.TooLong'

const most = 100

export const descriptionField = optional(
  t.refined(t.text(), `at most ${most} bytes`, [tooLong], (value) =>
    Buffer.byteLength(value) > most ? { code: tooLong, detail: `must be at most ${most} bytes` } : undefined,
  ),
  { defaultText: 'empty', worldless: 'descriptions are for people' },
)

export const ccnField = { CcnId: required(id('ccn')) }

export const shownBy = { operation: 'DescribeCcns', by: 'CcnIds', at: 'CcnSet' } as const
