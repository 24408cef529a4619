import type { IncomingMessage } from 'node:http'

/** A request as a stub server sees it. */
export interface StubRequest {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  body: unknown
}
