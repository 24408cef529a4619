import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { requestActor } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { eventComments, gatheringComments, groupComments } from '@/lib/queries/comments'
import { commentsOutput, commentsQuery } from '@/lib/schemas/comments'
import { parseInput } from '@/lib/schemas/parse-input'

/** Returns a page of the comments on an event or a gathering, or of the conversation of a group. */
export const GET = jsonEndpoint(commentsOutput, async (request) => {
  const actor = await requestActor()
  const query = Object.fromEntries(new URL(request.url).searchParams)
  const { event, group, gathering, before } = parseInput(commentsQuery, query)
  return db.transaction(async (tx) => {
    if (event) return eventComments(tx, await grant(tx, actor, 'read', 'event', event), before)
    if (group) return groupComments(tx, await grant(tx, actor, 'read', 'group', group), before)
    return gatheringComments(tx, await grant(tx, actor, 'read', 'gathering', gathering!), before)
  })
})
