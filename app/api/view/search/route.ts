import { db } from '@/db/client'
import { requestReach } from '@/lib/http/actor'
import { endpoint } from '@/lib/http/endpoint'
import { search } from '@/lib/queries/search'
import { searchQuery, toQueryValues } from '@/lib/schemas/search'

/** What the search page asks for while one types. */
export const GET = endpoint(async (request) => {
  // Asked once: a session may end between two looks.
  const { user, reach } = await requestReach()
  const query = searchQuery.parse(toQueryValues(new URL(request.url).searchParams))
  return search(db, reach, query, { now: Date.now(), zone: user.timeZone })
})
