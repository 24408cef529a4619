import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { answers } from '@/db/schema/answers'
import type { Answer, StoredAnswer } from '@/lib/calendar/answers'
import type { Participant } from '@/lib/calendar/participant'
import { chunksOf, jsonBatches } from '@/lib/calendar/server/json-batches'

/**
 * Writes answers, each in the place of the same person's answer to the same occurrence. Returns them with their ids.
 */
export async function writeAnswers(
  tx: Tx,
  rows: readonly { eventId: string; answer: Answer & { id?: string } }[],
  source: StoredAnswer['source'],
): Promise<AnswerOfEvent[]> {
  const written: AnswerOfEvent[] = []
  const newRows = rows.map(({ eventId, answer }) => ({
    ...{ ...answer, ...personIdentity(answer), eventId, source },
    id: answer.id ?? uuidv7(),
  }))
  for await (const batch of jsonBatches(newRows)) {
    const stored = await tx.execute<Columns<AnswerOfEvent>>(sql`
      insert into answers (id, event_id, user_id, email, name, recurrence_id, status, party_size, comment, given_for, source,
        answered_at)
      select id, "eventId", "userId", email, name, "recurrenceId", status, "partySize", comment, "givenFor", source,
        coalesce("answeredAt", now())
      from jsonb_to_recordset(${batch}::jsonb) as g (id uuid, "eventId" uuid, "userId" uuid, email text, name text,
        "recurrenceId" text, status text, "partySize" smallint, comment text, "givenFor" jsonb, source text, "answeredAt" timestamptz)
      on conflict on constraint answers_of_person do update set status = excluded.status,
        party_size = excluded.party_size, comment = excluded.comment, given_for = excluded.given_for,
        source = excluded.source,
        -- A party that does not grow keeps its place in the waiting list.
        answered_at = case when excluded.answered_at = now() and excluded.status = answers.status
          and excluded.party_size <= answers.party_size then answers.answered_at else excluded.answered_at end
      returning event_id as "eventId", json_build_object('id', id, 'userId', user_id, 'email', email, 'name', name,
        'recurrenceId', recurrence_id, 'status', status, 'partySize', party_size, 'comment', comment,
        'givenFor', given_for, 'source', source, 'answeredAt', answered_at) as answer`)
    written.push(...stored)
  }
  return written
}

/** Reads the answers to an event, or to a series as a whole. */
export async function answersTo(tx: Tx, eventId: string): Promise<StoredAnswer[]> {
  const rows = await tx
    .select()
    .from(answers)
    .where(and(eq(answers.eventId, eventId), isNull(answers.recurrenceId)))
  return rows.map(storedAnswerOf)
}

/** Reads all answers to an event and its occurrences. */
export async function answersToAll(tx: Tx, eventId: string): Promise<StoredAnswer[]> {
  return (await tx.select().from(answers).where(eq(answers.eventId, eventId))).map(storedAnswerOf)
}

/** An answer with its event, which changes when a split moves the answer to the later part. */
export interface AnswerOfEvent {
  eventId: string
  answer: StoredAnswer
}

/** Reads answers by their ids. */
export async function answersById(tx: Tx, ids: readonly string[]): Promise<Map<string, AnswerOfEvent>> {
  const found = new Map<string, AnswerOfEvent>()
  for (const chunk of chunksOf(ids)) {
    for (const row of await tx.select().from(answers).where(inArray(answers.id, chunk)))
      found.set(row.id, { eventId: row.eventId, answer: storedAnswerOf(row) })
  }
  return found
}

/** Returns the ids of answers whose person has another answer to the same event or occurrence. */
export async function replacedAnswers(tx: Tx, rows: readonly AnswerOfEvent[]): Promise<Set<string>> {
  const replaced = new Set<string>()
  const identified = rows.map(({ eventId, answer }) => ({ ...answer, ...personIdentity(answer), eventId }))
  for await (const batch of jsonBatches(identified)) {
    const found = await tx.execute<{ id: string }>(sql`
      select g.id from jsonb_to_recordset(${batch}::jsonb) as g (id uuid, "eventId" uuid, "userId" uuid, email text,
        name text, "recurrenceId" text)
      join answers a on a.event_id = g."eventId" and a.id <> g.id
        and (a.recurrence_id, a.user_id, a.email, a.name)
          is not distinct from (g."recurrenceId", g."userId", g.email, g.name)`)
    for (const { id } of found) replaced.add(id)
  }
  return replaced
}

function storedAnswerOf({ eventId: _, answeredAt, ...answer }: typeof answers.$inferSelect): StoredAnswer {
  return { ...answer, answeredAt: answeredAt.toISOString() }
}

/** Deletes answers. */
export async function deleteAnswers(tx: Tx, ids: readonly string[]): Promise<void> {
  for (const chunk of chunksOf(ids)) await tx.delete(answers).where(inArray(answers.id, chunk))
}

/** Returns what identifies a person: the account, else the address, else the name. */
export function personIdentity({ userId, email, name }: Participant): Participant {
  if (userId) return { userId, email: null, name: null }
  return email
    ? { userId: null, email: email.toLowerCase(), name: null }
    : { userId: null, email: null, name }
}
