import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { closeServer } from '../close-server.mjs'

type ProxyFault = 'lost' | 'refused' | { until: Promise<void> }

/** A proxy in front of a server, which interrupts and changes requests for tests. */
export interface Proxy {
  url: string
  requests: { method: string; path: string }[]
  /**
   * Decides about each request: `lost` is carried out without an answer, `refused` is not carried out. `until`: it is
   * carried out without an answer once the promise resolves.
   */
  fault: (request: IncomingMessage) => ProxyFault | undefined | Promise<ProxyFault | undefined>
  /** Changes the body of requests. */
  rewrite: (body: string) => string
  /** Waits until the requests that have begun to be carried out late have ended. */
  settle(): Promise<unknown>
  close(): Promise<void>
}

export async function startProxy(target: string): Promise<Proxy> {
  const late = new Set<Promise<unknown>>()
  const forward = (incoming: IncomingMessage, body: Buffer) => {
    const { 'transfer-encoding': _, ...headers } = incoming.headers
    const outgoing = request(new URL(incoming.url!, target), {
      method: incoming.method!,
      // A connection that the server has just closed would look like a fault.
      agent: false,
      headers: { ...headers, 'content-length': String(body.length) },
    })
    outgoing.end(body)
    return outgoing
  }
  const forwardLate = async (incoming: IncomingMessage, body: Buffer, until: Promise<void>) => {
    await until
    const done = once(forward(incoming, body), 'response').then(([answer]) => once(answer.resume(), 'end'))
    late.add(done)
    await done.finally(() => late.delete(done))
  }
  const server = createServer(async (incoming, response) => {
    proxy.requests.push({ method: incoming.method!, path: incoming.url! })
    await proxy.settle()
    const fault = await proxy.fault(incoming)
    if (fault === 'refused') return incoming.socket.destroy()
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const body = Buffer.from(proxy.rewrite(Buffer.concat(chunks).toString('utf8')))
    if (typeof fault === 'object') {
      void forwardLate(incoming, body, fault.until)
      return incoming.socket.destroy()
    }
    const outgoing = forward(incoming, body)
    outgoing.on('error', () => incoming.socket.destroy())
    outgoing.on('response', (answer) => {
      if (fault === 'lost') {
        answer.resume().on('end', () => incoming.socket.destroy())
        return
      }
      response.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy: Proxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    fault: () => undefined,
    rewrite: (body) => body,
    settle: () => Promise.all(late),
    close: () => closeServer(server),
  }
  return proxy
}
