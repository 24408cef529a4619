import { AppError } from '@/lib/errors'
import { refusalOf } from './answer'

/** How often one is told how it goes: more than that nobody sees. */
const EVERY_MS = 100

/**
 * Answers with newline-delimited JSON as work goes on: what it tells, at most so often, and then `{ result }` or
 * `{ error }`. The status has gone out by then, so it is 200. Whoever goes away stops the work.
 */
export function lines<L extends object, R>(
  request: Request,
  work: (bytes: AsyncIterable<Uint8Array>, tell: (line: L) => void, signal: AbortSignal) => Promise<R>,
): Response {
  const gone = new AbortController()
  request.signal.addEventListener('abort', () => gone.abort())
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (line: object) => {
        if (!gone.signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`))
      }
      let told = 0
      const tell = (line: L) => {
        const now = performance.now()
        if (now - told < EVERY_MS) return
        told = now
        send(line)
      }
      try {
        send({ result: await work(bytesOf(request, gone.signal), tell, gone.signal) })
      } catch (error) {
        // Who has gone away hears of nothing, and it is no fault of ours.
        if (!gone.signal.aborted) send({ error: refusalOf(error) })
      }
      if (!gone.signal.aborted) controller.close()
    },
    cancel: () => gone.abort(),
  })
  return new Response(body, {
    headers: {
      'Content-Type': 'application/x-ndjson; charset=utf-8',
      'Cache-Control': 'private, no-store',
      // Proxies that gather an answer before they pass it on would hide how it goes.
      'X-Accel-Buffering': 'no',
    },
  })
}

/** The body, to its end: a client still sending when the answer comes would see a reset in its place (RFC 9112 §9.6). */
async function* bytesOf(request: Request, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = request.body?.getReader()
  if (!reader) return
  const next = async () => {
    signal.throwIfAborted()
    // A body that breaks off has nobody left who could be told.
    const { done, value } = await reader.read().catch((error) => {
      throw new AppError('INVALID', { data: String(error) })
    })
    return done ? undefined : value
  }
  let value = await next()
  try {
    for (; value; value = await next()) yield value
  } finally {
    while (value && !signal.aborted) value = await next().catch(() => undefined)
  }
}
