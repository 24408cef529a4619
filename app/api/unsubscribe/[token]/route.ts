import { endpoint } from '@/lib/http/endpoint'
import { redirectToUnsubscribePage, unsubscribe } from '@/lib/http/unsubscribe'

interface Context {
  params: Promise<{ token: string }>
}

/** Unsubscribes a guest from mails about an event. */
export const POST = endpoint(async (request, { params }: Context) =>
  unsubscribe(request, (await params).token),
)

/** Redirects to the page that asks for confirmation: a GET changes nothing, since mail scanners open links. */
export const GET = endpoint(async (_, { params }: Context) => redirectToUnsubscribePage((await params).token))
