import { endpoint } from '@/lib/http/endpoint'
import { gatheringTaskForm } from '@/lib/http/gathering-forms'

/** Receives the forms with which the holder of a personal link takes a part of a sign-up sheet and gives it back. */
export const POST = endpoint(
  async (request, { params }: { params: Promise<{ slug: string; token: string }> }) => {
    const { slug, token } = await params
    return gatheringTaskForm(request, slug, token)
  },
)
