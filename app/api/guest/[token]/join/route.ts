import { endpoint } from '@/lib/http/endpoint'
import { joinForm } from '@/lib/http/guest-forms'

/** Takes the form of a public link. */
export const POST = endpoint(async (request, { params }: { params: Promise<{ token: string }> }) =>
  joinForm(request, (await params).token),
)
