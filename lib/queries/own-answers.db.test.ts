import { beforeEach, expect, it } from 'vitest'
import { FLAG } from '@/lib/calendar/tuple'
import { answerEvent } from '@/lib/commands/answers'
import { updateEvent } from '@/lib/commands/events'
import { updateProfile } from '@/lib/commands/users'
import { as, type Family, hour, makeFamily, type TestUser } from '@/test/database/fixtures'

let family: Family
beforeEach(async () => {
  family = await makeFamily()
})

const NAMES = { [FLAG.unanswered]: 'unanswered', [FLAG.maybe]: 'maybe', [FLAG.declined]: 'declined' }

/** The viewer's answers to the events of two weeks, in order; `-` for an accepted event or one without invitation. */
async function answersOf(user: TestUser) {
  const { tuples } = await as(user).loadRange('2026-11-02', '2026-11-16')
  return tuples
    .toSorted((a, b) => a[3] - b[3])
    .map(
      ([, , flags]) =>
        Object.entries(NAMES)
          .flatMap(([flag, name]) => (flags & Number(flag) ? name : []))
          .join(' ') || '-',
    )
}

const invite = (input: object = {}) =>
  as(family.owner).createEvent({
    ...{ calendarId: family.calendar, title: 'Concert', span: hour('2026-11-03') },
    ...{ attendees: [family.viewer.id] },
    ...input,
  })

it('marks invitations with the viewer’s own answer only', async () => {
  const { viewer, editor } = family
  const { id } = await invite({ attendees: [viewer.id, editor.id] })
  await as(editor).run(answerEvent, { id, version: 1, status: 'declined' })
  expect(await answersOf(viewer)).toEqual(['unanswered'])
  expect(await answersOf(editor)).toEqual(['declined'])
  expect(await answersOf(family.owner)).toEqual(['-'])
  await as(viewer).run(answerEvent, { id, version: 1, status: 'tentative' })
  expect(await answersOf(viewer)).toEqual(['maybe'])
  await as(viewer).run(answerEvent, { id, version: 1, status: 'accepted' })
  expect(await answersOf(viewer)).toEqual(['-'])
})

it('marks an event as unanswered again when it moves', async () => {
  const { id } = await invite()
  await as(family.viewer).run(answerEvent, { id, version: 1, status: 'accepted' })
  await as(family.owner).run(updateEvent, { id, version: 1, patch: { span: hour('2026-11-04') } })
  expect(await answersOf(family.viewer)).toEqual(['unanswered'])
})

it('applies answers to a series and to single occurrences', async () => {
  const { id } = await invite({ rules: ['FREQ=DAILY;COUNT=3'] })
  await as(family.viewer).run(answerEvent, { id, version: 1, status: 'accepted' })
  const occurrence = '2026-11-04T09:00:00'
  await as(family.viewer).run(answerEvent, { id, version: 1, occurrence, status: 'declined' })
  expect(await answersOf(family.viewer)).toEqual(['-', 'declined', '-'])
})

it('uses the attendees of an occurrence that differ from those of the series', async () => {
  const { id } = await invite({ rules: ['FREQ=DAILY;COUNT=3'] })
  const occurrence = { id: '2026-11-04T09:00:00', scope: 'this' } as const
  const patch = { attendees: [family.editor.id] }
  await as(family.owner).run(updateEvent, { id, version: 1, patch, occurrence })
  expect(await answersOf(family.viewer)).toEqual(['unanswered', '-', 'unanswered'])
  expect(await answersOf(family.editor)).toEqual(['-', 'unanswered', '-'])
})

it('leaves out declined occurrences for a viewer who hides them', async () => {
  const { id } = await invite({
    rules: ['FREQ=DAILY;COUNT=3'],
    attendees: [family.viewer.id, family.editor.id],
  })
  for (const user of [family.viewer, family.editor])
    await as(user).run(answerEvent, { id, version: 1, occurrence: '2026-11-04T09:00:00', status: 'declined' })
  await as(family.viewer).run(updateProfile, { declinedEvents: 'hidden' })
  expect(await answersOf(family.viewer)).toEqual(['unanswered', 'unanswered'])
  expect(await answersOf(family.editor)).toEqual(['unanswered', 'declined', 'unanswered'])
})
