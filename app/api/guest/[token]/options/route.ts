import { endpoint } from '@/lib/http/endpoint'
import { optionsForm } from '@/lib/http/guest-forms'

/** Receives the forms for language and reminder on a guest's page. */
export const POST = endpoint(async (request, { params }: { params: Promise<{ token: string }> }) =>
  optionsForm(request, (await params).token),
)
