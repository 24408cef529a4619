import { endpoint } from '@/lib/http/endpoint'
import { gatheringSlotForm } from '@/lib/http/gathering-forms'

/** Receives the form with which the holder of a personal link proposes a time. */
export const POST = endpoint(
  async (request, { params }: { params: Promise<{ slug: string; token: string }> }) => {
    const { slug, token } = await params
    return gatheringSlotForm(request, slug, token)
  },
)
