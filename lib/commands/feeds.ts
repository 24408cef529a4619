import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { feeds } from '@/db/schema/calendars'
import { userIdOf } from '@/lib/access/actor'
import { hashToken } from '@/lib/access/secrets'
import { command } from '@/lib/commands/pipeline/execute'
import { streamName } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/calendars'
import { idOutput } from '@/lib/schemas/outputs'

/** Creates a secret URL for subscribing to a calendar. The token is returned once and stored as a hash. */
export const createFeed = command({
  name: 'createFeed',
  input: schemas.createFeed,
  output: schemas.createFeedOutput,
  on: ({ calendar }) => ({ calendar: ['share', 'calendar', calendar] }),
  async run({ tx, grants, actor }, { level, name }) {
    const id = uuidv7()
    const token = randomBytes(32).toString('base64url')
    const feed = { id, calendarId: grants.calendar.row.id, level, name }
    await tx.insert(feeds).values({ ...feed, tokenHash: hashToken(token), createdBy: userIdOf(actor) })
    return {
      result: { id, path: `/api/feeds/${token}.ics` },
      changes: [
        { stream: streamName('calendar', feed.calendarId), entity: 'feed', id, op: 'added', after: feed },
      ],
    }
  },
})

export const revokeFeed = command({
  name: 'revokeFeed',
  input: schemas.revokeFeed,
  output: idOutput,
  on: ({ feed }) => ({ feed: ['share', 'feed', { id: feed }] }),
  async run({ tx, grants, now }) {
    const { id, calendarId, revoked } = grants.feed.row
    if (revoked) return { result: { id }, changes: [] }
    await tx.update(feeds).set({ revokedAt: now }).where(eq(feeds.id, id))
    return {
      result: { id },
      changes: [{ stream: streamName('calendar', calendarId), entity: 'feed', id, op: 'removed' }],
    }
  },
})
