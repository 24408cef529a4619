import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Overrides } from '@/lib/calendar/series/recurrence'

/**
 * Turns a user into an attendee with a name but without an account, with the same answers. The history of the answers
 * is deleted.
 */
export async function keepAttendeeAsGuest(tx: Tx, { id, name }: { id: string; name: string }): Promise<void> {
  // Locked, so that a concurrent edit of the overrides is not lost.
  const rows = await tx.execute<{ id: string; overrides: Overrides }>(sql`
    select id, overrides from events
    where overrides @? '$.*.attendees' and jsonb_path_exists(overrides, '$.*.attendees[*] ? (@.userId == $user)',
      jsonb_build_object('user', ${id}::text))
    order by id for update`)
  await releaseName(
    tx,
    { id, name },
    rows.map((row) => row.id),
  )
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

/**
 * Revokes the links and deletes the answers of former guests of this name in the events of a user, since guests without
 * an address are identified by name. A guest of this name who still attends keeps them.
 * @param partlyAttended events of which the user attends single occurrences
 */
async function releaseName(
  tx: Tx,
  { id, name }: { id: string; name: string },
  partlyAttended: readonly string[],
): Promise<void> {
  await tx.execute(sql`
    with released as (
      select e.id from events e
      where (e.id in (select event_id from attendees where user_id = ${id})
          or e.id in (select jsonb_array_elements_text(${JSON.stringify(partlyAttended)}::jsonb)::uuid))
        and not exists (select 1 from attendees a
          where a.event_id = e.id and a.user_id is null and a.email is null and a.name = ${name})
        and not jsonb_path_exists(e.overrides,
          '$.*.attendees[*] ? (@.userId == null && @.email == null && @.name == $name)',
          jsonb_build_object('name', ${name}::text))
    ), revoked as (
      update guest_links set revoked_at = now()
      where event_id in (select id from released) and name = ${name} and revoked_at is null
    )
    delete from answers where event_id in (select id from released) and name = ${name}`)
}
