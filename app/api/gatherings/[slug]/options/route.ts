import { endpoint } from '@/lib/http/endpoint'
import { gatheringOptionsForm } from '@/lib/http/gathering-forms'

/** Receives the language that a visitor chose on the page of a gathering. */
export const POST = endpoint(async (request, { params }: { params: Promise<{ slug: string }> }) =>
  gatheringOptionsForm(request, `/g/${encodeURIComponent((await params).slug)}`),
)
