import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { loadReach } from '@/lib/access/reach'
import { requestActor } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { eventHistory } from '@/lib/queries/event-history'
import { eventHistoryOutput } from '@/lib/schemas/history'
import { parseInput } from '@/lib/schemas/parse-input'
import { uuid } from '@/lib/schemas/text'

/** Returns the history of an event for its dialog. */
export const GET = jsonEndpoint(
  eventHistoryOutput,
  async (_request, { params }: { params: Promise<{ id: string }> }) => {
    const actor = await requestActor()
    const id = parseInput(uuid, (await params).id)
    return db.transaction(async (tx) =>
      eventHistory(tx, await grant(tx, actor, 'read', 'event', id), await loadReach(tx, actor)),
    )
  },
)
