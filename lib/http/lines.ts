import { AppError } from '@/lib/errors'
import { refusalOf } from './answer'

/** Minimum interval between progress messages. */
const EVERY_MS = 100

/**
 * Responds with newline-delimited JSON while work goes on: progress messages, then `{ result }` or `{ error }`. The
 * status is 200 since it is sent first. The work is aborted when the client disconnects.
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
        // The client has disconnected, which is no server fault.
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
      // Keeps proxies from buffering the response, which would hide the progress.
      'X-Accel-Buffering': 'no',
    },
  })
}

type Body = ReadableStreamDefaultReader<Uint8Array> | undefined

async function* bytesOf(body: Body, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for (;;) {
    signal.throwIfAborted()
    // The client has disconnected; there is nobody to send the error to.
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
