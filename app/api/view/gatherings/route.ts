import { db } from '@/db/client'
import { requestReach } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { listGatherings } from '@/lib/queries/gatherings'
import { gatheringsOutput, gatheringsQuery } from '@/lib/schemas/gathering-page'
import { parseInput } from '@/lib/schemas/parse-input'

/** Returns a page of the gatherings that the user sees. */
export const GET = jsonEndpoint(gatheringsOutput, async (request) => {
  const { reach } = await requestReach()
  const query = parseInput(gatheringsQuery, Object.fromEntries(new URL(request.url).searchParams))
  return listGatherings(db, reach, query)
})
