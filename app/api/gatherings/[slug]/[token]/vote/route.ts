import { endpoint } from '@/lib/http/endpoint'
import { gatheringBallotForm } from '@/lib/http/gathering-forms'

/** Receives the ballot of the holder of a personal link. */
export const POST = endpoint(
  async (request, { params }: { params: Promise<{ slug: string; token: string }> }) => {
    const { slug, token } = await params
    return gatheringBallotForm(request, slug, token)
  },
)
