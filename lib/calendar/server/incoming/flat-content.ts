import { findMovedOccurrence } from '@/lib/calendar/edits/follow'
import { sortOverrides } from '@/lib/calendar/edits/override'
import type { ObjectOverride } from '@/lib/calendar/event'
import { GUEST_OPTION_NAMES, TEXT_FIELD_NAMES } from '@/lib/calendar/event-fields'
import { isEqual } from '@/lib/calendar/is-equal'
import { personKey } from '@/lib/calendar/participant'
import { type Content, canonicalJson } from './normalize'

/** Content as independent fields. Lists are sets: each attendee, date and property is a field. */
export type FlatContent = Map<string, unknown>

/** A field that both sides have changed to different values; null where a side has none. */
export interface SyncConflict {
  /** A path of `FlatContent`, or `deleted`: one side has deleted the event, the other has changed it. */
  field: string
  ours: unknown
  theirs: unknown
}

const SCALARS = [
  'kind',
  'status',
  ...TEXT_FIELD_NAMES,
  'color',
  'visibility',
  'busy',
  'done',
  ...GUEST_OPTION_NAMES,
] as const

/** Returns the span and rules of a series, which determine its recurrence ids. */
export function whenOf({ span, recurrence }: Content): unknown {
  return [span, recurrence?.rules ?? null]
}

/** Converts exceptions to the recurrence ids of another version of the series, without those that do not fit. */
export function withIdsOf(content: Content, target: Content): Content {
  if (isEqual(whenOf(content), whenOf(target)) || !content.recurrence) return content
  const [from, to] = [content, target].map((version) => ({ ...version, calendarId: '' }))
  const move = (id: string) => findMovedOccurrence(from!, to!, id)
  return {
    ...content,
    recurrence: {
      ...content.recurrence,
      exclusions: content.recurrence.exclusions.flatMap((id) => move(id) ?? []),
    },
    overrides: Object.fromEntries(
      Object.entries(content.overrides).flatMap(([id, override]) => {
        const movedId = move(id)
        return movedId === undefined ? [] : [[movedId, override]]
      }),
    ),
  }
}

export function flatten(content: Content): FlatContent {
  const { recurrence } = content
  const flat: FlatContent = new Map(SCALARS.map((field) => [field, content[field]]))
  flat.set('when', { span: content.span, rules: recurrence?.rules ?? null })
  for (const person of content.attendees) flat.set(`attendees/${personKey(person)}`, person)
  for (const property of content.unknown) flat.set(`unknown/${canonicalJson(property)}`, property)
  for (const date of recurrence?.dates ?? []) flat.set(`dates/${date.split('/', 1)[0]}`, date)
  for (const id of recurrence?.exclusions ?? []) flat.set(`exclusions/${id}`, true)
  for (const [id, override] of Object.entries(content.overrides)) {
    flat.set(`overrides/${id}`, true)
    for (const [field, value] of Object.entries(override)) flat.set(`overrides/${id}/${field}`, value)
  }
  return flat
}

export function unflatten(flat: FlatContent): Content {
  const { span, rules } = flat.get('when') as { span: Content['span']; rules: string[] | null }
  const content: Record<string, unknown> = { span }
  for (const field of SCALARS) content[field] = flat.get(field)
  const lists = { attendees: [], unknown: [] } as { attendees: unknown[]; unknown: unknown[] }
  const sets = { dates: [] as string[], exclusions: [] as string[] }
  const overrides: Record<string, ObjectOverride> = {}
  for (const [key, value] of flat) {
    const [group, id, field] = splitKey(key)
    if (group === 'attendees' || group === 'unknown') lists[group].push(value)
    else if (group === 'dates') sets.dates.push(value as string)
    else if (group === 'exclusions') sets.exclusions.push(id!)
    else if (group === 'overrides') overrides[id!] = { ...overrides[id!], ...(field && { [field]: value }) }
  }
  return {
    ...content,
    ...lists,
    recurrence: rules && { rules, dates: sets.dates.sort(), exclusions: sets.exclusions.sort() },
    overrides: rules ? sortOverrides(Object.entries(overrides)) : {},
  } as Content
}

/** Splits a key of {@link FlatContent}. */
export function splitKey(key: string): [group: string, id?: string, field?: string] {
  const at = key.indexOf('/')
  if (at < 0) return [key]
  const [group, path] = [key.slice(0, at), key.slice(at + 1)]
  if (group !== 'overrides') return [group, path]
  const [id, field] = path.split('/') as [string, string?]
  return [group, id, field]
}
