import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { closeServer } from '../close-server.mjs'

/** A proxy in front of a server, which interrupts and changes requests for tests. */
export interface Proxy {
  url: string
  requests: { method: string; path: string }[]
  /** Decides about each request: `lost` is carried out without an answer, `refused` is not carried out. */
  fault: (request: IncomingMessage) => 'lost' | 'refused' | undefined
  /** Changes the body of requests. */
  rewrite: (body: string) => string
  close(): Promise<void>
}

export async function startProxy(target: string): Promise<Proxy> {
  const server = createServer(async (incoming, response) => {
    proxy.requests.push({ method: incoming.method!, path: incoming.url! })
    const fault = proxy.fault(incoming)
    if (fault === 'refused') return incoming.socket.destroy()
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const body = Buffer.from(proxy.rewrite(Buffer.concat(chunks).toString('utf8')))
    const { 'transfer-encoding': _, ...headers } = incoming.headers
    const outgoing = request(new URL(incoming.url!, target), {
      method: incoming.method!,
      // A connection that the server has just closed would look like a fault.
      agent: false,
      headers: { ...headers, 'content-length': String(body.length) },
    })
    outgoing.on('error', () => incoming.socket.destroy())
    outgoing.on('response', (answer) => {
      if (fault === 'lost') {
        answer.resume().on('end', () => incoming.socket.destroy())
        return
      }
      response.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(response)
    })
    outgoing.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy: Proxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    fault: () => undefined,
    rewrite: (body) => body,
    close: () => closeServer(server),
  }
  return proxy
}
