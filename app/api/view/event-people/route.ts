import { db } from '@/db/client'
import { requestReach } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { eventPeople } from '@/lib/queries/event-people'
import { people } from '@/lib/queries/groups'
import { comparedPeople, comparedPeopleOutput } from '@/lib/schemas/event-people'
import { parseInput } from '@/lib/schemas/parse-input'
import { rangeQuery } from '@/lib/schemas/span'

/** Returns which of the events that the viewer sees in a range of days belong to these people. */
export const GET = jsonEndpoint(comparedPeopleOutput, async (request) => {
  const { user, reach } = await requestReach()
  const { users, ...days } = Object.fromEntries(new URL(request.url).searchParams)
  const ids = parseInput(comparedPeople, users)
  const span = { ...parseInput(rangeQuery, days), zone: user.timeZone }
  const page = await people(db, reach, { selected: ids, includesManaged: true, limit: ids.length + 1 })
  return {
    known: page.people.filter(([id]) => ids.includes(id)),
    people: await eventPeople(db, reach, ids, span),
  }
})
