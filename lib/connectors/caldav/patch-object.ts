import type { OccurrenceAlarms } from '@/lib/calendar/alarms/own-alarms'
import { findMovedOccurrence } from '@/lib/calendar/edits/follow'
import type { CalendarObject } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/is-equal'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { fromJcalComponent } from '@/lib/calendar/server/ical/jcal'
import { vtimezone } from '@/lib/calendar/server/ical/vtimezone'
import {
  DEFAULT_ZONE_YEARS,
  eventLines,
  occurrenceContent,
  writeIcal,
} from '@/lib/calendar/server/ical/write'
import { formatUtc, zonesOf } from '@/lib/calendar/server/ical/write-times'
import { hasSlot } from '@/lib/calendar/server/incoming/normalize'
import { alarmsOf, ownAlarms, withAlarms } from './alarms'
import { toStorableContent } from './content'
import { formatObject, isComponent, linesNamed, nameOf, parseObject, type TextComponent } from './object-text'
import { type ParsedObject, parseCaldavObject } from './parse-object'
import { componentOf, patchComponent } from './patch-component'
import { hasNewAttendees, mapEvents, textLine, withOrganizer, withScheduleAgent } from './scheduling'

/** A new version of an object. */
export interface ObjectEdit {
  uid: string
  content: CalendarObject
  /** The account's own reminders; undefined if they stay. */
  alarms: readonly number[] | null | undefined
  /** The reminders of the occurrences that have some of their own; undefined if they stay. */
  occurrenceAlarms: OccurrenceAlarms | undefined
  /** Whether the server informs the attendees. */
  notifies: boolean
  /** Whether another account organizes the event. */
  isForeign: boolean
  /** The addresses of the account. The first one organizes events that have attendees, but no organizer. */
  own: readonly string[]
  now: Date
}

/** Returns the text of a new object. */
export function createObject(edit: ObjectEdit): string {
  const { uid, content, alarms, own, now } = edit
  const event = { uid, sequence: 0, created: now, modified: now, content: toStorableContent(content, own) }
  const calendar = parseObject([...writeIcal({}, [event])].join(''))
  const withOwn = alarms === undefined ? calendar : mapEvents(calendar, (each) => withAlarms(each, alarms))
  const text = formatObject(withScheduling(withOwn, null, edit))
  // Occurrences that differ by their reminders only have no VEVENT yet.
  return (edit.occurrenceAlarms && patchObject(parseCaldavObject(text, 'UTC'), edit)) ?? text
}

/** Returns the text of an object with another content; null if nothing changes. Lines that Kinday does not write stay. */
export function patchObject(object: ParsedObject, edit: ObjectEdit): string | null {
  const before = toStorableContent(object.event.content, edit.own)
  const next = toStorableContent(edit.content, edit.own)
  const master = object.master ? patchMaster(object.master, before, next, edit) : null
  const replaced = new Map<TextComponent, TextComponent | null>()
  if (object.master) replaced.set(object.master, master)
  const nextIdOf = nextIds(before, next)
  const alarmed = withSlotIn(next, edit.occurrenceAlarms)
  const seen = new Map<RecurrenceId, RecurrenceId | undefined>()
  const kept = new Set<RecurrenceId>()
  for (const { id, component } of object.instances) {
    if (seen.has(id)) {
      // A second version of an instance is without effect, unless the first is removed.
      if (master && seen.get(id) !== id) replaced.set(component, null)
      continue
    }
    const found = nextIdOf(id)
    const nextId = found !== undefined && !kept.has(found) ? found : undefined
    seen.set(id, nextId)
    if (nextId === undefined) replaced.set(component, master ? null : component)
    else {
      kept.add(nextId)
      replaced.set(component, patchInstance(component, before, next, { id, nextId }, object, edit))
    }
  }
  const added = master
    ? Object.keys({ ...next.overrides, ...alarmed })
        .filter((id) => !kept.has(id))
        .map((id) => newInstance(master, next, id, edit))
    : []
  const isChanged = added.length > 0 || [...replaced].some(([from, to]) => from !== to)
  if (!isChanged) return null
  const items = object.calendar.items.flatMap((item) => {
    const to = isComponent(item) ? replaced.get(item) : undefined
    return to === null ? [] : [to ?? item]
  })
  const changed = withZones({ ...object.calendar, items: [...items, ...added] }, object.calendar, next)
  return formatObject(withScheduling(changed, object.calendar, edit))
}

/**
 * Returns an object in which one side invites the attendees. It gets an organizer only if that invites nobody whom the edit
 * does not concern.
 */
function withScheduling(
  calendar: TextComponent,
  before: TextComponent | null,
  { own: [address], notifies }: ObjectEdit,
): TextComponent {
  const isOrganized = !notifies || !before || hasNewAttendees(before, calendar)
  return withScheduleAgent(address && isOrganized ? withOrganizer(calendar, address) : calendar, notifies)
}

/** Returns the function that maps the id of an instance to its new id; undefined if the instance is removed. */
function nextIds(
  before: CalendarObject,
  next: CalendarObject,
): (id: RecurrenceId) => RecurrenceId | undefined {
  const [from, to] = [before, next].map((version) => ({ ...version, calendarId: '' }))
  const known = new Set(before.recurrence?.exclusions)
  const excluded = new Set(next.recurrence?.exclusions)
  return (id) => {
    const nextId = findMovedOccurrence(from!, to!, id)
    if (nextId === undefined || nextId in next.overrides) return nextId
    // Kinday does not know an instance that has the content of its series.
    const isRemoved = id in before.overrides || (excluded.has(nextId) && !known.has(id))
    return isRemoved || !next.recurrence ? undefined : nextId
  }
}

function patchMaster(
  component: TextComponent,
  before: CalendarObject,
  next: CalendarObject,
  edit: ObjectEdit,
): TextComponent {
  const patched = patchComponent(component, toComponent(before, null, edit), toComponent(next, null, edit))
  const isMoved = !isEqual([before.span, before.recurrence], [next.span, next.recurrence])
  return withRevision(component, withOwnAlarms(patched, edit.alarms), isMoved, edit)
}

function patchInstance(
  component: TextComponent,
  before: CalendarObject,
  next: CalendarObject,
  { id, nextId }: { id: RecurrenceId; nextId: RecurrenceId },
  { master }: ParsedObject,
  edit: ObjectEdit,
): TextComponent {
  const patched = patchComponent(component, toComponent(before, id, edit), toComponent(next, nextId, edit))
  const alarms = alarmsOfInstance(component, master, nextId, edit)
  const withOwn = withOwnAlarms(patched, alarms)
  const isMoved = !isEqual(occurrenceContent(before, id).span, occurrenceContent(next, nextId).span)
  return withRevision(component, withOwn, isMoved, edit)
}

/** Returns the reminders that an instance gets: its own, or those of its series; undefined if they stay. */
function alarmsOfInstance(
  component: TextComponent,
  master: TextComponent | null,
  nextId: RecurrenceId,
  { alarms, occurrenceAlarms }: ObjectEdit,
): readonly number[] | null | undefined {
  const wanted = occurrenceAlarms?.[nextId]
  if (wanted || !master) return wanted ?? alarms
  const isOwn = ownAlarms(component, master) !== null
  if (!isOwn) return isEqual(alarmsOf(component), alarmsOf(master)) ? alarms : undefined
  if (!occurrenceAlarms) return undefined
  return alarms === undefined ? alarmsOf(master) : alarms
}

/** Leaves out the reminders of occurrences that a series does not have. */
function withSlotIn(content: CalendarObject, alarms: OccurrenceAlarms = {}): OccurrenceAlarms {
  const excluded = new Set(content.recurrence?.exclusions)
  const hasOccurrence = (id: RecurrenceId) => content.recurrence && !excluded.has(id) && hasSlot(content, id)
  return Object.fromEntries(Object.entries(alarms).filter(([id]) => hasOccurrence(id)))
}

/** Returns the VEVENT of an instance: a copy of its series with the differences. */
function newInstance(
  master: TextComponent,
  next: CalendarObject,
  id: RecurrenceId,
  edit: ObjectEdit,
): TextComponent {
  const patched = patchComponent(master, toComponent(next, null, edit), toComponent(next, id, edit))
  return withRevision(master, withOwnAlarms(patched, edit.occurrenceAlarms?.[id]), false, edit)
}

/** Returns a VEVENT as Kinday writes it. The properties of {@link withRevision} are the same in all versions. */
function toComponent(
  series: CalendarObject,
  id: RecurrenceId | null,
  { uid, now }: ObjectEdit,
): TextComponent {
  const event = { uid, sequence: 0, created: now, modified: now, content: series }
  return componentOf(eventLines(event, id === null ? series : occurrenceContent(series, id), id))
}

function withOwnAlarms(
  component: TextComponent,
  alarms: readonly number[] | null | undefined,
): TextComponent {
  return alarms === undefined || isEqual(alarmsOf(component), alarms)
    ? component
    : withAlarms(component, alarms)
}

/** Sets the time and number of the revision of a VEVENT that has changed. Only its organizer counts revisions. */
function withRevision(
  before: TextComponent,
  component: TextComponent,
  isMoved: boolean,
  { now, isForeign }: ObjectEdit,
): TextComponent {
  if (component === before) return before
  const sequence = Number(/:\s*(\d{1,9})\s*$/.exec(linesNamed(before, 'SEQUENCE')[0]?.text ?? '')?.[1] ?? 0)
  const stamp = formatUtc(now)
  return [
    ...[`DTSTAMP:${stamp}`, `LAST-MODIFIED:${stamp}`],
    ...(isMoved && !isForeign ? [`SEQUENCE:${sequence + 1}`] : []),
  ].reduce(withLine, component)
}

/** Replaces a line, or adds it before the inner components. */
function withLine(component: TextComponent, text: string): TextComponent {
  const line = textLine(text)
  const isSame = (item: TextComponent['items'][number]) => !isComponent(item) && nameOf(item) === nameOf(line)
  const at = component.items.findIndex(isSame)
  const end = component.items.findIndex(isComponent)
  const place = at >= 0 ? at : end >= 0 ? end : component.items.length
  return { ...component, items: component.items.toSpliced(place, at >= 0 ? 1 : 0, line) }
}

/** Adds the VTIMEZONEs of zones that the object did not name before. */
function withZones(calendar: TextComponent, before: TextComponent, content: CalendarObject): TextComponent {
  const isNamed = ({ items }: TextComponent, zone: string) => items.some((item) => namesZone(item, zone))
  const added = [...zonesOf(content)]
    .filter((zone) => isNamed(calendar, zone) && !isNamed(before, zone))
    .map((zone) => componentOf(fromJcalComponent(vtimezone(zone, DEFAULT_ZONE_YEARS))))
  const first = calendar.items.findIndex((item) => isComponent(item) && item.name === 'VEVENT')
  return added.length ? { ...calendar, items: calendar.items.toSpliced(first, 0, ...added) } : calendar
}

function namesZone(item: TextComponent['items'][number], zone: string): boolean {
  if (!isComponent(item))
    return [`TZID=${zone}:`, `TZID="${zone}":`, `TZID:${zone}`].some((name) => item.text.includes(name))
  return item.items.some((inner) => namesZone(inner, zone))
}
