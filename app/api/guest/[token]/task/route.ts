import { endpoint } from '@/lib/http/endpoint'
import { taskForm } from '@/lib/http/guest-forms'

/** Receives the forms with which the guest of a personal link takes a part of a sign-up sheet and gives it back. */
export const POST = endpoint(async (request, { params }: { params: Promise<{ token: string }> }) =>
  taskForm(request, (await params).token),
)
