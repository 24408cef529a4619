import fc from 'fast-check'
import { DAY, wallOf } from '@/lib/calendar/day'
import { instantAt } from '@/lib/calendar/zones/wall-time'
import type { GoogleEvent, GoogleTime } from './event'

/** An event as another client of Google may have stored it, and changes of its instances. */
export interface StoredAtGoogle {
  event: GoogleEvent & { id: string }
  instances: GoogleEvent[]
}

const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'UTC', 'Australia/Lord_Howe']

const texts = fc.constantFrom(
  'Choir',
  ' Two  lines\nof text ',
  'Bring <b>cake</b> &amp; tea<br>please',
  'https://example.org/?a=1&b=2',
  '👩‍👩‍👧 שלום',
  'x'.repeat(8192),
)

const attendees = fc.array(
  fc.record(
    {
      email: fc.constantFrom(
        'anna@example.org',
        'Bela@Example.org',
        'bela@example.org',
        'room@r.example.org',
      ),
      displayName: fc.constantFrom('Anna', 'Béla'),
      responseStatus: fc.constantFrom('needsAction', 'accepted', 'declined', 'tentative', 'unknown'),
      optional: fc.boolean(),
      resource: fc.boolean(),
      self: fc.boolean(),
      organizer: fc.boolean(),
      comment: fc.constant('Maybe'),
      additionalGuests: fc.nat(3),
    },
    { requiredKeys: [] },
  ),
  { maxLength: 4 },
)

const minutes = fc.integer({ min: 0, max: 40_320 })
const reminders = fc.oneof(
  fc.constant({ useDefault: true }),
  fc.record({
    useDefault: fc.constant(false),
    overrides: fc.array(fc.record({ method: fc.constantFrom('email', 'popup'), minutes }), { maxLength: 5 }),
  }),
)

const fields = fc.record(
  {
    summary: texts,
    description: texts,
    location: texts,
    colorId: fc.integer({ min: 1, max: 11 }).map(String),
    status: fc.constantFrom('confirmed', 'tentative'),
    transparency: fc.constantFrom('opaque', 'transparent'),
    visibility: fc.constantFrom('default', 'public', 'private', 'confidential'),
    attendees,
    attendeesOmitted: fc.boolean(),
    guestsCanSeeOtherGuests: fc.boolean(),
    guestsCanModify: fc.boolean(),
    organizer: fc.record({ email: fc.constant('chief@example.org'), self: fc.boolean() }),
    locked: fc.boolean(),
    hangoutLink: fc.constant('https://meet.google.com/abc'),
    conferenceData: fc.constant<NonNullable<GoogleEvent['conferenceData']>>({
      conferenceId: 'abc',
      entryPoints: [
        { entryPointType: 'video', uri: 'https://meet.google.com/abc', label: 'meet.google.com/abc' },
        { entryPointType: 'phone', uri: 'tel:+1-405-555', label: '+1 405-555', pin: '1' },
        { entryPointType: 'more', uri: 'https://tel.meet/abc?pin=1' },
        { entryPointType: 'sip', uri: 'sip:1@example.org' },
      ],
    }),
    attachments: fc.constant<NonNullable<GoogleEvent['attachments']>>([
      { fileUrl: 'https://drive.google.com/open?id=1', title: 'Program', mimeType: 'image/png', fileId: '1' },
      { fileUrl: 'https://example.org/other', title: '' },
    ]),
    source: fc.record({ url: fc.constant('https://example.org/source'), title: texts }),
    extendedProperties: fc.constantFrom<NonNullable<GoogleEvent['extendedProperties']>[]>(
      { private: { other: '1' }, shared: { kindayUrl: 'x' } },
      { private: { kindayColor: 'teal', kindayDone: '1', kindayBusy: '1' } },
      { private: { kindayStatus: 'cancelled', kindayUrl: 'https://example.org', kindayKind: 'reminder' } },
    ),
    reminders,
  },
  { requiredKeys: [] },
)

const RULES = [
  ['RRULE:FREQ=DAILY;COUNT=10'],
  ['RRULE:FREQ=WEEKLY;INTERVAL=1;WKST=SU;BYDAY=FR,MO;UNTIL=20261231'],
  ['RRULE:FREQ=WEEKLY;UNTIL=20270101T000000Z', 'RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=3'],
  ['RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=2', 'EXRULE:FREQ=YEARLY;INTERVAL=2'],
]

const days = fc.integer({ min: Date.parse('2026-03-02') / DAY, max: Date.parse('2026-11-30') / DAY })
const moments = fc
  .tuple(days, fc.integer({ min: 0, max: 95 }))
  .map(([day, quarter]) => day * DAY + quarter * 900_000)

/** Generates a time: a date, or a time with an offset, a zone, or both. */
function timeOf(wall: number, zone: string, form: 'date' | 'zone' | 'both' | 'utc'): GoogleTime {
  const dateTime = wallOf(wall)
  if (form === 'date') return { date: dateTime.slice(0, 10) }
  if (form === 'zone') return { dateTime, timeZone: zone }
  const instant = instantAt(wall, zone)
  if (form === 'utc') return { dateTime: `${wallOf(instant)}Z`, timeZone: zone }
  const offset = Math.round((wall - instant) / 60_000)
  const part = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const text = `${offset < 0 ? '-' : '+'}${part(Math.abs(offset) / 60)}:${part(Math.abs(offset) % 60)}`
  return { dateTime: `${wallOf(instant + offset * 60_000)}${text}`, timeZone: zone }
}

/** Generates events after Google's reference: some fields, all forms of times, and recurrence. */
export const storedAtGoogle: fc.Arbitrary<StoredAtGoogle> = fc
  .record({
    fields,
    wall: moments,
    zone: fc.constantFrom(...ZONES),
    form: fc.constantFrom('date', 'zone', 'both', 'utc'),
    length: fc.integer({ min: 0, max: 200 }),
    rules: fc.option(fc.constantFrom(...RULES)),
    excluded: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
    excludedForm: fc.constantFrom('utc', 'tzid'),
    instances: fc.array(
      fc.record({
        at: fc.integer({ min: 0, max: 21 }),
        isDeleted: fc.boolean(),
        shift: fc.integer({ min: -3, max: 3 }),
        fields,
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ fields: own, wall, zone, form, length, rules, excluded, excludedForm, instances }) => {
    const isAllDay = form === 'date'
    const span = (from: number, as = form) => ({
      start: timeOf(from, zone, as),
      end: timeOf(from + (isAllDay ? (1 + (length % 5)) * DAY : length * 900_000), zone, as),
    })
    const stamp = (at: number, suffix = '') => `${wallOf(at).replace(/[-:]/g, '')}${suffix}`
    const dayStamp = (at: number) => stamp(at).slice(0, 8)
    const exdates = excluded.map((day) => {
      const at = wall + day * DAY
      if (isAllDay) return `EXDATE;VALUE=DATE:${dayStamp(at)}`
      return excludedForm === 'utc'
        ? `EXDATE:${stamp(instantAt(at, zone), 'Z')}`
        : `EXDATE;TZID=${zone}:${stamp(at)}`
    })
    return {
      event: { ...own, ...span(wall), id: 'series', ...(rules && { recurrence: [...rules, ...exdates] }) },
      instances: rules
        ? instances.map(({ at, isDeleted, shift, fields: changed }) => {
            const slot = wall + at * DAY
            const id = `series_${isAllDay ? dayStamp(slot) : stamp(instantAt(slot, zone), 'Z')}`
            const { visibility: _, guestsCanSeeOtherGuests: __, ...instance } = changed
            const moved = shift && span(slot + shift * (isAllDay ? DAY : 900_000))
            return isDeleted ? { id, status: 'cancelled' } : { id, ...instance, ...moved }
          })
        : [],
    }
  })
