import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { answers } from '@/db/schema/answers'
import { links } from '@/db/schema/connections'
import { answerEvent } from '@/lib/commands/answers'
import { as } from '@/test/database/fixtures'
import { eventsIn, makeRemoteEvent, makeSyncedAccount, type SyncedAccount } from './sync.test.account'

let account: SyncedAccount

/** Connects an account with an invitation from another person, and syncs it. */
async function makeInvitation() {
  account = await makeSyncedAccount()
  const { store, sync, calendar, user } = account
  store.insert(
    makeRemoteEvent('audit', {
      organizer: { email: 'chief@example.org' },
      attendees: [
        { email: 'chief@example.org', responseStatus: 'accepted', organizer: true },
        { email: user.email, responseStatus: 'needsAction', self: true },
      ],
    }),
  )
  await sync()
  const [event] = await eventsIn(calendar)
  return event!
}

async function answer({ id, version }: { id: string; version: number }, status: 'accepted' | 'declined') {
  const { user, binding } = account
  await as(user).run(answerEvent, { id, version, status })
  // The consumer of changes does the same.
  await db.update(links).set({ isDirty: true }).where(eq(links.bindingId, binding))
}

const statusAtGoogle = () => account.store.get('audit').attendees?.map(({ responseStatus }) => responseStatus)

const ownStatus = async (eventId: string) =>
  (await db.select().from(answers).where(eq(answers.eventId, eventId))).find(
    ({ userId }) => userId === account.user.id,
  )?.status

it('sends only the answer to an invitation', async () => {
  const event = await makeInvitation()
  await answer(event, 'accepted')
  account.stub.requests.length = 0
  await account.sync()
  const own = { email: account.user.email, responseStatus: 'accepted' }
  expect(account.stub.requests.flatMap(({ body }) => body ?? [])).toEqual([
    { attendeesOmitted: true, attendees: [own] },
  ])
  expect(statusAtGoogle()).toEqual(['accepted', 'accepted'])
  expect(await ownStatus(event.id)).toBe('accepted')
  expect(await account.sync()).toEqual({ hasChanged: false, outcome: 'done' })
})

it('keeps an answer that was not sent yet when the organizer changes the event', async () => {
  const event = await makeInvitation()
  await answer(event, 'declined')
  account.store.patch('audit', { summary: 'Last audit' })
  await account.sync()
  expect(await eventsIn(account.calendar)).toMatchObject([{ title: 'Last audit' }])
  expect(await ownStatus(event.id)).toBe('declined')
  expect(statusAtGoogle()).toEqual(['accepted', 'declined'])
})

it('reads an answer that was given in Google Calendar', async () => {
  const event = await makeInvitation()
  const [chief, own] = account.store.get('audit').attendees!
  account.store.patch('audit', { attendees: [chief!, { ...own, responseStatus: 'tentative' }] })
  await account.sync()
  expect(await ownStatus(event.id)).toBe('tentative')
})
