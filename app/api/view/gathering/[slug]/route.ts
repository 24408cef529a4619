import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { requestActor } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { gatheringPage } from '@/lib/queries/gathering-page'
import { gatheringPageOutput } from '@/lib/schemas/gathering-page'
import { slug } from '@/lib/schemas/gatherings'
import { parseInput } from '@/lib/schemas/parse-input'

/** Returns what the page of a gathering shows to the user. */
export const GET = jsonEndpoint(
  gatheringPageOutput,
  async (_request, { params }: { params: Promise<{ slug: string }> }) => {
    const actor = await requestActor()
    const address = parseInput(slug, (await params).slug)
    return db.transaction(async (tx) =>
      gatheringPage(tx, await grant(tx, actor, 'read', 'gathering-page', address)),
    )
  },
)
