import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Overrides } from '@/lib/calendar/series/recurrence'

/**
 * Turns a user into an attendee with a name but without an account, with the same answers. The history of the answers is
 * deleted.
 */
export async function keepAttendeeAsGuest(tx: Tx, { id, name }: { id: string; name: string }): Promise<void> {
  await tx.execute(sql`update attendees set user_id = null, name = ${name} where user_id = ${id}`)
  // If an imported event has another attendee of that name, that attendee's answer stays.
  await tx.execute(sql`
    insert into answers (id, event_id, name, recurrence_id, status, party_size, comment, given_for, source, answered_at)
    select gen_random_uuid(), event_id, ${name}, recurrence_id, status, party_size, '', given_for, source, answered_at
    from answers where user_id = ${id} on conflict do nothing`)
  await tx.execute(sql`
    update changes set before = null, after = null
    where entity = 'answer' and ${id}::text in (before ->> 'userId', after ->> 'userId')
      and entity_id in (select event_id::text from answers where user_id = ${id})`)
  await tx.execute(sql`delete from answers where user_id = ${id}`)
  const rows = await tx.execute<{ id: string; overrides: Overrides }>(sql`
    select id, overrides from events
    where jsonb_path_exists(overrides, '$.*.attendees[*] ? (@.userId == $user)',
      jsonb_build_object('user', ${id}::text))`)
  for (const row of rows) {
    const overrides = Object.fromEntries(
      Object.entries(row.overrides).map(([occurrence, override]) => [
        occurrence,
        {
          ...override,
          ...(override.attendees && {
            attendees: override.attendees.map((attendee) =>
              attendee.userId === id ? { ...attendee, userId: null, name } : attendee,
            ),
          }),
        },
      ]),
    )
    await tx.execute(sql`
      update events set overrides = ${JSON.stringify(overrides)}::jsonb where id = ${row.id}`)
  }
}
