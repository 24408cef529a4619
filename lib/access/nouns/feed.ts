import { eq, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { calendars, feeds } from '@/db/schema/calendars'
import { users } from '@/db/schema/users'
import { isAtLeast, levelOf } from '@/lib/calendar/roles'
import type { Actor } from '../actor'
import { levelsOf } from '../levels'
import { hashToken } from '../secrets'
import type { LoadedTarget } from '../verbs'
import { LEVEL_FOR } from './calendar'

export interface FeedRow {
  id: string
  createdBy: string
  calendarId: string
  calendarName: string
  calendarColor: string
  level: 'full' | 'busy'
  /** The locale of the user who created it. */
  locale: string
  /** Sum of the sequence numbers of the streams whose changes a feed can show. */
  seq: number
  /** The version of its body that was stored last (commands/feed-reads.ts). */
  version: { state: string; etag: string; changedAt: Date } | null
  revoked: boolean
}

/**
 * Loads a feed, by the secret of its address (its holder may read it) or by its id (users who may share the calendar
 * may revoke it). It works as long as its creator may share the calendar and is not suspended.
 */
export async function loadFeed(
  tx: Tx,
  actor: Actor,
  by: { token: string } | { id: string },
): Promise<LoadedTarget<FeedRow, 'feed'> | undefined> {
  const userId = actor.kind === 'user' ? actor.id : null
  const [found] = await tx
    .select({
      row: {
        id: feeds.id,
        createdBy: feeds.createdBy,
        calendarId: feeds.calendarId,
        calendarName: calendars.name,
        calendarColor: calendars.color,
        level: feeds.level,
        locale: users.locale,
        revoked: sql<boolean>`${feeds.revokedAt} is not null`,
        seq: sql<number>`coalesce((select sum(seq) from streams
          where stream in ('calendar-' || ${calendars.id}, 'hidden-' || ${calendars.id})), 0)::int`,
      },
      version: { state: feeds.bodyState, etag: feeds.bodyEtag, changedAt: feeds.bodyChangedAt },
      isWorking: sql<boolean>`${feeds.revokedAt} is null and ${calendars.deletedAt} is null
        and ${users.deletedAt} is null and ${users.suspendedAt} is null`,
      creatorLevel: levelFor(sql`${feeds.createdBy}`),
      actorLevel: levelFor(sql`${userId}::uuid`),
    })
    .from(feeds)
    .innerJoin(calendars, eq(calendars.id, feeds.calendarId))
    .innerJoin(users, eq(users.id, feeds.createdBy))
    .where('token' in by ? eq(feeds.tokenHash, hashToken(by.token)) : eq(feeds.id, by.id))
  if (!found) return undefined
  const canShare = (number: number) => {
    const level = levelOf(number)
    return level !== undefined && isAtLeast(level, LEVEL_FOR.share)
  }
  const isByToken = 'token' in by
  return {
    row: { ...found.row, version: storedVersionOf(found.version) },
    isVisible: isByToken ? found.isWorking && canShare(found.creatorLevel) : canShare(found.actorLevel),
    allows: (verb) => (isByToken ? verb === 'read' : verb === 'share'),
  }
}

function storedVersionOf({
  state,
  etag,
  changedAt,
}: Record<'state' | 'etag', string | null> & { changedAt: Date | null }) {
  return state !== null && etag !== null && changedAt ? { state, etag, changedAt } : null
}

function levelFor(userId: SQL) {
  return sql<number>`coalesce((select l.level from ${levelsOf(userId)} l where l.calendar_id = ${feeds.calendarId}), 0)`
}
