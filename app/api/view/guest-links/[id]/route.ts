import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { requestActor } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { guestLinksOf } from '@/lib/queries/guest-links'
import { guestLinksOutput } from '@/lib/schemas/guests'
import { parseInput } from '@/lib/schemas/parse-input'
import { uuid } from '@/lib/schemas/text'

/** Returns the links of the guests of an event, for its editors. */
export const GET = jsonEndpoint(
  guestLinksOutput,
  async (_request, { params }: { params: Promise<{ id: string }> }) => {
    const actor = await requestActor()
    const id = parseInput(uuid, (await params).id)
    return db.transaction(async (tx) => guestLinksOf(tx, await grant(tx, actor, 'read', 'event', id)))
  },
)
