import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { type ActivityOutput, activityOutput } from '@/lib/schemas/activity'
import type { ActivityKind } from '@/lib/schemas/choices'
import { as, type TestUser } from '@/test/database/fixtures'
import { activity } from './activity'

/** Loads a page of a group's activity as a user. */
export async function loadActivity(
  actor: TestUser,
  group: string,
  query: { person?: string; kind?: ActivityKind; before?: string } = {},
): Promise<ActivityOutput> {
  const reach = await as(actor).loadReach()
  const page = await db.transaction(async (tx) =>
    activity(tx, await grant(tx, actor, 'read', 'group', group), reach, query),
  )
  return activityOutput.parse(page)
}

/** Formats entries as text, such as `changed event Dinner by editor`. */
export const formatEntries = ({ entries }: ActivityOutput) =>
  entries.flatMap(({ author, items }) =>
    items.map(({ op, kind, name }) => `${op} ${kind} ${name} by ${author?.name ?? 'nobody'}`),
  )
