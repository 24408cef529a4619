import { db } from '@/db/client'
import { requestReach } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { search } from '@/lib/queries/search'
import { searchOutput, searchQuery, toQueryValues } from '@/lib/schemas/search'

/** Returns search results while the user types. */
export const GET = jsonEndpoint(searchOutput, async (request) => {
  // Read once: the session may end between two reads.
  const { user, reach } = await requestReach()
  const query = searchQuery.parse(toQueryValues(new URL(request.url).searchParams))
  return search(db, reach, query, { now: Date.now(), zone: user.timeZone })
})
