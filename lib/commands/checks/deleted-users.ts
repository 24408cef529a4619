import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { lockManagedMembers } from '@/lib/access/nouns/managed-member'
import type { RevertedContent } from '@/lib/calendar/edits/content'
import type { EventContent } from '@/lib/calendar/event'
import { everyoneIn } from '@/lib/calendar/participant'

/**
 * Leaves out users whom an undo would add although their account, or they as a member without one, has been deleted
 * since. Members without an account are locked against a removal until the undo is committed.
 */
export async function withoutDeletedUsers(
  tx: Tx,
  current: EventContent,
  reverted: RevertedContent,
): Promise<RevertedContent> {
  const { content, kept } = reverted
  const present = new Set(usersIn(current))
  const added = usersIn(content).filter((id) => !present.has(id))
  if (!added.length) return reverted
  await lockManagedMembers(tx, added, sql`key share`)
  const deleted = await tx.execute<{ id: string }>(sql`
    select id from users where deleted_at is not null
      and id in (select jsonb_array_elements_text(${JSON.stringify(added)}::jsonb)::uuid)`)
  if (!deleted.length) return reverted
  const ids = new Set<string | null>(deleted.map(({ id }) => id))
  const withoutThem = <P extends { userId: string | null }>(people: readonly P[]) =>
    people.filter(({ userId }) => !ids.has(userId))
  const overrides = Object.entries(content.overrides).map(([id, override]) => [
    id,
    { ...override, ...(override.attendees && { attendees: withoutThem(override.attendees) }) },
  ])
  return {
    content: {
      ...content,
      attendees: withoutThem(content.attendees),
      hiddenFrom: content.hiddenFrom?.filter((id) => !ids.has(id)) ?? [],
      overrides: Object.fromEntries(overrides),
    },
    kept: [...kept, 'attendees'],
  }
}

function usersIn(content: EventContent): string[] {
  const attending = everyoneIn(content).flatMap(({ userId }) => userId ?? [])
  return [...attending, ...(content.hiddenFrom ?? [])]
}
