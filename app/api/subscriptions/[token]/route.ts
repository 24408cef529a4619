import { endpoint } from '@/lib/http/endpoint'
import { endSubscription, redirectToSubscription } from '@/lib/http/subscriptions'

interface Context {
  params: Promise<{ token: string }>
}

/** Ends mails of a kind to a user. */
export const POST = endpoint(async (request, { params }: Context) =>
  endSubscription(request, (await params).token),
)

/** Leads to the page: opening a link ends nothing, since mail scanners open links. */
export const GET = endpoint(async (_, { params }: Context) => redirectToSubscription((await params).token))
