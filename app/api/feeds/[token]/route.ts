import { endpoint } from '@/lib/http/endpoint'
import { serveFeed } from '@/lib/http/feed'

/** Serves a calendar by its secret URL to subscribed clients, without a session. */
export const GET = endpoint(async (request, { params }: { params: Promise<{ token: string }> }) =>
  serveFeed(request, (await params).token),
)

export const HEAD = GET
