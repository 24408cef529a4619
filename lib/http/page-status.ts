import type { AsyncLocalStorage } from 'node:async_hooks'
import type { ServerResponse } from 'node:http'

/** The response of each request to Next, as server.mjs keeps it. */
const server = globalThis as { kindayResponses?: AsyncLocalStorage<ServerResponse> }

/** Sets the status of the page that is being rendered: Next itself offers only 401, 403 and 404. */
export function setPageStatus(status: number): void {
  const response = server.kindayResponses?.getStore()
  if (response && !response.headersSent) response.statusCode = status
}
