import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { loadReach } from '@/lib/access/reach'
import { requestActor } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { activity } from '@/lib/queries/activity'
import { activityOutput, activityQuery } from '@/lib/schemas/activity'
import { parseInput } from '@/lib/schemas/parse-input'
import { uuid } from '@/lib/schemas/text'

/** Returns the activity of a group. */
export const GET = jsonEndpoint(
  activityOutput,
  async (request, { params }: { params: Promise<{ id: string }> }) => {
    const actor = await requestActor()
    const reach = await loadReach(db, actor)
    const id = parseInput(uuid, (await params).id)
    const asked = parseInput(activityQuery, Object.fromEntries(new URL(request.url).searchParams))
    return db.transaction(async (tx) =>
      activity(tx, await grant(tx, actor, 'read', 'group', id), reach, asked),
    )
  },
)
