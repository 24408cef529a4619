import type { OccurrenceAlarms } from '@/lib/calendar/alarms/own-alarms'
import { MINUTE } from '@/lib/calendar/day'
import type { CalendarObject } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/is-equal'
import { parseLine } from '@/lib/calendar/server/ical/line'
import { hasSlot } from '@/lib/calendar/server/incoming/normalize'
import { componentsOf, isComponent, linesNamed, type TextComponent } from './object-text'
import type { ParsedObject } from './parse-object'
import { textLine } from './scheduling'

/** Limits of reminders, in minutes before the start. An earlier or later VALARM stays as it is. */
const MAX_MINUTES = 40_320
const MIN_MINUTES = -1439

/** Returns the reminders of an event, in minutes before the start; null if it has no VALARM that Kinday can express. */
export function alarmsOf(event: TextComponent): number[] | null {
  const alarms = componentsOf(event, 'VALARM')
  const minutes = alarms.flatMap((alarm) => minutesOf(alarm) ?? [])
  if (!minutes.length) return alarms.some(isNone) ? [] : null
  return [...new Set(minutes)].sort((a, b) => a - b)
}

/**
 * Returns the reminders of instances that differ from those of their series. An instance is complete in itself (RFC 5545
 * §3.8.4.4), so one without VALARM has no reminders.
 * @param series the object in Kinday's form
 */
export function occurrenceAlarmsOf(
  { master, instances }: Pick<ParsedObject, 'master' | 'instances'>,
  series: Pick<CalendarObject, 'span' | 'recurrence' | 'overrides'>,
): OccurrenceAlarms {
  if (!master || !series.recurrence) return {}
  const excluded = new Set(series.recurrence.exclusions)
  const found: OccurrenceAlarms = {}
  // Of several versions of an instance, the first one counts.
  for (const { id, component } of instances.toReversed()) {
    delete found[id]
    const alarms = ownAlarms(component, master)
    if (alarms && !excluded.has(id) && hasSlot(series, id)) found[id] = alarms
  }
  return found
}

/** Returns the reminders of an instance; null if they are those of its series. */
export function ownAlarms(instance: TextComponent, master: TextComponent): number[] | null {
  const alarms = alarmsOf(instance)
  if (isEqual(alarms, alarmsOf(master))) return null
  return alarms ?? (componentsOf(instance, 'VALARM').length ? null : [])
}

/**
 * Returns an event with these reminders. A VALARM that is equal, or that Kinday cannot express, stays as it is. An event
 * without reminders gets a VALARM without action, as Apple's programs write it, since clients add their defaults
 * otherwise.
 * @param alarms null: the defaults of each client
 */
export function withAlarms(event: TextComponent, alarms: readonly number[] | null): TextComponent {
  const wanted = new Set((alarms ?? []).filter((minutes) => minutes >= MIN_MINUTES && minutes <= MAX_MINUTES))
  const kept = event.items.filter((item) => {
    if (!isComponent(item) || item.name !== 'VALARM') return true
    const minutes = minutesOf(item)
    if (minutes === null) return !isNone(item)
    return wanted.has(minutes)
  })
  const known = new Set(kept.flatMap((item) => (isComponent(item) ? (minutesOf(item) ?? []) : [])))
  const added = [...wanted].filter((minutes) => !known.has(minutes)).map(alarmAt)
  const none = alarms && !wanted.size ? [NO_ALARM] : []
  return { ...event, items: [...kept, ...added, ...none] }
}

/** The VALARM of an event without reminders. Its time is in the past. */
const NO_ALARM = alarmComponent(['ACTION:NONE', 'TRIGGER;VALUE=DATE-TIME:19760401T005545Z'])

function alarmAt(minutes: number): TextComponent {
  const trigger = `${minutes > 0 ? '-' : ''}PT${Math.abs(minutes)}M`
  return alarmComponent(['ACTION:DISPLAY', 'DESCRIPTION:Reminder', `TRIGGER:${trigger}`])
}

function alarmComponent(lines: readonly string[]): TextComponent {
  return {
    name: 'VALARM',
    begin: 'BEGIN:VALARM\r\n',
    items: lines.map(textLine),
    end: 'END:VALARM\r\n',
  }
}

function isNone(alarm: TextComponent): boolean {
  return /^NONE$/i.test(textOf(alarm, 'ACTION'))
}

/** Returns the minutes before the start of a VALARM; null if it has another kind of trigger, or none. */
function minutesOf(alarm: TextComponent): number | null {
  const [line] = linesNamed(alarm, 'TRIGGER')
  const parsed = line && parseLine(line.text, 1)
  if (!parsed || isNone(alarm)) return null
  if (parsed.params.get('related')?.join().toUpperCase() === 'END') return null
  const [, sign, weeks, days, hours, minutes, seconds] = DURATION.exec(parsed.value.trim()) ?? []
  if (sign === undefined) return null
  const [w, d, h, m, s] = [weeks, days, hours, minutes, seconds].map((digits) => Number(digits ?? 0))
  const length = (((w! * 7 + d!) * 24 + h!) * 60 + m!) * MINUTE + s! * 1000
  const before = ((sign === '-' ? 1 : -1) * length) / MINUTE
  return Number.isInteger(before) && before >= MIN_MINUTES && before <= MAX_MINUTES ? before + 0 : null
}

const DURATION =
  /^([+-]?)P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?$/i

function textOf(alarm: TextComponent, name: string): string {
  const [line] = linesNamed(alarm, name)
  return (line && parseLine(line.text, 1)?.value.trim()) ?? ''
}
