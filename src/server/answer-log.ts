import type { Logger } from '../runtime/logger.ts'
import type { Answered } from '../wire/http/pipeline.ts'

/** How often one refusal is told, of which a caller may provoke thousands: milliseconds. */
const betweenRefusals = 60_000

/**
 * Failures of ours always; an action that is not offered once, the first time that it is asked for; refusals once in a
 * while each; every answer for whoever asked for that much.
 */
export function logAnswers(logger: Logger, now: () => number) {
  const told = new Map<string, number>()
  const missed = new Set<string>()
  const isNew = (refusal: string) => {
    const at = now()
    if (at - (told.get(refusal) ?? -betweenRefusals) < betweenRefusals) return false
    told.set(refusal, at)
    return true
  }
  return (all: Answered): void => {
    const { dialect, action, error, cause, undeclared } = all
    // Most answers are told to nobody.
    if (error === undefined && cause === undefined && !logger.isLevelEnabled('debug')) return
    const { cause: _, undeclared: __, ...answered } = all
    if (answered.notOffered !== undefined && !missed.has(`${dialect} ${action}`)) {
      missed.add(`${dialect} ${action}`)
      logger.warn(answered, 'an action was asked for that is not offered')
    } else if (undeclared)
      logger.error({ ...answered, cause }, 'an operation ended in an error that it had not declared')
    else if (cause !== undefined) logger.error({ ...answered, err: cause }, 'a request failed inside')
    else if (error !== undefined && logger.isLevelEnabled('info') && isNew(`${dialect} ${action} ${error}`)) {
      logger.info(answered, 'refused')
    } else if (logger.isLevelEnabled('debug')) logger.debug(answered, error === undefined ? 'answered' : 'refused')
  }
}
