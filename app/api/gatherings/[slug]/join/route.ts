import { endpoint } from '@/lib/http/endpoint'
import { gatheringJoinForm } from '@/lib/http/gathering-forms'

/** Receives the form with which visitors of an open page vote. */
export const POST = endpoint(async (request, { params }: { params: Promise<{ slug: string }> }) =>
  gatheringJoinForm(request, (await params).slug),
)
