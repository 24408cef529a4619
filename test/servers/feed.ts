import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { closeServer } from './close-server.mjs'

/** A response; `hang` never answers, and `cut` closes the connection in the middle of the body. */
export interface FeedAnswer {
  status?: number
  headers?: Record<string, string>
  body?: string | Buffer
  fault?: 'hang' | 'cut'
}

/** A server of one feed that misbehaves on request. */
export interface FeedStub {
  url: string
  requests: IncomingMessage[]
  /** The response to each request; if it is undefined, `answer` has responded itself. */
  answer: (request: IncomingMessage, response: ServerResponse) => FeedAnswer | undefined
  close(): Promise<void>
}

/**
 * Starts a stub of a server that publishes a calendar in iCalendar format.
 * @param tls a key and a certificate, to serve it by HTTPS
 */
export async function startFeed(tls?: { key: Buffer; cert: Buffer }): Promise<FeedStub> {
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    stub.requests.push(request)
    const answer = stub.answer(request, response)
    if (!answer || answer.fault === 'hang') return
    const { status = 200, headers = {}, body = '' } = answer
    const bytes = Buffer.from(body)
    response.writeHead(status, { 'content-type': 'text/calendar; charset=utf-8', ...headers })
    if (answer.fault === 'cut') {
      response.write(bytes.subarray(0, bytes.length / 2))
      setTimeout(() => request.socket.destroy(), 50)
    } else response.end(bytes)
  }
  const server = tls ? createTlsServer(tls, handle) : createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stub: FeedStub = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/calendar.ics`,
    requests: [],
    answer: () => ({ body: calendarText([]) }),
    close: () => closeServer(server),
  }
  return stub
}

/** Returns a calendar file with events, each given by its lines. */
export function calendarText(events: readonly string[][], properties: readonly string[] = []): string {
  const components = events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'])
  const head = ['BEGIN:VCALENDAR', 'VERSION:2.0', ...properties]
  return [...head, ...components, 'END:VCALENDAR', ''].join('\r\n')
}

/** Returns the lines of an event of one day. */
export function dayEvent(title: string, day: string, uid: string | null): string[] {
  return [...(uid ? [`UID:${uid}`] : []), `DTSTART;VALUE=DATE:${day}`, `SUMMARY:${title}`]
}
