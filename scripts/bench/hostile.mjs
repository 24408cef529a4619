import { gzipSync, strToU8, zipSync } from 'fflate'

/**
 * Files that are slow or large to parse, for the benchmark and the browser tests. `code`: that of the note or
 * error that their import reports; undefined if they are imported.
 * @type {{ name: string, code?: string, make: () => Uint8Array }[]}
 */
export const HOSTILE_FILES = [
  { name: '499 observances, 400 events', make: () => manyObservances(499, 400) },
  {
    name: '5,000,000 brackets',
    code: 'not_a_calendar',
    make: () => zipSync({ 'kinday.json': strToU8('['.repeat(5_000_000)) }),
  },
  {
    name: '200,000 BEGIN:VEVENT',
    code: 'truncated',
    make: () => strToU8(`BEGIN:VCALENDAR\r\n${'BEGIN:VEVENT\r\n'.repeat(200_000)}`),
  },
  { name: '20,000 overrides', code: 'component_unreadable', make: () => manyOverrides(20_000) },
  {
    name: '50,000 rules with COUNT',
    code: 'component_unreadable',
    make: () =>
      calendar(repeat(50_000, (n) => event(n, 'RRULE:FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=2;COUNT=100000'))),
  },
  {
    name: '1,000,000 dates',
    make: () => calendar(repeat(100, (n) => event(n, `EXDATE:${repeat(10_000, time).join()}`))),
  },
  {
    name: 'a line of 30 MB',
    code: 'too_large',
    make: () => calendar(event(1, `DESCRIPTION:${'x'.repeat(30_000_000)}`)),
  },
  { name: 'a zip bomb', code: 'too_large', make: () => zipSync({ 'a.ics': new Uint8Array(300_000_000) }) },
  {
    name: 'a damaged zip',
    code: 'truncated',
    make: () => Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(300_000, 0xff)]),
  },
  { name: 'a gzip bomb', code: 'not_a_calendar', make: () => gzipSync(new Uint8Array(100_000_000)) },
]

function calendar(...parts) {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//hostile//EN',
    ...parts.flat(),
    'END:VCALENDAR',
    '',
  ]
  return strToU8(lines.join('\r\n'))
}

function event(uid, ...lines) {
  return ['BEGIN:VEVENT', `UID:${uid}`, 'DTSTART:20260301T100000Z', 'SUMMARY:x', ...lines, 'END:VEVENT']
}

function manyObservances(observances, events) {
  return calendar(
    'BEGIN:VTIMEZONE',
    'TZID:Odd',
    ...repeat(observances, (n) => [
      'BEGIN:STANDARD',
      `DTSTART:${1600 + n}0101T000000`,
      `TZOFFSETFROM:+0${n % 9}13`,
      `TZOFFSETTO:+0${(n + 1) % 9}13`,
      'RRULE:FREQ=YEARLY;BYDAY=MO;BYMONTHDAY=1',
      'END:STANDARD',
    ]),
    'END:VTIMEZONE',
    ...repeat(events, (n) => [
      'BEGIN:VEVENT',
      `UID:${n}`,
      `DTSTART;TZID=Odd:${2000 + (n % 300)}0301T100000`,
      'SUMMARY:x',
      'END:VEVENT',
    ]),
  )
}

function manyOverrides(count) {
  const overrides = repeat(count, (n) => [
    'BEGIN:VEVENT',
    'UID:1',
    `RECURRENCE-ID:${time(n)}`,
    `DTSTART:${time(n + 3)}`,
    'END:VEVENT',
  ])
  return calendar(event(1, 'RRULE:FREQ=MINUTELY'), overrides)
}

function time(minutes) {
  return new Date(Date.UTC(2026, 2, 1) + minutes * 60_000).toISOString().replace(/[-:]|\.\d+/g, '')
}

function repeat(count, make) {
  return Array.from({ length: count }, (_, n) => make(n)).flat()
}
