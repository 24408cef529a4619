import { requestActor } from '@/lib/http/actor'
import { serveAttachment } from '@/lib/http/attachment-file'
import { endpoint } from '@/lib/http/endpoint'

/** Serves an attachment to users who see its event in full. */
export const GET = endpoint(async (request, { params }: { params: Promise<{ id: string }> }) =>
  serveAttachment(request, await requestActor(), (await params).id),
)
