import { endpoint } from '@/lib/http/endpoint'
import { feed } from '@/lib/http/feeding'

/** A calendar by its secret address, for programs that follow it. Who asks need not be signed in. */
export const GET = endpoint(async (request, { params }: { params: Promise<{ token: string }> }) =>
  feed(request, (await params).token),
)

export const HEAD = GET
