import { db } from '@/db/client'
import { requestActor } from '@/lib/http/actor'
import { jsonBody, jsonEndpoint } from '@/lib/http/endpoint'
import { markNewsSeen } from '@/lib/queries/seen-news'
import { lookOutput, look as schema } from '@/lib/schemas/home'
import { parseInput } from '@/lib/schemas/parse-input'

/** Marks the changes on the home page as seen. A request of its own, since pages are also prefetched. */
export const POST = jsonEndpoint(lookOutput, async (request) => {
  const actor = await requestActor()
  const body = await jsonBody(request)
  await markNewsSeen(db, actor, parseInput(schema, body).at)
  return { ok: true as const }
})
