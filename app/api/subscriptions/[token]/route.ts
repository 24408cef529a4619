import { endpoint } from '@/lib/http/endpoint'
import { endSubscription, redirectToSubscription } from '@/lib/http/subscriptions'

interface Context {
  params: Promise<{ token: string }>
}

/** Turns off one kind of mail for a user. */
export const POST = endpoint(async (request, { params }: Context) =>
  endSubscription(request, (await params).token),
)

/** Redirects to the page that asks for confirmation: a GET changes nothing, since mail scanners open links. */
export const GET = endpoint(async (_, { params }: Context) => redirectToSubscription((await params).token))
