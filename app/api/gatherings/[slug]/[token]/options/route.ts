import { endpoint } from '@/lib/http/endpoint'
import { gatheringOptionsForm } from '@/lib/http/gathering-forms'

/** Receives the language that the holder of a personal link chose. */
export const POST = endpoint(
  async (request, { params }: { params: Promise<{ slug: string; token: string }> }) => {
    const { slug, token } = await params
    const path = `/g/${encodeURIComponent(slug)}/${encodeURIComponent(token)}`
    return gatheringOptionsForm(request, path, token)
  },
)
