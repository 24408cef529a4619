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
      const reader = request.body?.getReader()
      const outcome = await work(bytesOf(reader, gone.signal), tell, gone.signal).then(
        (result) => ({ result }),
        // A client that has gone away is told nothing, and it is no fault of ours.
        (error) => (gone.signal.aborted ? {} : { error: refusalOf(error) }),
      )
      await drain(reader, gone.signal)
      send(outcome)
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

type Body = ReadableStreamDefaultReader<Uint8Array> | undefined

async function* bytesOf(body: Body, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for (;;) {
    signal.throwIfAborted()
    // A body that breaks off has nobody left to be told.
    const { done, value } = (await body?.read().catch((error) => {
      throw new AppError('INVALID', { data: String(error) })
    })) ?? { done: true }
    if (done || !value) return
    yield value
  }
}

/** Reads the rest of a body: a client still sending when the answer comes would see a reset in its place (RFC 9112 §9.6). */
async function drain(body: Body, signal: AbortSignal): Promise<void> {
  while (body && !signal.aborted) {
    const { done } = await body.read().catch(() => ({ done: true }))
    if (done) return
  }
}
