import { endpoint } from '@/lib/http/endpoint'
import { joinForm } from '@/lib/http/guest-forms'

/** Receives the form with which visitors of a public link join the event. */
export const POST = endpoint(async (request, { params }: { params: Promise<{ token: string }> }) =>
  joinForm(request, (await params).token),
)
