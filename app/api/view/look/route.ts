import { db } from '@/db/client'
import { requestActor } from '@/lib/http/actor'
import { endpoint, jsonBody } from '@/lib/http/endpoint'
import { look } from '@/lib/queries/look'
import { look as schema } from '@/lib/schemas/home'
import { parseInput } from '@/lib/schemas/parse-input'

/** The home page has shown what changed. A request of its own: pages are also asked for when nobody looks. */
export const POST = endpoint(async (request) => {
  const actor = await requestActor()
  const body = await jsonBody(request)
  await look(db, actor, parseInput(schema, body).at)
  return { ok: true }
})
