import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { loadReach } from '@/lib/access/reach'
import { requestActor } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { gatheringHistory } from '@/lib/queries/gathering-history'
import { gatheringHistoryOutput } from '@/lib/schemas/gathering-history'
import { parseInput } from '@/lib/schemas/parse-input'
import { uuid } from '@/lib/schemas/text'

/** Returns the history of a gathering for its page. */
export const GET = jsonEndpoint(
  gatheringHistoryOutput,
  async (_request, { params }: { params: Promise<{ id: string }> }) => {
    const actor = await requestActor()
    const id = parseInput(uuid, (await params).id)
    return db.transaction(async (tx) =>
      gatheringHistory(tx, await grant(tx, actor, 'read', 'gathering', id), await loadReach(tx, actor)),
    )
  },
)
