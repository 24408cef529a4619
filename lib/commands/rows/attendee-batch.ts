import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
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
