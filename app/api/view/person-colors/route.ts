import { db } from '@/db/client'
import { requestReach } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { personColors } from '@/lib/queries/person-colors'
import { parseInput } from '@/lib/schemas/parse-input'
import { personColorsOutput } from '@/lib/schemas/person-colors'
import { rangeQuery } from '@/lib/schemas/span'

/** Returns the colors of the events that the viewer sees in a range of days by person. */
export const GET = jsonEndpoint(personColorsOutput, async (request) => {
  const { user, reach } = await requestReach()
  const days = parseInput(rangeQuery, Object.fromEntries(new URL(request.url).searchParams))
  return personColors(db, reach, { ...days, zone: user.timeZone })
})
