import type { EventContent, EventSnapshot } from '../event'
import { isEqual, revert } from '../merge'
import type { Override } from '../series/recurrence'
import { findMovedOccurrence } from './follow'
import { sortOverrides } from './override'

/**
 * An event's content as flat fields, each of which merges and reverts by itself: a series' exceptions are fields of
 * their own, so that what two people do to two occurrences never meets.
 */
type Flat = Record<string, unknown>

const OVERRIDES = 'overrides/'
const SETS = ['dates', 'exclusions'] as const

/** What an event says, without what identifies it. History from before there were series says nothing of exceptions. */
export function contentOf(event: EventSnapshot): EventContent {
  const { kind, status, title, description, location, color, visibility, busy, done, calendarId } = event
  const { span, recurrence, overrides = {}, attendees, unknown = [] } = event
  return {
    ...{ kind, status, title, description, location, color, visibility, busy, done, calendarId },
    ...{ span, recurrence, overrides, attendees, unknown },
  }
}

/** What {@link revertContent} makes: the content as it is to be, and the fields that others changed since. */
export interface RevertedContent {
  content: EventContent
  kept: string[]
}

/** Takes back what a change made of an event, field by field, where it still is as that left it. */
export function revertContent(
  before: EventContent,
  after: EventContent,
  current: EventContent,
): RevertedContent {
  if (hasSameOccurrenceIds(after, current)) return revertFields(before, after, current)
  // The series was moved since. What the change did to single occurrences is found where those are now; how it moved
  // the series itself can't be taken back any more, nor where its exceptions went with it.
  if (hasSameOccurrenceIds(before, after)) {
    return revertFields(
      withMovedExceptions(before, after, current),
      withMovedExceptions(after, after, current),
      current,
    )
  }
  const { span, recurrence, overrides } = after
  const reverted = revertFields({ ...before, span, recurrence, overrides }, after, current)
  return { ...reverted, kept: [...new Set([...reverted.kept, 'span'])] }
}

function revertFields(before: EventContent, after: EventContent, current: EventContent): RevertedContent {
  const [left, now] = [flatten(after), flatten(current)]
  const { patch, kept } = revert(flatten(before), left, now)
  // What happens once has no exceptions: those that others made since would go with the rule.
  if (patch.rules === null && !isEqual(exceptionsIn(left), exceptionsIn(now))) {
    delete patch.rules
    kept.push('rules')
  }
  const content = unflatten({ ...flatten(current), ...patch })
  return { content, kept: [...new Set(kept.map((field) => String(field).split('/')[0]!))] }
}

function exceptionsIn(flat: Flat): Flat {
  return Object.fromEntries(Object.entries(flat).filter(([key]) => key.includes('/')))
}

/** Whether occurrences of both have the same ids. */
export function hasSameOccurrenceIds(a: EventContent, b: EventContent): boolean {
  return isEqual([a.span, a.recurrence?.rules ?? null], [b.span, b.recurrence?.rules ?? null])
}

/** Content whose exceptions are named as they are named since the series was moved. */
function withMovedExceptions(
  content: EventContent,
  after: EventContent,
  current: EventContent,
): EventContent {
  const to = (id: string) => findMovedOccurrence(after, current, id)
  const { recurrence } = content
  return {
    ...content,
    recurrence: recurrence && {
      ...recurrence,
      exclusions: recurrence.exclusions.flatMap((id) => to(id) ?? []),
    },
    overrides: Object.fromEntries(
      Object.entries(content.overrides).flatMap(([id, override]) => {
        const there = to(id)
        return there === undefined ? [] : [[there, override]]
      }),
    ),
  }
}

/** The fields of content that differ between two versions of it, as rows of the database hold them. */
export function changedContent(before: EventContent, after: EventContent): Partial<EventContent> {
  const fields = Object.keys(after) as (keyof EventContent)[]
  return Object.fromEntries(
    fields.filter((field) => !isEqual(before[field], after[field])).map((field) => [field, after[field]]),
  )
}

function flatten({ recurrence, overrides, ...plain }: EventContent): Flat {
  const flat: Flat = { ...plain, rules: recurrence?.rules ?? null }
  for (const set of SETS) for (const value of recurrence?.[set] ?? []) flat[`${set}/${value}`] = true
  for (const [id, override] of Object.entries(overrides)) {
    for (const [field, value] of Object.entries(override)) flat[`${OVERRIDES}${id}/${field}`] = value
  }
  return flat
}

function unflatten(flat: Flat): EventContent {
  const plain: Flat = {}
  const sets = { dates: [] as string[], exclusions: [] as string[] }
  const overrides: Record<string, Override> = {}
  for (const [key, value] of Object.entries(flat)) {
    if (value === undefined || key === 'rules') continue
    const [part, id, field] = splitKey(key)
    if (part === 'dates' || part === 'exclusions') sets[part].push(id!)
    else if (part === 'overrides') overrides[id!] = { ...overrides[id!], [field!]: value }
    else plain[key] = value
  }
  const rules = flat.rules as string[] | null
  const recurrence = rules && { rules, dates: sets.dates.sort(), exclusions: sets.exclusions.sort() }
  return {
    ...(plain as unknown as EventContent),
    recurrence,
    overrides: recurrence ? sortOverrides(Object.entries(overrides)) : {},
  }
}

/** `dates/<start>/<end>` of a PERIOD has its slash within; an override's field comes last. */
function splitKey(key: string): [part: string, id?: string, field?: string] {
  const at = key.indexOf('/')
  if (at < 0) return [key]
  const [part, rest] = [key.slice(0, at), key.slice(at + 1)]
  if (part !== 'overrides') return [part, rest]
  const last = rest.lastIndexOf('/')
  return [part, rest.slice(0, last), rest.slice(last + 1)]
}
