import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { StoredAnswer } from '@/lib/calendar/answers'
import type { CalendarObject } from '@/lib/calendar/event'
import { checkEvents } from '@/lib/schemas/checked-events'
import { calendarObjectOf, changedAnswers, withoutAnswers } from '../calendar-object'
import { readIcal } from '../ical/read'
import { contents } from '../ical/round-trip.test.contents'
import { bytesOf } from '../ical/testing'
import { writeIcal } from '../ical/write'
import type { ExistingEvent } from './import-plan'
import { planFileImport } from './plan'

const people = { isKnown: () => false, importer: null }
const ids = ['01a1fd2c-411b-714f-96dd-b5b846713965', '01a1fd2c-411b-714f-96dd-b5b846713966']

/** Returns the validated events of a file. */
async function readEvents(text: string) {
  const { events, refused } = await checkEvents(
    (await readIcal(bytesOf(text), { zone: 'Europe/Paris' })).events,
  )
  expect(refused).toEqual([])
  return events.list
}

/** Returns the events of a calendar after importing a file. */
function toExistingEvents(list: Awaited<ReturnType<typeof readEvents>>): ExistingEvent[] {
  return list.map(({ uid, sequence, content }, index) => ({
    event: {
      ...withoutAnswers(content),
      ...{ id: ids[index] ?? `${index}`, uid, sequence, calendarId: 'c' },
      ...{ splitFrom: null, createdBy: null, version: 1 },
    },
    ...{ answers: answersIn(content), managed: [] },
    ...{ isWritable: true, received: null, sequence, parts: [] },
  }))
}

function answersIn(content: CalendarObject): StoredAnswer[] {
  const answers = changedAnswers(withoutAnswers(content), [], content)
  return answers.map((answer) => ({ ...answer, id: '', source: 'import' }))
}

/** Exports a calendar. */
function exportCalendar(
  events: readonly ExistingEvent[],
  options: { method?: 'PUBLISH'; ids: boolean },
): string {
  const list = events.map(({ event: { id, uid, sequence, ...content }, answers }) => ({
    ...{
      uid,
      sequence,
      content: calendarObjectOf(content, answers),
      created: new Date(0),
      modified: new Date(0),
    },
    ...(options.ids && { id }),
  }))
  return [...writeIcal({ name: 'x', ...(options.method && { method: options.method }) }, list)].join('')
}

const withRange = (text: string) => text.replace(/^RECURRENCE-ID/m, 'RECURRENCE-ID;RANGE=THISANDFUTURE')

it.each([
  ['an export', (text: string) => text, { ids: true }],
  ['an export without ids', (text: string) => text, { ids: false }],
  ['an export of a series that changes from an instance on', withRange, { ids: true }],
  ['a feed', (text: string) => text, { ids: true, method: 'PUBLISH' as const }],
])(
  'finds no changes when %s is imported into its own calendar',
  async (_, change, options) => {
    await fc.assert(
      fc.asyncProperty(contents, async (content) => {
        const event = { uid: 'u', sequence: 0, created: new Date(0), modified: new Date(0), content }
        const storedEvents = toExistingEvents(
          await readEvents(change([...writeIcal({ name: 'x' }, [event])].join(''))),
        )
        const existing = {
          byUid: new Map(storedEvents.map((event) => [event.event.uid, [event]])),
          byId: new Map(storedEvents.map((event) => [event.event.id, event])),
        }
        const again = await readEvents(exportCalendar(storedEvents, options))
        const planned = planFileImport(again, existing, people)
        expect(
          planned.map((plan) => (plan.outcome === 'changed' ? [plan.before, plan.content] : plan.outcome)),
        ).toEqual(storedEvents.map(() => 'unchanged'))
      }),
      { numRuns: 40 },
    )
  },
  60_000,
)
