import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Unscoped } from '../../../../domain/reader.ts'
import type { DeclaredErrors } from '../../../../operations/operation.ts'

interface ZoneMapping {
  readonly ZoneId: string
  readonly VSwitchId: string
}

/** A vSwitch must be in the zone that it is said to be in. Of what may be another account's, nothing else is told before. */
export async function misplaced(
  unscoped: Unscoped,
  mappings: readonly ZoneMapping[],
): Promise<DomainError | undefined> {
  for (const { ZoneId, VSwitchId } of mappings) {
    const subnet = await unscoped.get('subnet', VSwitchId)
    if (subnet !== undefined && subnet.spec.zone !== ZoneId) {
      return domainError('not-in-network', `is in ${subnet.spec.zone}, not in ${ZoneId}`, VSwitchId)
    }
  }
  return undefined
}

/** What may be wrong with the vSwitches that a request names. */
export const zoneErrors = {
  'subnet-not-found': {
    status: 404,
    code: 'InvalidVSwitchId.NotFound',
    message: 'The specified VSwitchId is not found.',
  },
  'not-in-network': {
    status: 400,
    code: 'IllegalParam.ZoneMappings',
    message: 'The Specified Parameter ZoneMappings is illegal: %s %d.',
  },
} as const satisfies DeclaredErrors
