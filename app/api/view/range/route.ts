import { db } from '@/db/client'
import { reach } from '@/lib/access/reach'
import { currentUser, requestActor } from '@/lib/http/actor'
import { endpoint } from '@/lib/http/endpoint'
import { range } from '@/lib/queries/range'
import { parse } from '@/lib/schemas/problems'
import { rangeQuery } from '@/lib/schemas/span'

/** What the calendar page refetches: a range of days in the viewer's zone, as tuples. */
export const GET = endpoint(async (request) => {
  const reached = await reach(db, await requestActor())
  const query = parse(rangeQuery, Object.fromEntries(new URL(request.url).searchParams))
  return range(db, reached, { ...query, zone: (await currentUser())!.timeZone })
})
