import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { requestActor } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { groupOverview } from '@/lib/queries/groups'
import { groupOverviewOutput } from '@/lib/schemas/groups'
import { parseInput } from '@/lib/schemas/parse-input'
import { uuid } from '@/lib/schemas/text'

/** Returns a group for its page. */
export const GET = jsonEndpoint(
  groupOverviewOutput,
  async (_request, { params }: { params: Promise<{ id: string }> }) => {
    const actor = await requestActor()
    const id = parseInput(uuid, (await params).id)
    return db.transaction(async (tx) => groupOverview(tx, await grant(tx, actor, 'read', 'group', id)))
  },
)
