import type { z } from 'zod'
import { ERRORS } from '@/lib/errors'
import { checkOutput } from '@/lib/schemas/check-output'
import { toRefusal } from './action-result'

/**
 * Creates a route handler that responds with JSON of the output schema, or with the HTTP status of a thrown error.
 * Responses are private and never cached.
 */
export function jsonEndpoint<O extends z.ZodType, A extends unknown[]>(
  output: O,
  handle: (request: Request, ...args: A) => Promise<z.output<O>>,
): (request: Request, ...args: A) => Promise<Response> {
  return endpoint(async (request: Request, ...args: A) => {
    const body = await handle(request, ...args)
    checkOutput(`${request.method} ${routeOf(request)}`, output, body)
    return Response.json(body, { headers: PRIVATE })
  })
}

/** Creates a route handler that responds with a file or stream. A thrown error becomes JSON with its HTTP status. */
export function endpoint<A extends unknown[]>(
  handle: (request: Request, ...args: A) => Promise<Response>,
): (request: Request, ...args: A) => Promise<Response> {
  return async (request, ...args) => {
    try {
      return await handle(request, ...args)
    } catch (error) {
      const refusal = toRefusal(error, `${request.method} ${routeOf(request)}`)
      const status = refusal.code === 'FAULT' ? 500 : ERRORS[refusal.code]
      return Response.json({ error: refusal }, { status, headers: PRIVATE })
    }
  }
}

/** Returns the route without the ids and secrets of the URL. */
function routeOf(request: Request): string {
  return new URL(request.url).pathname.replace(/\/(?=[^/]*\d)[^/]{16,}/g, '/…')
}

/** Returns the request's JSON; undefined if it is invalid, which every schema rejects. */
export async function jsonBody(request: Request): Promise<unknown> {
  try {
    return await request.json()
  } catch {
    return undefined
  }
}

/** Headers of responses that belong to one user. */
export const PRIVATE = { 'Cache-Control': 'private, no-store' }
