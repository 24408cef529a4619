import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { requestActor } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { eventDetail } from '@/lib/queries/events'
import { eventDetailOutput } from '@/lib/schemas/event-detail'
import { eventQuery } from '@/lib/schemas/events'
import { parseInput } from '@/lib/schemas/parse-input'

/** Returns an event for its dialog; `?occurrence=` selects one of a series. */
export const GET = jsonEndpoint(
  eventDetailOutput,
  async (request, { params }: { params: Promise<{ id: string }> }) => {
    const actor = await requestActor()
    const asked = Object.fromEntries(new URL(request.url).searchParams)
    const { id, occurrence } = parseInput(eventQuery, { ...asked, ...(await params) })
    return db.transaction(async (tx) => eventDetail(await grant(tx, actor, 'read', 'event', id), occurrence))
  },
)
