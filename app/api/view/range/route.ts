import { db } from '@/db/client'
import { requestReach } from '@/lib/http/actor'
import { endpoint } from '@/lib/http/endpoint'
import { range } from '@/lib/queries/range'
import { parseInput } from '@/lib/schemas/parse-input'
import { rangeQuery } from '@/lib/schemas/span'

/** What the calendar page refetches: a range of days in the viewer's zone, as tuples. */
export const GET = endpoint(async (request) => {
  // Asked once: a session may end between two looks.
  const { user, reach } = await requestReach()
  const query = parseInput(rangeQuery, Object.fromEntries(new URL(request.url).searchParams))
  return range(db, reach, { ...query, zone: user.timeZone })
})
