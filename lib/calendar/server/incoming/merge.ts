import { findMovedOccurrence } from '@/lib/calendar/edits/follow'
import { sortOverrides } from '@/lib/calendar/edits/override'
import type { ObjectOverride } from '@/lib/calendar/event'
import { GUEST_OPTION_NAMES, TEXT_FIELD_NAMES } from '@/lib/calendar/event-fields'
import { isEqual } from '@/lib/calendar/is-equal'
import { personKey } from '@/lib/calendar/participant'
import { type Content, canonicalJson, normalizeContent } from './normalize'

/** The result of merging a newer file into an event edited since the file's last version. */
export interface MergedContent {
  content: Content
  /** Fields changed both locally and by the file: the file's value was taken. */
  replaced: string[]
}

/** Content as independent fields. Lists are sets: each attendee, date and property is a field. */
type Flat = Map<string, unknown>

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

/**
 * Merges the changes of a file since its last version into an event, field by field: a field changed only locally
 * stays, a field changed by the file takes the file's value. Overrides missing from the file stay.
 *
 * @param base the content last received from the file's source
 */
export function mergeIncoming(base: Content, current: Content, file: Content): MergedContent {
  const [was, now, next] = [normalizeContent(base), normalizeContent(current), normalizeContent(file)]
  const isMoved = !isEqual(timesOf(was), timesOf(next))
  // Converts all three versions to the recurrence ids of the result.
  const target = isMoved ? next : now
  const [before, ours, theirs] = [was, now, next].map((content) => flatten(withIdsOf(content, target)))
  const result = new Map(ours)
  const replaced: string[] = []
  for (const key of new Set([...before!.keys(), ...theirs!.keys()])) {
    const [from, to, ourValue] = [before!.get(key), theirs!.get(key), ours!.get(key)]
    if (isEqual(from, to) || isEqual(ourValue, to)) continue
    if (isUnmentioned(key, next)) continue
    if (!isEqual(from, ourValue)) replaced.push(key.split('/')[0]!)
    if (to === undefined) result.delete(key)
    else result.set(key, to)
  }
  return { content: unflatten(result), replaced: [...new Set(replaced)] }
}

/** Returns whether a field belongs to an override missing from the file. */
function isUnmentioned(key: string, file: Content): boolean {
  const [group, id] = splitKey(key)
  return group === 'overrides' && !Object.hasOwn(file.overrides, id!)
}

function timesOf({ span, recurrence }: Content): unknown {
  return [span, recurrence?.rules ?? null]
}

/** Converts exceptions to the recurrence ids of another version of the series, without those that do not fit. */
function withIdsOf(content: Content, target: Content): Content {
  if (isEqual(timesOf(content), timesOf(target)) || !content.recurrence) return content
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

function flatten(content: Content): Flat {
  const { recurrence } = content
  const flat: Flat = new Map(SCALARS.map((field) => [field, content[field]]))
  flat.set('when', { span: content.span, rules: recurrence?.rules ?? null })
  for (const person of content.attendees) flat.set(`attendees/${personKey(person)}`, person)
  for (const property of content.unknown) flat.set(`unknown/${canonicalJson(property)}`, property)
  for (const date of recurrence?.dates ?? []) flat.set(`dates/${date}`, true)
  for (const id of recurrence?.exclusions ?? []) flat.set(`exclusions/${id}`, true)
  for (const [id, override] of Object.entries(content.overrides)) {
    flat.set(`overrides/${id}`, true)
    for (const [field, value] of Object.entries(override)) flat.set(`overrides/${id}/${field}`, value)
  }
  return flat
}

function unflatten(flat: Flat): Content {
  const { span, rules } = flat.get('when') as { span: Content['span']; rules: string[] | null }
  const content: Record<string, unknown> = { span }
  for (const field of SCALARS) content[field] = flat.get(field)
  const lists = { attendees: [], unknown: [] } as { attendees: unknown[]; unknown: unknown[] }
  const sets = { dates: [] as string[], exclusions: [] as string[] }
  const overrides: Record<string, ObjectOverride> = {}
  for (const [key, value] of flat) {
    const [group, id, field] = splitKey(key)
    if (group === 'attendees' || group === 'unknown') lists[group].push(value)
    else if (group === 'dates' || group === 'exclusions') sets[group].push(id!)
    else if (group === 'overrides') overrides[id!] = { ...overrides[id!], ...(field && { [field]: value }) }
  }
  return {
    ...content,
    ...lists,
    recurrence: rules && { rules, dates: sets.dates.sort(), exclusions: sets.exclusions.sort() },
    overrides: rules ? sortOverrides(Object.entries(overrides)) : {},
  } as Content
}

/** Splits a key of {@link Flat}. The id of a PERIOD contains a slash, too: `dates/<start>/<end>`. */
function splitKey(key: string): [part: string, id?: string, field?: string] {
  const at = key.indexOf('/')
  if (at < 0) return [key]
  const [group, path] = [key.slice(0, at), key.slice(at + 1)]
  if (group !== 'overrides') return [group, path]
  const [id, field] = path.split('/') as [string, string?]
  return [group, id, field]
}
