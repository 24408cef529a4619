import { db } from '@/db/client'
import { loadReach } from '@/lib/access/reach'
import { requestActor } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { people } from '@/lib/queries/groups'
import { knownGuests } from '@/lib/queries/known-guests'
import { MAX_ATTENDEES } from '@/lib/schemas/choices'
import { peopleOutput, peopleQuery } from '@/lib/schemas/groups'
import { parseInput } from '@/lib/schemas/parse-input'

/** Searches members of the actor's groups by name, to invite or choose them. */
export const GET = jsonEndpoint(peopleOutput, async (request) => {
  const actor = await requestActor()
  const { q, group, managed, all, guests } = parseInput(
    peopleQuery,
    Object.fromEntries(new URL(request.url).searchParams),
  )
  const reach = await loadReach(db, actor)
  const page = await people(db, reach, {
    q,
    group,
    includesManaged: Boolean(managed),
    ...(all && { limit: MAX_ATTENDEES }),
  })
  return guests ? { ...page, guests: await knownGuests(db, reach, q) } : page
})
