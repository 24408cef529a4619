import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { requestActor, requestReach } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { peopleView } from '@/lib/queries/people-view'
import { peopleViewOutput } from '@/lib/schemas/event-people'
import { parseInput } from '@/lib/schemas/parse-input'
import { rangeQuery } from '@/lib/schemas/span'
import { uuid } from '@/lib/schemas/text'

/** Returns the members of a group, and which events of a range of days belong to them. */
export const GET = jsonEndpoint(
  peopleViewOutput,
  async (request, { params }: { params: Promise<{ id: string }> }) => {
    const { user, reach } = await requestReach()
    const actor = await requestActor()
    const id = parseInput(uuid, (await params).id)
    const query = parseInput(rangeQuery, Object.fromEntries(new URL(request.url).searchParams))
    return db.transaction(async (tx) =>
      peopleView(tx, await grant(tx, actor, 'read', 'group', id), reach, { ...query, zone: user.timeZone }),
    )
  },
)
