import { desc, eq, isNotNull, sql } from 'drizzle-orm'
import { db } from '@/db/client'
import { syncEntries, syncRuns } from '@/db/schema/connections'
import { events } from '@/db/schema/events'
import { spanFromRow } from '@/lib/calendar/span'
import { answerEvent } from '@/lib/commands/answers'
import { createEvent, deleteEvent, updateEvent } from '@/lib/commands/events'
import { setEventAlarms } from '@/lib/commands/layers'
import { deletePermanently, restore } from '@/lib/commands/trash'
import { undo } from '@/lib/commands/undo'
import { AppError } from '@/lib/errors'
import { as, type TestUser } from '@/test/database/fixtures'
import {
  homeEvents,
  markDirty,
  type RandomAccount,
  type StoredEvent,
  writtenUids,
} from './random.test.account'
import type { Expected } from './random.test.expected'
import { type Random, RECENT } from './random.test.numbers'
import type { CheckedFields } from './random.test.values'

/** Number of events from which as many are deleted as created. */
const MANY = 15

/** Number of events that are deleted at once: more than a run deletes without approval. */
const MANY_DELETIONS = 12

/** Random edits in Kinday by the user of the connection, and by another member. */
export class LocalEdits {
  private readonly changesets: string[] = []
  private count = 0

  constructor(
    private readonly account: RandomAccount,
    private readonly random: Random,
    private readonly expected: Expected,
  ) {}

  async edit(): Promise<void> {
    const before = await homeEvents(this.account.calendar)
    try {
      await this.attempt(before)
    } catch (error) {
      // An edit may be impossible, for example of an occurrence that the series does not have.
      if (!(error instanceof AppError)) throw error
    }
  }

  /** Edits or deletes the event that was edited last, if it exists here. */
  async editRecent(): Promise<void> {
    const { account, random, expected } = this
    const target = (await homeEvents(account.calendar)).find(({ uid }) => uid === expected.recent)
    if (!target) return
    try {
      if (random.isTrue(0.3)) await this.delete(account.user, target)
      else await this.update(account.user, target, { title: random.text() })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
    }
  }

  /** Edits a field again that the last run has written or was writing. */
  async editAgain(): Promise<void> {
    const { account, random, expected } = this
    const written = await writtenUids(account)
    const edited = random.pick(expected.fieldsEdited('local').filter(({ uid }) => written.has(uid)))
    const target = (await homeEvents(account.calendar)).find(({ uid }) => uid === edited?.uid)
    if (!edited || !target) return
    const value = edited.field === 'span' ? random.span() : random.text()
    try {
      await this.update(account.user, target, { [edited.field]: value })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
    }
  }

  private async attempt(present: StoredEvent[]): Promise<void> {
    const { random, account } = this
    const by = random.isTrue(0.75) ? account.user : account.member
    const recent = present.find(({ uid }) => uid === this.expected.recent)
    const target = recent && random.isTrue(RECENT) ? recent : random.pick(present)
    const kind = random.pickBy({
      ...{ create: present.length < MANY ? 20 : 8, delete: 8, undo: 4, undoRun: 2, restore: 3, erase: 1 },
      ...{ clear: 0.5, moveAway: 3, moveBack: 4, answer: 4, alarms: 4 },
      ...{ occurrence: 12, moveSeries: 6, rule: 2, update: 30 },
    })
    if (!target || kind === 'create') return this.create(by)
    switch (kind) {
      case 'delete':
        return this.delete(by, target)
      case 'clear':
        for (const event of present.slice(0, MANY_DELETIONS)) await this.delete(by, event)
        return
      case 'undo':
        return this.undo(by, random.pick(this.changesets))
      case 'undoRun':
        return this.undo(account.user, random.pick(await this.changesetsOfRuns()))
      case 'restore':
        return this.restore(by)
      case 'erase':
        return this.erase()
      case 'moveAway':
        await this.update(account.user, target, { calendarId: account.unsynced })
        return this.expected.remove('local', target.uid, valuesOf(target))
      case 'moveBack':
        return this.moveBack()
      case 'answer':
        return this.answer(target)
      case 'alarms':
        return this.setAlarms(target)
      case 'occurrence': {
        const series = random.pick(present.filter(({ recurrence }) => recurrence))
        return series && this.editOccurrence(by, series)
      }
      case 'moveSeries': {
        const series = random.pick(present.filter(hasExceptions))
        return series && this.update(by, series, { span: random.span() })
      }
      case 'rule':
        return this.update(by, target, {
          rules: random.isTrue(0.7) ? [random.rule(target.recurrence?.rules)] : [],
        })
      case 'update':
        return this.update(by, target, this.fields())
    }
  }

  private async delete(by: TestUser, event: StoredEvent): Promise<void> {
    const { id, version, uid } = event
    const { changeset } = await as(by).run(deleteEvent, { id, version })
    this.changesets.push(changeset!)
    this.expected.remove('local', uid, valuesOf(event))
  }

  private async create(by: TestUser): Promise<void> {
    const { random, account, expected } = this
    const description = `local-${++this.count}`
    const { result, changeset } = await as(by).run(createEvent, {
      ...{ calendarId: account.calendar, description, title: random.text(), span: random.span() },
      rules: random.isTrue(0.3) ? [random.rule()] : [],
      attendees: random.isTrue(0.15) ? [account.user.id, { email: 'guest@example.org' }] : [],
    })
    this.changesets.push(changeset!)
    const [event] = await db.select().from(events).where(eq(events.id, result.id))
    expected.create('local', event!.uid, valuesOf(event!))
  }

  private async update(
    by: TestUser,
    event: StoredEvent,
    patch: CheckedFields & { calendarId?: string; rules?: string[] },
  ): Promise<void> {
    const { id, version, uid } = event
    const seen = valuesOf(event)
    const { changeset } = await as(by).run(updateEvent, { id, version, patch: patch as object })
    if (!changeset) return
    this.changesets.push(changeset)
    const { calendarId: _, rules, ...fields } = patch
    this.expected.change('local', uid, seen, rules ? { span: seen.span! } : fields, Boolean(rules))
  }

  private async editOccurrence(by: TestUser, event: StoredEvent): Promise<void> {
    const { id, version, uid } = event
    const { account, random, expected } = this
    const scope = random.isTrue(0.3) ? ('following' as const) : ('this' as const)
    const occurrence = { id: random.occurrenceOf(spanFromRow(event)), scope }
    const fields = random.isTrue(0.3) ? null : this.fields()
    const { changeset } = fields
      ? await as(by).run(updateEvent, { id, version, patch: fields as object, occurrence })
      : await as(by).run(deleteEvent, { id, version, occurrence })
    if (!changeset) return
    this.changesets.push(changeset)
    // Without its last occurrence, a series is deleted.
    if (!(await homeEvents(account.calendar)).some((present) => present.uid === uid))
      return expected.remove('local', uid, valuesOf(event))
    expected.changeOccurrence('local', uid, valuesOf(event), [occurrence.id, fields])
    if (scope === 'following') expected.ignore(uid)
  }

  private async undo(by: TestUser, changeset: string | undefined): Promise<void> {
    if (!changeset) return
    const done = await this.mark(as(by).run(undo, { changeset }))
    const changed = await db.execute<{ uid: string }>(sql`
      select v.uid from changes c join events v on v.id::text = c.entity_id where c.changeset_id = ${done}`)
    for (const { uid } of changed) this.expected.ignore(uid)
  }

  private async changesetsOfRuns(): Promise<string[]> {
    const rows = await db
      .select({ changeset: syncEntries.changesetId })
      .from(syncEntries)
      .innerJoin(syncRuns, eq(syncRuns.id, syncEntries.runId))
      .where(sql`${syncRuns.bindingId} = ${this.account.binding} and ${isNotNull(syncEntries.changesetId)}`)
      .orderBy(desc(syncEntries.id))
      .limit(10)
    return [...new Set(rows.map(({ changeset }) => changeset!))]
  }

  private async restore(by: TestUser): Promise<void> {
    const event = this.random.pick(await this.trash())
    if (!event) return
    await as(by).run(restore, { event: event.id })
    this.expected.ignore(event.uid)
  }

  private async erase(): Promise<void> {
    const event = this.random.pick(await this.trash())
    if (event) await as(this.account.user).run(deletePermanently, { event: event.id })
  }

  private trash(): Promise<StoredEvent[]> {
    return db
      .select()
      .from(events)
      .where(isNotNull(events.deletedAt))
      .orderBy(desc(events.deletedAt), events.id)
      .limit(10)
  }

  private async moveBack(): Promise<void> {
    const { account, expected, random } = this
    const event = random.pick(await homeEvents(account.unsynced))
    if (!event) return
    const { id, version, uid } = event
    await as(account.user).run(updateEvent, { id, version, patch: { calendarId: account.calendar } })
    expected.ignore(uid)
  }

  private async answer(event: StoredEvent): Promise<void> {
    const { id, version, uid } = event
    const status = this.random.pick(['accepted', 'declined', 'tentative'] as const)!
    await this.mark(as(this.account.user).run(answerEvent, { id, version, status }))
    this.expected.change('local', uid, valuesOf(event))
  }

  private async setAlarms(event: StoredEvent): Promise<void> {
    const { id, uid } = event
    const alarms = this.random.alarms().map((minutesBefore) => ({ minutesBefore, method: 'push' as const }))
    await this.mark(as(this.account.user).run(setEventAlarms, { id, alarms }))
    this.expected.change('local', uid, valuesOf(event))
  }

  private async mark(done: Promise<{ changeset: string | null }>): Promise<string | null> {
    const { changeset } = await done
    if (changeset) await markDirty(this.account, changeset)
    return changeset
  }

  private fields(): CheckedFields {
    const { random } = this
    const field = random.pickBy({ title: 3, location: 3, span: 2 })
    return field === 'span' ? { span: random.span() } : { [field]: random.text() }
  }
}

function valuesOf(event: StoredEvent): CheckedFields {
  return { title: event.title, location: event.location, span: spanFromRow(event) }
}

function hasExceptions({ recurrence, overrides }: StoredEvent): boolean {
  return recurrence !== null && recurrence.exclusions.length + Object.keys(overrides).length > 0
}
