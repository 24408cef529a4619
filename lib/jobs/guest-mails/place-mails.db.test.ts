import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { guestLinks } from '@/db/schema/attendees'
import { events } from '@/db/schema/events'
import { guestToken } from '@/lib/access/guest-tokens'
import { answerEvent } from '@/lib/commands/answers'
import { createEvent, updateEvent } from '@/lib/commands/events'
import { as, hour, makeUser } from '@/test/database/fixtures'
import { deliverMailsTo, smtp } from './guest-mails.test.smtp'

type Status = 'accepted' | 'declined'

/**
 * Creates an event with a capacity of one. The first of its two guests has the place; the second is on the waiting
 * list.
 */
async function makeScenario(fields: object = {}) {
  const anna = await makeUser('Anna')
  const emails = ['first', 'second'].map((name) => `${name}-${randomUUID()}@example.org`)
  const [first, second] = emails as [string, string]
  const attendees = emails.map((email) => ({ email }))
  const input = {
    title: 'Dinner',
    span: hour('2030-12-06'),
    calendarId: anna.calendar,
    attendees,
    capacity: 1,
  }
  const { id } = (await as(anna).run(createEvent, { ...input, ...fields } as never)).result
  const links = await db.select().from(guestLinks).where(eq(guestLinks.eventId, id))
  const linkOf = (email: string) => links.find((link) => link.email === email)!.id
  const version = async () =>
    (await db.execute<{ version: number }>(sql`select version from events where id = ${id}`))[0]!.version
  const answer = async (email: string, status: Status) => {
    const guest = { kind: 'guest', link: linkOf(email), event: id, person: { email, name: null } } as const
    await as(guest).run(answerEvent, { id, version: await version(), status })
  }
  const edit = async (patch: object) =>
    as(anna).run(updateEvent, { id, version: await version(), patch } as never)
  const placeMails = async () =>
    (await deliverMailsTo(second)).filter(
      ({ subject }) => !/^(?:Invitation|Changed|Cancelled):/.test(subject),
    )
  await answer(first, 'accepted')
  await answer(second, 'accepted')
  // Sends the mails about these answers, so that tests get only later ones.
  await deliverMailsTo(second)
  return { id, first, second, linkOf, answer, edit, placeMails }
}

it('mails a waiting guest once with the link when another guest gives up the place', async () => {
  const { first, second, linkOf, answer, placeMails } = await makeScenario()
  await answer(first, 'declined')
  const [mail, ...others] = await placeMails()
  expect(others).toEqual([])
  expect(mail!.subject).toBe('You have a place: Dinner')
  expect(mail!.text).toContain(`https://kinday.example/g/${guestToken(linkOf(second), 'page')}`)
  expect(mail!.headers['list-unsubscribe']).toContain('/api/unsubscribe/')
  expect(await placeMails()).toEqual([])
})

it('mails waiting guests when the organizer adds places or removes the limit', async () => {
  for (const capacity of [2, null]) {
    const { edit, placeMails } = await makeScenario()
    await edit({ capacity })
    expect((await placeMails()).map(({ subject }) => subject)).toEqual(['You have a place: Dinner'])
  }
})

it('mails a guest who loses the place, and mails nothing if the guest got and lost a place since the last mail', async () => {
  const { edit, placeMails } = await makeScenario({ capacity: 2 })
  await edit({ capacity: 1 })
  expect((await placeMails()).map(({ subject }) => subject)).toEqual(['You’re on the waiting list: Dinner'])
  await edit({ capacity: 2 })
  await edit({ capacity: 1 })
  expect(await placeMails()).toEqual([])
})

it('mails nothing if the guest has given up waiting, has unsubscribed, or the event was cancelled', async () => {
  const declined = await makeScenario()
  await declined.answer(declined.first, 'declined')
  await declined.answer(declined.second, 'declined')
  expect(await declined.placeMails()).toEqual([])
  const unsubscribed = await makeScenario()
  await db.update(guestLinks).set({ unsubscribed: true }).where(eq(guestLinks.email, unsubscribed.second))
  await unsubscribed.answer(unsubscribed.first, 'declined')
  expect(await unsubscribed.placeMails()).toEqual([])
  const cancelled = await makeScenario()
  await cancelled.answer(cancelled.first, 'declined')
  await db.update(events).set({ status: 'cancelled' }).where(eq(events.id, cancelled.id))
  expect(await cancelled.placeMails()).toEqual([])
})

it('sends one mail after an outage of the mail server during which the guest got, lost and got a place again', async () => {
  const { second, edit, placeMails } = await makeScenario()
  smtp.mode = 'down'
  for (const capacity of [2, 1, 2]) {
    await edit({ capacity })
    expect(await placeMails()).toEqual([])
  }
  smtp.mode = 'fine'
  await db.execute(sql`
    select graphile_worker.add_job('mail', json_build_object('delivery', id)) from deliveries
    where address = ${second} and outcome = 'queued'`)
  expect((await placeMails()).map(({ subject }) => subject)).toEqual(['You have a place: Dinner'])
})
