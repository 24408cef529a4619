import { ERRORS } from '@/lib/errors'
import { refusalOf } from './answer'

/** A route handler that answers with JSON, and with an error's own status when one is thrown. Private, never cached. */
export function endpoint<A extends unknown[]>(
  handle: (request: Request, ...rest: A) => Promise<unknown>,
): (request: Request, ...rest: A) => Promise<Response> {
  return async (request, ...rest) => {
    try {
      const body = await handle(request, ...rest)
      return body instanceof Response ? body : Response.json(body, { headers: PRIVATE })
    } catch (error) {
      const refusal = refusalOf(error, `${request.method} ${placeOf(request)}`)
      const status = refusal.code === 'FAULT' ? 500 : ERRORS[refusal.code]
      return Response.json({ error: refusal }, { status, headers: PRIVATE })
    }
  }
}

/** Which route it was: ids and secrets of its address are nobody's business. */
function placeOf(request: Request): string {
  return new URL(request.url).pathname.replace(/\/(?=[^/]*\d)[^/]{16,}/g, '/…')
}

/** The request's JSON; undefined when it is none, which every schema refuses. */
export async function jsonBody(request: Request): Promise<unknown> {
  try {
    return await request.json()
  } catch {
    return undefined
  }
}

const PRIVATE = { 'Cache-Control': 'private, no-store' }
