import fc from 'fast-check'
import { DAY, dayNumber, dayOf, wallOf } from '@/lib/calendar/day'
import { type CalendarObject, type ObjectOverride, spanForKind } from '@/lib/calendar/event'
import { MAX_CAPACITY, TEXT_FIELDS, type TextFieldName } from '@/lib/calendar/event-fields'
import { PALETTE } from '@/lib/calendar/palette'
import type { Recurrence } from '@/lib/calendar/series/recurrence'
import { slotSpan } from '@/lib/calendar/series/series'
import { hasValidOrder, type Span } from '@/lib/calendar/span'
import { toMultiline, toSingleLine } from '@/lib/calendar/text'
import type { EventToWrite } from './write'

const ZONES = [
  'UTC',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Europe/Berlin',
  'Europe/Dublin',
  'Africa/Casablanca',
  'Pacific/Apia',
  'America/New_York',
  'Etc/GMT+12',
  'US/Eastern',
  'UTC+04:17',
  'UTC-03:30:15',
]

const zones = fc.constantFrom(...ZONES)
const days = fc.integer({ min: dayNumber('1971-01-01'), max: dayNumber('2060-01-01') })
const walls = fc.tuple(days, fc.nat(86_399)).map(([day, second]) => day * DAY + second * 1000)
const allDay = fc
  .tuple(days, fc.integer({ min: 1, max: 60 }))
  .map(([start, length]): Span => ({ type: 'all-day', start: dayOf(start), end: dayOf(start + length) }))
const floating = fc.tuple(walls, fc.nat(100 * 3600)).map(
  ([start, length]): Span => ({
    type: 'floating',
    start: wallOf(start),
    end: wallOf(start + length * 1000),
  }),
)
const timed = fc
  .tuple(walls, fc.integer({ min: -26 * 3600, max: 100 * 3600 }), zones, zones)
  .map(
    ([start, length, startZone, endZone]): Span => ({
      type: 'timed',
      start: wallOf(start),
      startZone,
      end: wallOf(start + length * 1000),
      endZone,
    }),
  )
  .filter(hasValidOrder)
const spans = fc.oneof(allDay, floating, timed)

const NASTY = [
  '\\',
  ';',
  ',',
  ':',
  '"',
  '\n',
  '\r\n',
  '^n',
  "^'",
  '^^',
  '👩‍👩‍👧',
  'שלום',
  'é',
  '\\n',
  'BEGIN:VEVENT',
  '\t',
  '=',
  ' ',
  '\u2028',
  'x'.repeat(80),
]
const nasty = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 12 })
  .map((parts) => parts.join(''))
const titles = nasty.map(toSingleLine).filter((text) => text.length <= 500)
const multilineTexts = nasty.map((text) => toMultiline(text).trim())

const attendees = fc.uniqueArray(
  fc.record({
    userId: fc.constant(null),
    email: fc
      .constantFrom(
        'a@example.org',
        'b+c@example.org',
        "o'hara@example.org",
        'ü@example.org',
        'x%41@example.org',
      )
      .map((email) => email.replace('%41', '')),
    name: fc.option(
      titles
        .map((text) => text.slice(0, 20))
        .map(toSingleLine)
        .filter(Boolean),
    ),
    status: fc.constantFrom(
      'needs-action' as const,
      'accepted' as const,
      'declined' as const,
      'tentative' as const,
    ),
  }),
  { selector: ({ email }) => email, maxLength: 4 },
)

const unknown = fc.subarray<unknown>([
  ['x-foo', {}, 'unknown', 'a;b,c\\n:"'],
  ['x-bar', { 'x-p': 'a;b"^\n' }, 'text', 'line\nbreak; and, comma \\ 👩‍👩‍👧'],
  ['categories', {}, 'text', 'a,b', 'c'],
  ['geo', {}, 'unknown', '48.10;11.50'],
  ['source', {}, 'uri', 'https://example.org/?a=b;c,d'],
  ['attach', { encoding: 'BASE64', value: 'BINARY' }, 'unknown', 'QUJD'.repeat(9000)],
  ['organizer', { cn: 'A: B' }, 'cal-address', 'mailto:boss@example.org'],
  [
    'valarm',
    [
      ['action', {}, 'text', 'DISPLAY'],
      ['trigger', {}, 'duration', '-PT15M'],
    ],
    [['x-inner', [['x-a', {}, 'unknown', '1']], []]],
  ],
])

const links = fc.constantFrom('', 'https://example.org/a?b=c,d;e', 'mailto:anna@example.org')

const fields = {
  status: fc.constantFrom('confirmed' as const, 'tentative' as const, 'cancelled' as const),
  ...(Object.fromEntries(
    Object.entries(TEXT_FIELDS).map(([field, { isMultiline, isUri }]) => [
      field,
      isUri ? links : isMultiline ? multilineTexts : titles,
    ]),
  ) as Record<TextFieldName, fc.Arbitrary<string>>),
  color: fc.option(fc.constantFrom(...PALETTE)),
  visibility: fc.constantFrom('default' as const, 'private' as const),
  busy: fc.boolean(),
  done: fc.boolean(),
  attendees,
  unknown,
}

const guestOptions = {
  guestListHidden: fc.boolean(),
  guestsMayComment: fc.boolean(),
  capacity: fc.option(fc.integer({ min: 1, max: MAX_CAPACITY })),
  answerBy: fc.option(days.map(dayOf)),
}

const patches = fc.record({ ...fields, span: spans }, { requiredKeys: [] })

const RULES = [
  'FREQ=DAILY',
  'FREQ=WEEKLY;BYDAY=MO,TH',
  'FREQ=MONTHLY;BYDAY=-1FR;COUNT=7',
  'FREQ=YEARLY;INTERVAL=2',
]

/** Generates events of all kinds in the form stored in the database. */
export const contents = fc
  .record({
    kind: fc.constantFrom('event' as const, 'meeting' as const, 'reminder' as const),
    ...fields,
    ...guestOptions,
    span: spans,
    rules: fc.subarray(RULES),
    until: fc.boolean(),
    dates: fc.uniqueArray(fc.nat(400), { maxLength: 5 }),
    period: fc.boolean(),
    exclusions: fc.uniqueArray(fc.nat(400), { maxLength: 5 }),
    patches: fc.array(patches, { maxLength: 3 }),
  })
  .map(({ rules, until, dates, period, exclusions, patches, ...rest }): EventToWrite['content'] => {
    const span = spanForKind(rest.kind, rest.span)
    const idAfter = (days: number, hours = 0) =>
      span.type === 'all-day'
        ? dayOf(dayNumber(span.start) + days)
        : wallOf(Date.parse(`${span.start}Z`) + days * DAY + hours * 3_600_000)
    const end = {
      'all-day': 'UNTIL=20700101',
      floating: 'UNTIL=20700101T000000',
      timed: 'UNTIL=20700101T000000Z',
    }[span.type]
    const recurrence: Recurrence = {
      rules: rules.map((rule) => (until && !rule.includes('COUNT') ? `${rule};${end}` : rule)),
      dates: dates
        .map((days, index) =>
          // Reminders are points in time, so their dates have no periods.
          period && index === 0 && span.type !== 'all-day' && rest.kind !== 'reminder'
            ? `${idAfter(days)}/${idAfter(days, 3)}`
            : idAfter(days),
        )
        .sort(),
      exclusions: exclusions.map((days) => idAfter(days)).sort(),
    }
    const isRecurring = recurrence.rules.length > 0
    const content = { ...rest, span, recurrence: isRecurring ? recurrence : null }
    const overrides: CalendarObject['overrides'] = {}
    if (isRecurring)
      patches.forEach((patch, index) => {
        overrides[idAfter(index * 7)] = sparse(content, idAfter(index * 7), patch)
      })
    return { ...content, overrides }
  })

/** Keeps only the fields that differ, as in overrides. */
function sparse(
  content: Omit<CalendarObject, 'overrides'>,
  id: string,
  patch: ObjectOverride,
): ObjectOverride {
  const changedFields: Record<string, unknown> = {}
  const from: Record<string, unknown> = { ...content, span: slotSpan({ ...content, overrides: {} }, id) }
  if (patch.span) patch = { ...patch, span: spanForKind(content.kind, patch.span) }
  for (const [key, value] of Object.entries(patch)) {
    if (JSON.stringify(value) !== JSON.stringify(from[key])) changedFields[key] = value
  }
  return changedFields as ObjectOverride
}
