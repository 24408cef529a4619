import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { levelsOf } from '@/lib/access/levels'
import type { EventSnapshot } from '@/lib/calendar/event'
import { type Stream, streamName } from '@/lib/realtime/channels'
import type { Change } from './changes'
import { type HiddenChange, usersWhoSeeADifference } from './hidden-events'

/** Collects pings, changes without content that make the followers of a stream refetch, once for each stream. */
export class StreamPings {
  private readonly calendars = new Map<Stream, string>()
  private readonly users = new Set<string>()
  readonly hidden: HiddenChange[] = []

  pingViewers(calendar: string): void {
    this.calendars.set(streamName('calendar', calendar), calendar)
  }

  pingOwners(calendar: string): void {
    this.calendars.set(streamName('owners', calendar), calendar)
  }

  /** Pings the creator and the attendees of a private event, before and after. */
  pingConcerned(calendar: string, ...versions: (EventSnapshot | null)[]): void {
    for (const version of versions) {
      if (!version) continue
      const occurrenceAttendees = Object.values(version.overrides).flatMap(
        (override) => override.attendees ?? [],
      )
      const people = [...version.attendees, ...occurrenceAttendees].map(({ userId }) => userId)
      for (const user of [version.createdBy, ...people]) if (user) this.users.add(`${user} ${calendar}`)
    }
  }

  /**
   * Returns the pings as changes.
   * @param changedStreams streams that have a change already
   */
  async changes(tx: Tx, changedStreams: ReadonlySet<Stream>): Promise<Change[]> {
    const ping = (stream: Stream, id: string): Change[] =>
      changedStreams.has(stream) ? [] : [{ stream, entity: 'placement', id, op: 'changed', hidden: true }]
    const users = new Set([...(await this.readers(tx)), ...(await usersWhoSeeADifference(tx, this.hidden))])
    return [
      ...[...this.calendars].flatMap(([stream, id]) => ping(stream, id)),
      ...[...users].sort().flatMap((id) => ping(streamName('user', id), id)),
    ]
  }

  /** Returns those of the users who read the calendar without owning it. */
  private async readers(tx: Tx): Promise<string[]> {
    if (!this.users.size) return []
    const pairs = [...this.users].map((pair) => {
      const [id, calendar] = pair.split(' ')
      return { id, calendar }
    })
    const rows = await tx.execute<{ id: string }>(sql`
      select distinct who.id
      from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as who (id uuid, calendar uuid)
      cross join lateral ${levelsOf(sql`who.id`)} l
      where l.calendar_id = who.calendar and l.level between 2 and 3 order by 1`)
    return rows.map(({ id }) => id)
  }
}
