import { endpoint } from '@/lib/http/endpoint'
import { gatheringCommentForm } from '@/lib/http/gathering-forms'

/** Receives the forms with which the holder of a personal link writes, edits and deletes a comment. */
export const POST = endpoint(
  async (request, { params }: { params: Promise<{ slug: string; token: string }> }) => {
    const { slug, token } = await params
    return gatheringCommentForm(request, slug, token)
  },
)
