import { db } from '@/db/client'
import { requestActor } from '@/lib/http/actor'
import { jsonBody, jsonEndpoint } from '@/lib/http/endpoint'
import { audience } from '@/lib/queries/audience'
import { audienceOutput, audienceQuery } from '@/lib/schemas/audience'
import { parseInput } from '@/lib/schemas/parse-input'

/** Returns who will see an event that is being edited. */
export const POST = jsonEndpoint(audienceOutput, async (request) => {
  const actor = await requestActor()
  const body = await jsonBody(request)
  return db.transaction((tx) => audience(tx, actor, parseInput(audienceQuery, body)))
})
