import { and, eq, isNull } from 'drizzle-orm'
import { db } from '@/db/client'
import { links } from '@/db/schema/connections'
import { events } from '@/db/schema/events'
import { placements } from '@/db/schema/placements'
import { DAY, dayOf } from '@/lib/calendar/day'
import { spanFromRow } from '@/lib/calendar/span'
import { answerEvent } from '@/lib/commands/answers'
import { createEvent, deleteEvent, updateEvent } from '@/lib/commands/events'
import { undo } from '@/lib/commands/undo'
import type { GoogleEvent } from '@/lib/connectors/google/event'
import { AppError } from '@/lib/errors'
import { as } from '@/test/database/fixtures'
import type { SyncedAccount } from './sync.test.account'

/** Numbers from 0 to 1, always the same for a seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type EventRow = typeof events.$inferSelect

/** Random edits of both sides. Each event has a description of its own, by which it is found in the end. */
export class RandomEdits {
  /** Descriptions of events that were deleted on a side. */
  readonly deleted = new Set<string>()
  readonly created = new Set<string>()
  private readonly changesets: string[] = []
  private count = 0

  constructor(
    private readonly account: SyncedAccount,
    private readonly random: () => number,
    private readonly otherCalendar: string,
  ) {}

  /** Makes an edit on one side. */
  async edit(): Promise<void> {
    if (this.random() < 0.5) return this.editRemotely()
    const before = await this.eventsHere()
    try {
      await this.editHere(before)
    } catch (error) {
      // Some edits are impossible, such as one of an occurrence that the series does not have.
      if (!(error instanceof AppError)) throw error
    }
    const after = new Set((await this.eventsHere()).map(({ description }) => description))
    for (const { description } of before) if (!after.has(description)) this.deleted.add(description)
  }

  editRemotely(): void {
    const { store } = this.account
    const present = [...store.events.values()].filter(({ event }) => event.status !== 'cancelled')
    const target = this.pick(present)?.event
    const kind = this.random()
    try {
      if (!target || kind < 0.2) store.insert(this.remoteBody())
      else if (kind < 0.28) {
        this.deleted.add(target.description ?? '')
        store.delete(target.id!)
      } else if (kind < 0.33) store.oldestToken = ++store.revision
      else if (kind < 0.5 && target.recurrence) this.editInstance(target)
      else if (kind < 0.6) store.patch(target.id!, this.remoteTimes())
      else store.patch(target.id!, this.remoteFields())
    } catch (error) {
      // The stub refuses instances that the series does not have.
      if (!(error instanceof Error) || !('status' in error)) throw error
    }
  }

  private editInstance({ id, start }: GoogleEvent): void {
    const { store } = this.account
    const day = dayOf(Math.floor(Date.parse(start!.dateTime!.slice(0, 10)) / DAY) + 7 * this.below(3))
    const utc = `${day.replaceAll('-', '')}T${this.random() < 0.5 ? '08' : '09'}0000Z`
    if (this.random() < 0.3) store.delete(`${id}_${utc}`)
    else store.patch(`${id}_${utc}`, this.remoteFields())
  }

  private async editHere(present: EventRow[]): Promise<void> {
    const { user, calendar: calendarId } = this.account
    const target = this.pick(present)
    const kind = this.random()
    if (!target || kind < 0.2) {
      const isSeries = this.random() < 0.3
      const rules = isSeries ? ['FREQ=WEEKLY;COUNT=6'] : []
      const description = this.newDescription()
      const input = { calendarId, description, title: this.text(), span: this.span(), rules }
      this.changesets.push((await as(user).run(createEvent, input)).changeset!)
      return
    }
    const { id, version, recurrence } = target
    const slot = recurrence && this.random() < 0.5 ? this.slotOf(target) : undefined
    const scope = this.random() < 0.3 ? ('following' as const) : ('this' as const)
    const occurrence = slot ? { occurrence: { id: slot, scope } } : {}
    if (kind < 0.28) {
      this.changesets.push((await as(user).run(deleteEvent, { id, version, ...occurrence })).changeset!)
    } else if (kind < 0.34 && this.changesets.length) {
      await as(user).run(undo, { changeset: this.pick(this.changesets)! })
    } else if (kind < 0.37) {
      await as(user).run(updateEvent, { id, version, patch: { calendarId: this.otherCalendar } })
    } else if (kind < 0.42) {
      await this.answerHere(id, version)
    } else {
      const patch =
        kind < 0.6
          ? { span: this.span() }
          : this.random() < 0.5
            ? { title: this.text() }
            : { location: this.text() }
      const done = await as(user).run(updateEvent, { id, version, patch, ...occurrence })
      if (done.changeset) this.changesets.push(done.changeset)
    }
  }

  private async answerHere(id: string, version: number): Promise<void> {
    const status = this.pick(['accepted', 'declined', 'tentative'] as const)!
    await as(this.account.user).run(answerEvent, { id, version, status })
    // As the consumer of changes does.
    await db.update(links).set({ isDirty: true }).where(eq(links.eventId, id))
  }

  private async eventsHere() {
    const rows = await db
      .select({ event: events })
      .from(events)
      .innerJoin(placements, and(eq(placements.eventId, events.id), placements.home))
      .where(and(eq(placements.calendarId, this.account.calendar), isNull(events.deletedAt)))
      .orderBy(events.createdAt, events.id)
    return rows.map(({ event }) => event)
  }

  private slotOf(event: EventRow): string {
    const { start } = spanFromRow(event)
    const day = dayOf(Math.floor(Date.parse(start.slice(0, 10)) / DAY) + 7 * this.below(3))
    return `${day}${start.slice(10)}`
  }

  private remoteBody(): GoogleEvent {
    const { user } = this.account
    return {
      ...{ ...this.remoteFields(), ...this.remoteTimes(), description: this.newDescription() },
      ...(this.random() < 0.3 && { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=6'] }),
      ...(this.random() < 0.3 && { attendees: [{ email: user.email }, { email: 'guest@example.org' }] }),
      ...{ iCalUID: `${this.count}-${user.id}@google.com` },
    } as GoogleEvent
  }

  private remoteFields(): GoogleEvent {
    return this.random() < 0.5 ? { summary: this.text() } : { location: this.text() }
  }

  private remoteTimes(): GoogleEvent {
    const { start, end, startZone, endZone } = this.span()
    return { start: { dateTime: start, timeZone: startZone }, end: { dateTime: end, timeZone: endZone } }
  }

  private span() {
    const day = `2026-03-${String(1 + this.below(28)).padStart(2, '0')}`
    const zone = 'Europe/Berlin'
    const at = String(9 + this.below(2)).padStart(2, '0')
    const [start, end] = [`${day}T${at}:00:00`, `${day}T${at}:45:00`]
    return { type: 'timed' as const, start, end, startZone: zone, endZone: zone }
  }

  private newDescription(): string {
    const description = `event ${++this.count}`
    this.created.add(description)
    return description
  }

  private text(): string {
    return `text ${this.below(1000)}`
  }

  private below(limit: number): number {
    return Math.floor(this.random() * limit)
  }

  private pick<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)]
  }
}
