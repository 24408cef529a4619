import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { z } from 'zod'
import type { Tx } from '@/db/client'
import { requirePrincipal } from '@/lib/access/actor'
import type { Grant } from '@/lib/access/grant'
import type { CalendarObject } from '@/lib/calendar/event'
import { accountsIn } from '@/lib/calendar/portable'
import type { Budget } from '@/lib/calendar/series/budget'
import { changedAnswers, withoutAnswers } from '@/lib/calendar/server/calendar-object'
import type { ImportPlan } from '@/lib/calendar/server/incoming/import-plan'
import { plansOf } from '@/lib/calendar/server/incoming/plan'
import { collect } from '@/lib/calendar/server/pace'
import type { Change } from '@/lib/commands/pipeline/changes'
import { writeAnswers } from '@/lib/commands/rows/answers'
import { insertEvents, updateEvents } from '@/lib/commands/rows/event-batch'
import { writeReceived } from '@/lib/commands/rows/received'
import { existingEvents, ownAddress } from '@/lib/queries/import'
import type { importEvents as schema } from '@/lib/schemas/import'
import type { ImportedEvent } from '@/lib/schemas/imported-event'
import { answerChange } from './answer-changes'
import { eventChanges } from './event-plan'
import { insertOwnRows } from './import-own-rows'
import { notifyPlacements } from './notify-placements'
import type { CreatedEvent } from './restore-placements'

/** Plans an import. Locks nothing, so the plan may be out of date when it is applied. */
export async function planEventImport(
  tx: Tx,
  calendar: Grant<'write', 'calendar'>,
  events: readonly ImportedEvent[],
  known: (userId: string) => boolean,
): Promise<ImportPlan<ImportedEvent>[]> {
  const own = await ownAddress(tx, requirePrincipal(calendar.actor))
  return collect(
    plansOf(events, await existingEvents(tx, calendar, events), { isKnown: known, importer: own }),
  )
}

/** Returns the ids of the accounts that are mentioned in events of a file. */
export function accountIdsIn(events: readonly ImportedEvent[]): string[] {
  return [...new Set(events.flatMap(({ content }) => accountsIn(content)))]
}

/**
 * Locks the calendars: concurrent imports into one calendar would both find the same events missing. The lock does
 * not block foreign keys to the calendar.
 */
export async function lockTargetCalendars(tx: Tx, parts: z.output<typeof schema>['parts']): Promise<void> {
  for (const id of parts.map(({ calendarId }) => calendarId).sort()) {
    await tx.execute(sql`select id from calendars where id = ${id} for no key update`)
  }
}

/** Locks the events that the plan is about to read, so that they are unchanged when it is applied. */
export async function lockEvents(
  tx: Tx,
  calendarId: string,
  events: readonly ImportedEvent[],
): Promise<void> {
  const uids = JSON.stringify(events.map(({ uid }) => uid))
  // Overridden instances may belong to any part of a split series.
  const hasInstances = events.some(({ instances }) => instances)
  const ids = JSON.stringify(events.map(({ kindayId }) => kindayId ?? ''))
  await tx.execute(sql`
    select id from events where id in (
      select event_id from placements join events on events.id = event_id
      where calendar_id = ${calendarId} and placements.deleted_at is null
        and (placements.uid in (select jsonb_array_elements_text(${uids}::jsonb))
          or event_id::text in (select jsonb_array_elements_text(${ids}::jsonb))
          or (${hasInstances}::boolean and (split_from is not null or strpos(placements.uid, '/') > 0)))) order by id for update`)
}

/** Applies the plans of some events of an import. Adds the new events to `createdEvents`. */
export async function applyImportPlans(
  tx: Tx,
  calendarId: string,
  planned: readonly ImportPlan<ImportedEvent>[],
  userId: string | null,
  now: Date,
  createdEvents: CreatedEvent[],
  budget: Budget,
): Promise<Change[]> {
  const newPlans = planned.flatMap((plan) => (plan.outcome === 'new' ? [{ ...plan, id: uuidv7() }] : []))
  createdEvents.push(...newPlans)
  const changedPlans = planned.flatMap((plan) => (plan.outcome === 'changed' ? [plan] : []))
  const created = newPlans.length
    ? await insertEvents(
        tx,
        newPlans.map(({ id, uid, incoming: { sequence }, content }) => ({
          ...withoutAnswers(content),
          ...{ id, uid, sequence, calendarId, createdBy: userId, splitFrom: null },
        })),
        now,
        budget,
      )
    : []
  const pairs = changedPlans.map(
    ({ before, content, sequence }) => [before, { ...before, ...withoutAnswers(content), sequence }] as const,
  )
  const changed = pairs.length ? await updateEvents(tx, pairs, now, budget) : []
  await writeAnswers(
    tx,
    newPlans.flatMap(({ id, content }) => answersIn(id, { answers: [], managed: [] }, content)),
    'import',
  )
  const answered = await writeStatedAnswers(tx, changedPlans)
  await writeReceived(tx, [
    ...newPlans,
    ...changedPlans.map(({ before: { id }, received }) => ({ id, received })),
    ...planned.flatMap((plan) =>
      plan.outcome === 'unchanged' && plan.received ? [{ id: plan.event.id, received: plan.received }] : [],
    ),
  ])
  const ownChanges = userId ? await insertOwnRows(tx, userId, newPlans) : []
  return [
    ...created.flatMap((event) => eventChanges(null, event)),
    ...changed.flatMap((event, index) => {
      const { before, compared, received } = changedPlans[index]!
      return eventChanges(
        { ...before, compared },
        { ...event, compared: { received, sequence: event.sequence } },
      )
    }),
    ...answered,
    ...ownChanges,
    ...(changed.length
      ? await notifyPlacements(
          tx,
          changed.map(({ id }) => id),
        )
      : []),
  ]
}

/** Writes the answers in a file to events that the import changes. */
async function writeStatedAnswers(tx: Tx, plans: readonly ChangedPlan[]): Promise<Change[]> {
  const rows = plans.flatMap(({ content, ...plan }) => answersIn(plan.before.id, plan, content))
  const written = await writeAnswers(tx, rows, 'import')
  const events = new Map(plans.map((plan) => [plan.before.id, plan]))
  return written.map(({ eventId, answer }) => {
    const { before, answers } = events.get(eventId)!
    return answerChange(before, answers.find(({ id }) => id === answer.id) ?? null, answer)
  })
}

type ChangedPlan = Extract<ImportPlan<ImportedEvent>, { outcome: 'changed' }>

function answersIn(
  eventId: string,
  { answers, managed }: Pick<ChangedPlan, 'answers' | 'managed'>,
  content: CalendarObject,
) {
  const changed = changedAnswers(withoutAnswers(content), answers, content, managed)
  return changed.map((answer) => ({ eventId, answer }))
}
