import { db } from '@/db/client'
import { requestReach } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { range } from '@/lib/queries/range'
import { parseInput } from '@/lib/schemas/parse-input'
import { rangeOutput } from '@/lib/schemas/range'
import { rangeQuery } from '@/lib/schemas/span'

/** Returns a range of days in the viewer's time zone as tuples. */
export const GET = jsonEndpoint(rangeOutput, async (request) => {
  // Read once: the session may end between two reads.
  const { user, reach } = await requestReach()
  const query = parseInput(rangeQuery, Object.fromEntries(new URL(request.url).searchParams))
  return range(db, reach, { ...query, zone: user.timeZone })
})
