import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { requestActor } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { eventLayers } from '@/lib/queries/event-layers'
import { eventQuery } from '@/lib/schemas/events'
import { eventLayersOutput } from '@/lib/schemas/layers'
import { parseInput } from '@/lib/schemas/parse-input'

/** Returns the user's own view of an event: color, note and alarms; `?occurrence=` selects one of a series. */
export const GET = jsonEndpoint(
  eventLayersOutput,
  async (request, { params }: { params: Promise<{ id: string }> }) => {
    const actor = await requestActor()
    const asked = Object.fromEntries(new URL(request.url).searchParams)
    const { id, occurrence } = parseInput(eventQuery, { ...asked, ...(await params) })
    return db.transaction(async (tx) =>
      eventLayers(tx, await grant(tx, actor, 'read', 'event', id), occurrence ?? null),
    )
  },
)
