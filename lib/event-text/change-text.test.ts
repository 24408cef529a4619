import { createTranslator } from 'next-intl'
import { expect, test } from 'vitest'
import { DAY } from '@/lib/calendar/day'
import type { DescribedChange, EventChange } from '@/lib/schemas/history'
import messages from '@/messages/en'
import { describeInSentence } from './change-sentence'
import { authorText, changeText, otherPersonText } from './change-text'
import type { ChangeContext } from './value-text'

const translatorOf = <N extends 'history' | 'event' | 'repeat' | 'palette'>(namespace: N) =>
  createTranslator({ locale: 'en-GB', messages, namespace })

const context = {
  t: translatorOf('history'),
  event: translatorOf('event'),
  repeat: translatorOf('repeat'),
  palette: translatorOf('palette'),
  viewer: { timeZone: 'America/New_York', locale: 'en-GB', hourCycle: 'h23' },
  today: Date.UTC(2026, 10, 21) / DAY,
} as unknown as ChangeContext

const at = (day: string, hour: number) => ({
  type: 'timed',
  start: `${day}T${hour}:00:00`,
  startZone: 'Europe/Berlin',
  end: `${day}T${hour + 1}:00:00`,
  endZone: 'Europe/Berlin',
})
const change = (field: string, from: unknown, to: unknown, properties: object = {}): DescribedChange =>
  ({ field, from, to, occurrence: null, restorable: false, ...properties }) as DescribedChange

const FIELDS = [
  [change('title', 'Tea', ''), 'Title: Tea → empty'],
  [
    change('span', at('2026-11-21', 18), at('2027-01-02', 18)),
    'Time: Sat 21 Nov, 12:00 – 13:00 → Sat, 2 Jan 2027, 12:00 – 13:00',
  ],
  [
    change('rules', [], ['FREQ=WEEKLY;BYDAY=SA'], { spans: [at('2026-11-21', 18), at('2026-11-21', 18)] }),
    'Repeat: does not repeat → Every week on Saturday',
  ],
  [change('attendees', ['Ben', null], []), 'Guests: Ben and a former member → no guests'],
  [change('calendarId', 'Family', null), 'Calendar: Family → another calendar'],
  [change('done', false, true), 'Reminder: not done → done'],
  [change('busy', true, false), 'Show as: busy → free'],
  [
    change('visibility', 'default', 'private'),
    'Visibility: everyone in the calendar → guests and owners only',
  ],
  [change('color', null, 'pink'), 'Color: Color of the calendar → Pink'],
  [change('kind', 'event', 'meeting'), 'Type: Event → Meeting'],
  [change('status', 'confirmed', 'cancelled'), 'Status: confirmed → cancelled'],
  [change('exists', true, false, { occurrence: '2026-11-28' }), 'This occurrence: takes place → deleted'],
  [change('image', null, '/api/pictures/1'), 'Picture: no picture → a picture'],
  [change('image', '/api/pictures/1', '/api/pictures/2'), 'Picture: a picture → a new picture'],
  [change('about', '', 'We sing'), 'Description: empty → We sing'],
  [change('dates', [], ['2026-11-28']), 'Additional dates: none → 1 day'],
  [change('answer', 'needs-action', 'tentative'), 'Answer: no answer → Maybe'],
  [change('partySize', 1, 3), 'Number of people: 1 → 3'],
] as const

test.each(FIELDS.map(([change, text]) => [text, change] as const))(
  'describes the change “%s”',
  (text, change) => {
    const { field, from, to } = changeText(change, context)
    expect(`${field}: ${from} → ${to}`).toBe(text)
  },
)

const SENTENCES = [
  ['added', [], 'Ben added Football'],
  ['removed', [], 'Ben deleted Football'],
  ['restored', [], 'Ben restored Football'],
  [
    'changed',
    [change('span', at('2026-11-21', 18), at('2026-11-22', 18))],
    'Ben moved Football to Sun 22 Nov, 12:00 – 13:00',
  ],
  ['changed', [change('title', 'Football', 'Tennis')], 'Ben renamed Football to Tennis'],
  ['changed', [change('location', '', 'Hall')], 'Ben changed the location of Football to Hall'],
  ['changed', [change('location', 'Hall', '')], 'Ben changed Football: Location'],
  ['changed', [change('done', false, true)], 'Ben marked Football as done'],
  [
    'changed',
    [change('exists', true, false, { occurrence: '2026-11-28T09:00:00' })],
    'Ben deleted Football on one day (only Sat 28 Nov)',
  ],
  [
    'changed',
    [change('title', 'A', 'B'), change('busy', true, false)],
    'Ben changed Football: Title and Show as',
  ],
  [
    'answered',
    [change('answer', 'needs-action', 'accepted'), change('comment', '', 'With cake')],
    'Ben accepted Football',
  ],
  [
    'answered',
    [change('answer', 'accepted', 'declined', { occurrence: '2026-11-28T09:00:00' })],
    'Ben declined Football (only Sat 28 Nov)',
  ],
  ['answered', [change('partySize', 1, 3)], 'Ben changed Football: Number of people'],
  ['answered', [change('answer', 'accepted', 'declined', { person: 'Eva' })], 'Ben changed Football: Answer'],
] as const

test.each(SENTENCES.map(([op, changes, text]) => [text, op, changes] as const))(
  'writes the sentence “%s”',
  (text, op, changes) => {
    expect(describeInSentence({ author: 'Ben', op, title: 'Football', changes: [...changes] }, context)).toBe(
      text,
    )
  },
)

test('names the attendee as the author of a guest’s answer, and of another user’s answer beside it', () => {
  const answer = change('answer', 'needs-action', 'accepted', { person: 'Eva' })
  const guest = authorText({ by: null, changes: [{ ...answer, restorable: false } as EventChange] }, context)
  expect(guest).toBe('Eva')
  expect(otherPersonText(answer, 'Eva', context)).toBeNull()
  expect(otherPersonText(answer, 'Ben', context)).toBe('Eva')
  expect(otherPersonText({ ...answer, person: null }, 'Ben', context)).toBe('a former member')
})

test('says that a change came from the synced calendar of its author', () => {
  const entry = { by: { id: 'anna', name: 'Anna' }, changes: [] }
  expect(authorText({ ...entry, origin: 'sync' }, context)).toBe('Anna (synced calendar)')
  expect(authorText({ ...entry, origin: 'first-sync' }, context)).toBe('Anna (synced calendar)')
  expect(authorText({ ...entry, origin: 'web' }, context)).toBe('Anna')
})

test('calls a deleted account a former member and isolates right-to-left titles', () => {
  const entry = { author: null, op: 'added', title: 'بروفة', changes: [] }
  expect(describeInSentence(entry, context)).toBe('a former member added \u2068بروفة\u2069')
})
