import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { events } from '@/db/schema/events'
import { grant } from '@/lib/access/grant'
import { createEvent } from '@/lib/commands/events'
import { as, hour, insertCalendar, insertPlacement, insertShare, makeUser } from '@/test/database/fixtures'
import { eventDetail } from './events'

describe('eventDetail', () => {
  it('lists the links of an imported event and an incomplete guest list, and hides both where only the title is shown', async () => {
    const [anna, ben] = [await makeUser('Anna'), await makeUser('Ben')]
    const { result } = await as(anna).run(createEvent, {
      title: 'Dentist',
      span: hour('2026-11-21'),
      calendarId: anna.calendar,
    })
    const omitted = ['x-google-attendees-omitted', {}, 'boolean', true]
    const unknown = [omitted, ['conference', { label: 'Video call' }, 'uri', 'https://meet.example.org/abc']]
    await db.update(events).set({ unknown }).where(eq(events.id, result.id))
    const placedIn = await insertCalendar({ ownerUserId: anna.id })
    await insertPlacement(result.id, placedIn, 'title')
    await insertShare(placedIn, { userId: ben.id }, 'viewer')

    const detailFor = (user: typeof anna) =>
      db.transaction(async (tx) => eventDetail(await grant(tx, user, 'read', 'event', result.id)))
    expect(await detailFor(anna)).toMatchObject({
      links: [{ kind: 'video', href: 'https://meet.example.org/abc', label: 'Video call', type: null }],
      guestsOmitted: true,
    })
    expect(await detailFor(ben)).toMatchObject({ links: [], guestsOmitted: false })
  })
})
