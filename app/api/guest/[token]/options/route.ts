import { endpoint } from '@/lib/http/endpoint'
import { optionsForm } from '@/lib/http/guest-forms'

/** Takes the forms of a guest's page for language and reminder. */
export const POST = endpoint(async (request, { params }: { params: Promise<{ token: string }> }) =>
  optionsForm(request, (await params).token),
)
