import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { jsonBatches } from '@/lib/calendar/server/json-batches'
import type { Change } from '@/lib/commands/pipeline/changes'
import { streamName } from '@/lib/realtime/channels'
import type { ImportedEvent } from '@/lib/schemas/imported-event'

/**
 * Inserts the layers (personal color, note and visibility of an event) and alarms of created events from an archive of
 * the same user, or from a calendar file.
 * @returns changes of events with alarms at absolute times, which may be due long before the event
 */
export async function insertOwnRows(
  tx: Tx,
  userId: string,
  events: readonly { id: string; incoming: ImportedEvent }[],
): Promise<Change[]> {
  const rows = (kind: 'layers' | 'alarms') =>
    events.flatMap(({ id, incoming: { own } }) =>
      (own?.[kind] ?? []).map((row) => ({ ...row, eventId: id, userId, id: uuidv7() })),
    )
  for await (const layers of jsonBatches(rows('layers'))) {
    await tx.execute(sql`
      insert into layers (id, user_id, event_id, recurrence_id, color, busy, note, muted, hidden, own_alarms)
      select id, "userId", "eventId", "recurrenceId", color, busy, note, muted, hidden, "ownAlarms"
      from jsonb_to_recordset(${layers}::jsonb) as g (id uuid, "userId" uuid, "eventId" uuid,
        "recurrenceId" text, color text, busy boolean, note text, muted boolean, hidden boolean,
        "ownAlarms" boolean)
      on conflict do nothing`)
  }
  await insertAlarms(tx, rows('alarms'))
  return events.flatMap(({ id, incoming: { own } }) =>
    own?.alarms.some(({ at }) => at) ? ownAlarmsChange(userId, id) : [],
  )
}

/** Returns the change that makes the consumer `alarms` rewrite a user's due alarms of an event. */
export function ownAlarmsChange(userId: string, eventId: string): Change {
  return {
    ...{ stream: streamName('user', userId), entity: 'layer', id: eventId, op: 'changed' },
    ...{ before: null, after: { recurrenceId: null } },
  }
}

/** Inserts alarms, given as rows. */
export async function insertAlarms(tx: Tx, rows: Iterable<object>): Promise<void> {
  for await (const alarms of jsonBatches(rows)) {
    await tx.execute(sql`
      insert into alarms (id, user_id, event_id, recurrence_id, minutes_before, at, method, all_day, "order")
      select id, "userId", "eventId", "recurrenceId", "minutesBefore", at, method, "allDay", "order"
      from jsonb_to_recordset(${alarms}::jsonb) as g (id uuid, "userId" uuid, "eventId" uuid,
        "recurrenceId" text, "minutesBefore" int, at timestamptz, method text, "allDay" boolean, "order" int)`)
  }
}
