import type { Condition, ConfigurationState } from '../../../../domain/page.ts'
import { isDefault, never } from '../../../http/conditions.ts'

/** A condition for a filter that was given, and none for one that was not. */
const when = <V>(value: V | undefined, condition: (value: V) => Condition): readonly Condition[] =>
  value === undefined ? [] : [condition(value)]

export const withId = (id: string | undefined) => when(id, (value) => ({ by: 'id', anyOf: [value] }))

/** One id or several, separated by commas. */
export const amongIds = (list: string | undefined) =>
  when(list, (value) => ({ by: 'id', anyOf: value.split(',').map((one) => one.trim()) }))

export const named = (name: string | undefined) => when(name, (value) => ({ by: 'name', anyOf: [value] }))

export const byDefault = (is: boolean | undefined) => when(is, isDefault)

export const refersTo = (id: string | undefined) => when(id, (value) => ({ by: 'refers-to', anyOf: [value] }))

export const inZone = (zone: string | undefined) =>
  when(zone, (value) => ({ by: 'facet', facet: 'zone', anyOf: [value] }))

export const inRegion = (region: string | undefined) => when(region, (value) => ({ by: 'region', region: value }))

export const notDeleting: Condition = { by: 'deleting', deleting: false }

/** Nothing, where a filter asks for what no resource here is. */
export const unless = (impossible: boolean): readonly Condition[] => (impossible ? [never] : [])

/** What is shown with the status; nothing where no state is. */
export const inStatus = (
  words: Readonly<Record<ConfigurationState, string>>,
  status: string | undefined,
): readonly Condition[] =>
  when(status, (value) => {
    const states = Object.entries(words).flatMap(([state, word]) => (word === value ? [state] : []))
    // The names of the words are the states.
    return { by: 'state', anyOf: states as readonly ConfigurationState[] }
  })
