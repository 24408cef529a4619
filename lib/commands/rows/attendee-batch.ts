import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import type { EventSnapshot } from '@/lib/calendar/event'
import type { Participant } from '@/lib/calendar/participant'
import { jsonBatches } from '@/lib/calendar/server/json-batches'

export async function insertAttendeesOfEvents(
  tx: Tx,
  events: readonly { id: string; attendees: readonly Participant[] }[],
): Promise<void> {
  const rows = events.flatMap(({ id, attendees }) =>
    attendees.map((person) => ({ ...person, id: uuidv7(), eventId: id })),
  )
  for await (const batch of jsonBatches(rows)) {
    await tx.execute(sql`
      insert into attendees (id, event_id, user_id, email, name)
      select id, "eventId", "userId", email, name from jsonb_to_recordset(${batch}::jsonb)
        as g (id uuid, "eventId" uuid, "userId" uuid, email text, name text)`)
  }
}

export async function replaceHiddenFromOfEvents(tx: Tx, events: readonly EventSnapshot[]): Promise<void> {
  const ids = JSON.stringify(events.map(({ id }) => id))
  await tx.execute(sql`
    delete from hidden_from where event_id in (select jsonb_array_elements_text(${ids}::jsonb)::uuid)`)
  await insertHiddenFromOfEvents(tx, events)
}

export async function insertHiddenFromOfEvents(tx: Tx, events: readonly EventSnapshot[]): Promise<void> {
  const rows = events.flatMap(({ id, hiddenFrom = [] }) => hiddenFrom.map((userId) => ({ id, userId })))
  if (!rows.length) return
  await tx.execute(sql`
    insert into hidden_from (event_id, user_id)
    select id, "userId" from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (id uuid, "userId" uuid)`)
}
