import { db } from '@/db/client'
import { NOBODY } from '@/lib/access/actor'
import { reach } from '@/lib/access/reach'
import { currentUser } from '@/lib/http/actor'
import { endpoint } from '@/lib/http/endpoint'
import { range } from '@/lib/queries/range'
import { parse } from '@/lib/schemas/problems'
import { rangeQuery } from '@/lib/schemas/span'

/** What the calendar page refetches: a range of days in the viewer's zone, as tuples. */
export const GET = endpoint(async (request) => {
  // Asked once: a session may end between two looks.
  const user = await currentUser()
  const reached = await reach(db, user ? { kind: 'user', id: user.id } : NOBODY)
  const query = parse(rangeQuery, Object.fromEntries(new URL(request.url).searchParams))
  return range(db, reached, { ...query, zone: user!.timeZone })
})
