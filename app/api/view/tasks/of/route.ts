import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { requestActor } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { tasksOfEvent, tasksOfGathering } from '@/lib/queries/tasks-of'
import { parseInput } from '@/lib/schemas/parse-input'
import { tasksOfOutput, tasksOfQuery } from '@/lib/schemas/tasks'

/** Returns the tasks of an event or occurrence, or of a gathering. */
export const GET = jsonEndpoint(tasksOfOutput, async (request) => {
  const actor = await requestActor()
  const query = Object.fromEntries(new URL(request.url).searchParams)
  const { event, occurrence, gathering } = parseInput(tasksOfQuery, query)
  return db.transaction(async (tx) =>
    event
      ? tasksOfEvent(tx, await grant(tx, actor, 'read', 'event', event), occurrence ?? null)
      : tasksOfGathering(tx, await grant(tx, actor, 'read', 'gathering', gathering!)),
  )
})
