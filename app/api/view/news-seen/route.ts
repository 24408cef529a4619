import { db } from '@/db/client'
import { requestActor } from '@/lib/http/actor'
import { jsonBody, jsonEndpoint } from '@/lib/http/endpoint'
import { markNewsSeen } from '@/lib/queries/seen-news'
import { markNewsSeenInput, markNewsSeenOutput } from '@/lib/schemas/home'
import { parseInput } from '@/lib/schemas/parse-input'

/** Marks the changes on the home page as seen. A separate request: a page that was only prefetched was not seen. */
export const POST = jsonEndpoint(markNewsSeenOutput, async (request) => {
  const actor = await requestActor()
  const body = await jsonBody(request)
  await markNewsSeen(db, actor, parseInput(markNewsSeenInput, body).at)
  return { ok: true as const }
})
