import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { slotSpan } from '@/lib/calendar/series/series'
import { escapeText, unescapeText } from '@/lib/calendar/server/ical/line'
import { dateTimeLine } from '@/lib/calendar/server/ical/write-times'
import { hasSlot } from '@/lib/calendar/server/incoming/normalize'
import type { Span } from '@/lib/calendar/span'
import { caldavConnector } from '@/lib/connectors/caldav'
import {
  componentsOf,
  formatObject,
  linesNamed,
  parseObject,
  type TextComponent,
} from '@/lib/connectors/caldav/object-text'
import { parseCaldavObject } from '@/lib/connectors/caldav/parse-object'
import { startCaldav } from '@/test/servers/caldav/server'
import type { CalendarStore } from '@/test/servers/caldav/store'
import type { MaybePromise, RandomProvider, RemoteClient, RemoteFields } from './random.test.provider'

/** Starts a CalDAV stub for the random test. It stores objects in a form of its own. */
export async function openCaldav(): Promise<RandomProvider> {
  const stub = await startCaldav()
  stub.behavior.rewrites = true
  let writes = 0
  const access = { address: stub.url, username: 'anna', password: 'secret' }
  const provider: RandomProvider = {
    kind: 'caldav',
    connect: () => caldavConnector(access),
    client: clientOf(stubObjects(stub.store)),
    setPageSize(size) {
      stub.behavior.pageSize = size
    },
    expireCursors() {
      stub.store.oldestToken = stub.store.revision + 1
    },
    forgetDeleted: () => undefined,
    onRequest: () => undefined,
    writes: () => writes,
    violations: () => stub.violations,
    close: () => stub.close(),
  }
  stub.fault = async ({ method }) => {
    const fault = await provider.onRequest()
    if (fault === 'refused') return { status: 503 }
    if (method === 'PUT' || method === 'DELETE') writes++
    stub.requests.length = 0
    return fault
  }
  return provider
}

/** The objects of a calendar, as another client reads and writes them. */
export interface CalendarObjects {
  all(): MaybePromise<ReadonlyMap<string, { ics: string; etag: string | null }>>
  put(id: string, ics: string): MaybePromise<unknown>
  delete(id: string): MaybePromise<unknown>
}

const stubObjects = (store: CalendarStore): CalendarObjects => ({
  all: () => store.objects,
  put: (id, ics) => store.put(id, ics),
  delete: (id) => store.delete(id),
})

/** Another CalDAV client, which edits the texts of objects. */
export function clientOf(objects: CalendarObjects): RemoteClient {
  const textIn = async (id: string) => (await objects.all()).get(id)!.ics
  const contentOf = async (id: string) => parseCaldavObject(await textIn(id), 'UTC').event.content
  const edit = async (id: string, change: (calendar: TextComponent) => boolean) => {
    const calendar = parseObject(await textIn(id))
    const isDone = change(calendar)
    if (isDone) await objects.put(id, formatObject(calendar))
    return isDone
  }
  const hasOccurrence = async (id: string, occurrence: RecurrenceId) => {
    const content = await contentOf(id)
    return hasSlot(content, occurrence) && !content.recurrence?.exclusions.includes(occurrence)
  }
  return {
    objects: async () =>
      [...(await objects.all())].map(([id, { ics }]) => {
        const master = masterOf(parseObject(ics))
        const { span, recurrence, attendees } = parseCaldavObject(ics, 'UTC').event.content
        return {
          ...{ title: textOf(master, 'SUMMARY'), location: textOf(master, 'LOCATION') },
          ...{ id, uid: textOf(master, 'UID'), description: textOf(master, 'DESCRIPTION'), span },
          ...{ rules: recurrence?.rules ?? [], attendees: attendees.map(({ email }) => email!) },
        }
      }),
    states: async () => new Map([...(await objects.all())].map(([id, object]) => [id, { ...object }])),
    async create(uid, fields) {
      const event: TextComponent = component('VEVENT', [`UID:${uid}`, 'DTSTAMP:20260101T000000Z'])
      setFields(event, fields)
      await objects.put(
        `${uid}.ics`,
        formatObject(component('VCALENDAR', ['VERSION:2.0', 'PRODID:-//Other//EN'], [event])),
      )
      return true
    },
    change: (id, fields) =>
      edit(id, (calendar) => {
        const master = masterOf(calendar)
        if (fields.span || fields.rule) {
          // The occurrences have other times now.
          calendar.items = calendar.items.filter(
            (item) => !('items' in item) || item === master || item.name !== 'VEVENT',
          )
          set(master, 'EXDATE', [])
        }
        setFields(master, fields)
        return true
      }),
    async remove(id) {
      await objects.delete(id)
      return true
    },
    async changeOccurrence(id, occurrence, fields) {
      if (!(await hasOccurrence(id, occurrence))) return false
      const { span } = await contentOf(id)
      return edit(id, (calendar) => {
        setFields(instanceOf(calendar, span, occurrence), fields)
        return true
      })
    },
    async removeOccurrence(id, occurrence) {
      if (!(await hasOccurrence(id, occurrence))) return false
      const { span } = await contentOf(id)
      return edit(id, (calendar) => {
        const line = dateTimeLine('RECURRENCE-ID', span, occurrence)
        calendar.items = calendar.items.filter(
          (item) => !('items' in item) || lineOf(item, 'RECURRENCE-ID') !== line,
        )
        const master = masterOf(calendar)
        const lines = linesNamed(master, 'EXDATE').map(({ text }) => text)
        set(master, 'EXDATE', [...lines, line.replace('RECURRENCE-ID', 'EXDATE')])
        return true
      })
    },
    answer: (id, email, status) =>
      edit(id, (calendar) => {
        let isDone = false
        for (const event of componentsOf(calendar, 'VEVENT')) {
          const lines = linesNamed(event, 'ATTENDEE').map(({ text }) => {
            if (!text.toLowerCase().endsWith(`:mailto:${email}`)) return text
            isDone = true
            const at = text.length - `:mailto:${email}`.length
            const others = text.slice(0, at).replace(/;PARTSTAT=[^;:]*/, '')
            return `${others};PARTSTAT=${status.toUpperCase()}${text.slice(at)}`
          })
          set(event, 'ATTENDEE', lines)
        }
        return isDone
      }),
  }
}

function setFields(
  event: TextComponent,
  { title, location, description, span, rule, attendees, alarms }: RemoteFields,
) {
  if (title !== undefined) set(event, 'SUMMARY', [`SUMMARY:${escapeText(title)}`])
  if (location !== undefined) set(event, 'LOCATION', [`LOCATION:${escapeText(location)}`])
  if (description !== undefined) set(event, 'DESCRIPTION', [`DESCRIPTION:${escapeText(description)}`])
  if (span) {
    set(event, 'DURATION', [])
    set(event, 'DTSTART', [dateTimeLine('DTSTART', span, span.start)])
    const end = span.type === 'timed' ? { ...span, startZone: span.endZone } : span
    set(event, 'DTEND', [dateTimeLine('DTEND', end, span.end)])
  }
  if (rule !== undefined) set(event, 'RRULE', [`RRULE:${rule}`])
  if (attendees) {
    set(event, 'ORGANIZER', ['ORGANIZER:mailto:anna@example.org'])
    set(
      event,
      'ATTENDEE',
      attendees.map((email) => `ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:${email}`),
    )
  }
  if (alarms === undefined) return
  event.items = event.items.filter((item) => !('items' in item) || item.name !== 'VALARM')
  for (const lines of alarms?.length === 0
    ? [['ACTION:NONE', 'TRIGGER:PT0S']]
    : (alarms ?? []).map(alarmLines))
    event.items.push(component('VALARM', lines))
}

function alarmLines(minutes: number): string[] {
  return ['ACTION:DISPLAY', 'DESCRIPTION:Soon', `TRIGGER:-PT${minutes}M`]
}

/** Returns the VEVENT of an occurrence; a copy of its series if it has none. */
function instanceOf(calendar: TextComponent, span: Span, occurrence: RecurrenceId): TextComponent {
  const line = dateTimeLine('RECURRENCE-ID', span, occurrence)
  const known = componentsOf(calendar, 'VEVENT').find((event) => lineOf(event, 'RECURRENCE-ID') === line)
  if (known) return known
  const master = masterOf(calendar)
  const event = { ...master, items: [...master.items] }
  for (const name of ['RRULE', 'RDATE', 'EXDATE']) set(event, name, [])
  set(event, 'RECURRENCE-ID', [line])
  const { overrides: _, ...series } = parseCaldavObject(formatObject(calendar), 'UTC').event.content
  setFields(event, { span: slotSpan({ ...series, overrides: {} }, occurrence) })
  calendar.items.push(event)
  return event
}

function masterOf(calendar: TextComponent): TextComponent {
  return componentsOf(calendar, 'VEVENT').find((event) => !lineOf(event, 'RECURRENCE-ID'))!
}

function lineOf(event: TextComponent, name: string): string | undefined {
  return linesNamed(event, name)[0]?.text
}

function textOf(event: TextComponent, name: string): string {
  return unescapeText(lineOf(event, name)?.replace(/^[^:]*:/, '') ?? '')
}

/** Replaces the lines of a property. */
function set(event: TextComponent, name: string, lines: readonly string[]): void {
  const known = new Set<unknown>(linesNamed(event, name))
  const others = event.items.filter((item) => !known.has(item))
  event.items = [...lines.map((text) => ({ text, raw: `${text}\r\n` })), ...others]
}

function component(name: string, lines: readonly string[], inner: TextComponent[] = []): TextComponent {
  const items = [...lines.map((text) => ({ text, raw: `${text}\r\n` })), ...inner]
  return { name, begin: `BEGIN:${name}\r\n`, items, end: `END:${name}\r\n` }
}
