import { db } from '@/db/client'
import { NOBODY } from '@/lib/access/actor'
import { reach } from '@/lib/access/reach'
import { currentUser } from '@/lib/http/actor'
import { endpoint } from '@/lib/http/endpoint'
import { search } from '@/lib/queries/search'
import { searchQuery, valuesOf } from '@/lib/schemas/search'

/** What the search page asks for while one types. */
export const GET = endpoint(async (request) => {
  // Asked once: a session may end between two looks.
  const user = await currentUser()
  const reached = await reach(db, user ? { kind: 'user', id: user.id } : NOBODY)
  const query = searchQuery.parse(valuesOf(new URL(request.url).searchParams))
  return search(db, reached, query, { now: Date.now(), zone: user!.timeZone })
})
