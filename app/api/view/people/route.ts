import { db } from '@/db/client'
import { loadReach } from '@/lib/access/reach'
import { requestActor } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { people } from '@/lib/queries/groups'
import { peopleOutput, peopleQuery } from '@/lib/schemas/groups'
import { parseInput } from '@/lib/schemas/parse-input'

/** Searches members of the actor's groups by name, to invite or choose them. */
export const GET = jsonEndpoint(peopleOutput, async (request) => {
  const actor = await requestActor()
  const asked = parseInput(peopleQuery, Object.fromEntries(new URL(request.url).searchParams))
  return people(db, await loadReach(db, actor), asked)
})
