import { db } from '@/db/client'
import { requirePrincipal } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import type { Thread } from '@/lib/access/nouns/comment'
import { requestActor } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { mentionable } from '@/lib/queries/mentionable'
import { mentionableOutput, mentionableQuery } from '@/lib/schemas/comments'
import { parseInput } from '@/lib/schemas/parse-input'

/** Searches users whom a comment in a thread can mention. */
export const GET = jsonEndpoint(mentionableOutput, async (request) => {
  const actor = await requestActor()
  const query = Object.fromEntries(new URL(request.url).searchParams)
  const { event, group, gathering, q } = parseInput(mentionableQuery, query)
  const people = await db.transaction(async (tx) => {
    const thread: Thread = event
      ? { event: (await grant(tx, actor, 'read', 'event', event)).row }
      : gathering
        ? { gathering: (await grant(tx, actor, 'read', 'gathering', gathering)).row }
        : { group: (await grant(tx, actor, 'read', 'group', group!)).row }
    return mentionable(tx, requirePrincipal(actor), thread, { q })
  })
  return { people }
})
