import { choosePrefix } from '../../../../commands/router-prefix.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { wireError } from '../../errors.ts'
import { id } from '../../ids.ts'
import { ccnField } from '../ccn/request.ts'
import { foundCcn } from '../shared/ccn.ts'
import { about } from '../shared/service.ts'
import { several } from '../shared/several.ts'
import { routesOf } from './view.ts'

const request = { ...ccnField, RouteIds: required(several(id('ccnRoute'))) }

const shownBy = { operation: 'DescribeCcnRoutes', by: 'CcnId', id: 'CcnId', at: 'RouteSet' } as const

async function enable(
  context: CallContext,
  { CcnId, RouteIds }: { readonly CcnId: string; readonly RouteIds: readonly string[] },
  enabled: boolean,
): Promise<Result<Readonly<Record<never, never>>, DomainError>> {
  const ccn = await foundCcn(context, CcnId)
  if (!ccn.ok) return ccn
  const routes = await routesOf(context, ccn.value)
  for (const routeId of RouteIds) {
    const route = routes.find((each) => each.id === routeId)
    if (route === undefined) return fail(domainError('prefix-not-found', 'the CCN has no such route', routeId))
    const { attachment, prefix } = route
    const chosen = await context.execute(choosePrefix, { router: CcnId, attachment: attachment.id, prefix, enabled })
    if (!chosen.ok) return chosen
  }
  return ok({})
}

export const enableCcnRoutes = operation({
  ...about('EnableCcnRoutes', 'ccn/{CcnId}'),
  summary: 'Lets packets take routes of a CCN, all of them or none.',
  effect: 'write',
  request,
  response: {},
  shownBy,
  errors: {
    'router-not-found': true,
    'prefix-not-found': true,
    'prefixes-overlap': wireError(
      'UnsupportedOperation.CcnRouteCidrOverlap',
      'The route `%s` overlaps one that is enabled: %d.',
    ),
    'prefixes-equal': wireError('UnsupportedOperation.Ecmp', 'The route `%s` has one of its prefix beside it: %d.'),
  },
  documented: [
    'InvalidParameterValue.Malformed',
    'ResourceNotFound',
    'UnsupportedOperation.CcnRouteCidrOverlap',
    'UnsupportedOperation.Ecmp',
  ],
  run: (context: CallContext, given) => enable(context, given, true),
})

export const disableCcnRoutes = operation({
  ...about('DisableCcnRoutes', 'ccn/{CcnId}'),
  summary: 'Keeps routes of a CCN and lets no packets take them, all of them or none.',
  effect: 'write',
  request,
  response: {},
  shownBy,
  errors: { 'router-not-found': true, 'prefix-not-found': true },
  documented: ['InvalidParameterValue.LimitExceeded', 'InvalidParameterValue.Malformed', 'ResourceNotFound'],
  run: (context: CallContext, given) => enable(context, given, false),
})
