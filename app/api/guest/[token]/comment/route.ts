import { endpoint } from '@/lib/http/endpoint'
import { commentForm } from '@/lib/http/guest-forms'

/** Takes the forms of a guest's page that write and delete a comment. */
export const POST = endpoint(async (request, { params }: { params: Promise<{ token: string }> }) =>
  commentForm(request, (await params).token),
)
