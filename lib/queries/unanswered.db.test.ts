import { beforeEach, expect, it } from 'vitest'
import { db } from '@/db/client'
import { answerEvent } from '@/lib/commands/answers'
import { updateEvent } from '@/lib/commands/events'
import { as, type Family, hour, makeFamily, type TestUser } from '@/test/database/fixtures'
import { unanswered } from './unanswered'

const NOW = Date.parse('2026-11-02T12:00:00Z')

let family: Family
beforeEach(async () => {
  family = await makeFamily()
})

const invite = (input: object = {}) =>
  as(family.owner).createEvent({
    ...{ calendarId: family.calendar, title: 'Concert', span: hour('2026-12-03') },
    ...{ attendees: [family.viewer.id] },
    ...input,
  })

async function listFor(user: TestUser) {
  const found = await unanswered(db, await as(user).loadReach(), NOW)
  return found.map(({ title, invitedBy, answer }) => `${title} from ${invitedBy}: ${answer.status}`)
}

it('lists an invitation for its attendee until it is answered', async () => {
  const { id } = await invite()
  expect(await listFor(family.viewer)).toEqual(['Concert from owner: needs-action'])
  expect(await listFor(family.editor)).toEqual([])
  expect(await listFor(family.owner)).toEqual([])
  await as(family.viewer).run(answerEvent, { id, version: 1, status: 'declined' })
  expect(await listFor(family.viewer)).toEqual([])
})

it('lists an invitation again when the event moves, with the former answer', async () => {
  const { id } = await invite()
  await as(family.viewer).run(answerEvent, { id, version: 1, status: 'accepted' })
  await as(family.owner).run(updateEvent, { id, version: 1, patch: { span: hour('2026-12-04') } })
  expect(await listFor(family.viewer)).toEqual(['Concert from owner: accepted'])
})

it('lists a running series, but no past event and no event outside the viewer’s calendars', async () => {
  await invite({ title: 'Choir', span: hour('2026-10-01'), rules: ['FREQ=WEEKLY'] })
  await invite({ title: 'Over', span: hour('2026-10-01') })
  const { calendar } = family.stranger
  await as(family.stranger).createEvent({
    calendarId: calendar,
    title: 'Elsewhere',
    span: hour('2026-12-01'),
  })
  expect(await listFor(family.viewer)).toEqual(['Choir from owner: needs-action'])
})

it('returns the next occurrence of a series', async () => {
  await invite({ title: 'Choir', span: hour('2026-10-01'), rules: ['FREQ=WEEKLY'] })
  const [found] = await unanswered(db, await as(family.viewer).loadReach(), NOW)
  expect(found!.span.start).toBe('2026-11-05T09:00:00')
})
