import { endpoint } from '@/lib/http/endpoint'
import { answerForm } from '@/lib/http/guest-forms'

/** Receives the answer form of a guest's page. */
export const POST = endpoint(async (request, { params }: { params: Promise<{ token: string }> }) =>
  answerForm(request, (await params).token),
)
