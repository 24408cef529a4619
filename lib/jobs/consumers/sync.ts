import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { birthdayConnections } from '@/lib/access/birthday-connections'
import { releaseBindingsWithoutAccess } from '@/lib/commands/effects/release-lost'
import type { Change } from '@/lib/commands/pipeline/changes'
import { wakeBindings } from '@/lib/commands/rows/binding-state'
import { calendarIdOfStream, groupIdOfStream, userOf } from '@/lib/realtime/channels'
import type { Consumer, HandledChange } from './consumer'

/**
 * Lets the bindings of a calendar, of a user, or of the birthdays in a group run soon. Changes that a sync has written
 * wake no binding.
 */
export const syncConsumer: Consumer = async (tx, changes) => {
  const stream = changes[0]?.stream ?? ''
  const [calendar, user, group] = [calendarIdOfStream(stream), userOf(stream), groupIdOfStream(stream)]
  const others = await withoutSyncWrites(tx, changes)
  const idsOf = (...entities: HandledChange['entity'][]) =>
    others.flatMap(({ entity, id }) => (entities.includes(entity) ? id : []))
  // Bindings are locked before links, as by runs.
  if (calendar) {
    if (idsOf('event', 'answer').length)
      await wakeBindings(tx, sql`calendar_id = ${calendar} and direction = 'both' and failures = 0`)
    if (idsOf('calendar').length) await wakeBindings(tx, sql`calendar_id = ${calendar}`)
    await markDirty(tx, sql`b.calendar_id = ${calendar}`, idsOf('answer'))
  }
  const unlocked: Change[] = []
  if (group && others.length) await wakeBindings(tx, ofBirthdays(sql`${group}`))
  if (user) {
    if (idsOf('user').length)
      await wakeBindings(tx, ofBirthdays(sql`select group_id::text from members where user_id = ${user}`))
    const isOwn = sql`connection_id in (select id from connections where user_id = ${user})`
    if (idsOf('layer').length) await wakeBindings(tx, sql`${isOwn} and direction = 'both' and failures = 0`)
    // The permissions of the user may have ended.
    if (idsOf('member', 'share').length) {
      await wakeBindings(tx, isOwn)
      unlocked.push(...(await releaseBindingsWithoutAccess(tx, sql`conn.user_id = ${user}`)))
    }
    await markDirty(tx, isOwn, idsOf('layer'))
  }
  return { changes: unlocked }
}

/** Selects the bindings of the birthdays in groups, by the ids of these. */
function ofBirthdays(groups: SQL): SQL {
  return sql`connection_id in (${birthdayConnections(groups)})`
}

/** Leaves out changes that a sync has written, so that no binding sends them, whichever binding they came from. */
async function withoutSyncWrites(tx: Tx, changes: readonly HandledChange[]): Promise<HandledChange[]> {
  const rows = await tx.execute<{ seq: number }>(sql`
    select c.seq::int as seq from changes c join changesets s on s.id = c.changeset_id
    where c.stream = ${changes[0]?.stream ?? ''} and s.actor_kind = 'job' and s.actor_id = 'sync'
      and c.seq in (select jsonb_array_elements_text(${JSON.stringify(changes.map(({ seq }) => seq))}::jsonb)::bigint)`)
  const own = new Set(rows.map(({ seq }) => seq))
  return changes.filter(({ seq }) => !own.has(seq))
}

/** Marks the links of events whose answers or own reminders have changed, which their version does not show. */
async function markDirty(tx: Tx, isOfBinding: SQL, events: readonly string[]): Promise<void> {
  if (!events.length) return
  await tx.execute(sql`
    update links l set is_dirty = true from bindings b
    where b.id = l.binding_id and ${isOfBinding} and b.direction = 'both' and not l.is_dirty and l.skipped is null
      and l.event_id in (select jsonb_array_elements_text(${JSON.stringify(events)}::jsonb)::uuid)`)
}
