import { requestActor } from '@/lib/http/actor'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { loadGatheringPage } from '@/lib/http/gathering-page'
import { gatheringPageOutput } from '@/lib/schemas/gathering-page'
import { slug } from '@/lib/schemas/gatherings'
import { parseInput } from '@/lib/schemas/parse-input'

/** Returns what the page of a gathering shows to the user. */
export const GET = jsonEndpoint(
  gatheringPageOutput,
  async (_request, { params }: { params: Promise<{ slug: string }> }) =>
    loadGatheringPage(await requestActor(), parseInput(slug, (await params).slug)),
)
