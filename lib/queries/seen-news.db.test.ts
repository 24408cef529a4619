import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { db } from '@/db/client'
import { singleRow } from '@/db/rows'
import type { Actor } from '@/lib/access/actor'
import { updateEvent } from '@/lib/commands/events'
import { streamName } from '@/lib/realtime/channels'
import { as, type Family, makeFamily, makeUser } from '@/test/database/fixtures'
import { waitForLockWait } from '@/test/database/lock-waits'
import { news } from './news'
import { markNewsSeen, readableUpTo, unseenSince } from './seen-news'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const START = Date.now() - 60_000

async function newsFor(actor: Actor, since = START) {
  return news(db, await as(actor).loadReach(), since, 'UTC')
}

describe('markNewsSeen', () => {
  const newsSeenAt = async (user: { id: string }) => {
    const row = singleRow(
      await db.execute<{ at: string | null }>(
        sql`select extract(epoch from news_seen_at) * 1000 as at from users where id = ${user.id}`,
      ),
    )
    return row.at === null ? null : Number(row.at)
  }

  test('moves the time of the last visit neither back nor into the future', async () => {
    const viewer = await makeUser('viewer')
    expect(await newsSeenAt(viewer)).toBeNull()
    await markNewsSeen(db, viewer, 5000)
    expect(await newsSeenAt(viewer)).toBe(5000)
    await markNewsSeen(db, viewer, 1000)
    expect(await newsSeenAt(viewer)).toBe(5000)
    await markNewsSeen(db, viewer, 8e15)
    expect(await newsSeenAt(viewer)).toBeLessThanOrEqual(Date.now())
  })

  test.each(['begun', 'written'])(
    'keeps a change new that was %s before the page was read, and committed afterwards',
    async (state) => {
      const title = `Slowly ${state}`
      const { id } = await as(family.owner).createEvent({ calendarId: family.calendar, title })
      const lock =
        state === 'begun'
          ? sql`select 1 from events where id = ${id} for update`
          : sql`select 1 from streams where stream = ${streamName('calendar', family.calendar)} for update`
      let edited: Promise<unknown> | undefined
      let upTo = 0
      await db.transaction(async (tx) => {
        await tx.execute(lock)
        edited = as(family.owner).run(updateEvent, { id, version: 1, patch: { location: 'Hall' } })
        await waitForLockWait()
        upTo = await readableUpTo(db)
      })
      await edited
      const items = await newsFor(family.viewer, upTo)
      // Other transactions can make the time earlier. The creation of the event is then new, too.
      expect(items.filter((item) => item.title === title).map(({ op }) => op)).toContain('changed')
    },
  )

  test('does not return changes as new once they were shown', async () => {
    await as(family.owner).createEvent({ calendarId: family.calendar, title: 'Seen' })
    const createdBefore = Date.now()
    let upTo = 0
    // Waits until the transactions of earlier tests have ended, such as those that mark pings as published.
    await expect.poll(async () => (upTo = await readableUpTo(db))).toBeGreaterThan(createdBefore)
    expect(await newsFor(family.viewer, upTo)).toEqual([])
  })

  test('returns a week of news to a new user, and at most a month after a long absence', () => {
    const now = Date.UTC(2026, 10, 21)
    const daysAgo = (n: number) => now - n * 86_400_000
    expect(unseenSince(null, now)).toBe(daysAgo(7))
    expect(unseenSince(new Date(daysAgo(3)), now)).toBe(daysAgo(3))
    expect(unseenSince(new Date(0), now)).toBe(daysAgo(30))
  })
})
