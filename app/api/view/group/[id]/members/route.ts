import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { requestActor } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { memberPage } from '@/lib/queries/groups'
import { memberPageOutput, memberQuery } from '@/lib/schemas/groups'
import { parseInput } from '@/lib/schemas/parse-input'
import { uuid } from '@/lib/schemas/text'

/** Returns a page of a group's members, optionally filtered by name. */
export const GET = jsonEndpoint(
  memberPageOutput,
  async (request, { params }: { params: Promise<{ id: string }> }) => {
    const actor = await requestActor()
    const id = parseInput(uuid, (await params).id)
    const query = parseInput(memberQuery, Object.fromEntries(new URL(request.url).searchParams))
    return db.transaction(async (tx) => memberPage(tx, await grant(tx, actor, 'read', 'group', id), query))
  },
)
