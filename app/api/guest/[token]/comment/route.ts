import { endpoint } from '@/lib/http/endpoint'
import { commentForm } from '@/lib/http/guest-forms'

/** Receives the forms that write, edit and delete comments on a guest's page. */
export const POST = endpoint(async (request, { params }: { params: Promise<{ token: string }> }) =>
  commentForm(request, (await params).token),
)
