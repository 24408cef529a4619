import type { z } from 'zod'
import { AppError } from '@/lib/errors'
import { checkOutput } from '@/lib/schemas/check-output'
import { toRefusal } from './action-result'

/** Minimum interval between progress messages. */
const MIN_INTERVAL_MS = 100

/**
 * Responds with newline-delimited JSON while work goes on: progress messages, then `{ result }` or `{ error }`. Each
 * line matches the schema. The status is always 200, since it is sent before the result is known. The work is aborted
 * when the client disconnects.
 */
export function respondWithLines<L extends object>(
  request: Request,
  schema: z.ZodType<L>,
  work: (
    bytes: AsyncIterable<Uint8Array>,
    reportProgress: (line: L) => void,
    signal: AbortSignal,
  ) => Promise<Extract<L, { result: unknown }>['result']>,
): Response {
  const disconnected = new AbortController()
  request.signal.addEventListener('abort', () => disconnected.abort())
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (line: object) => {
        if (disconnected.signal.aborted) return
        checkOutput<z.ZodType>('a streamed response', schema, line)
        controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`))
      }
      let lastReport = 0
      const reportProgress = (line: L) => {
        const now = performance.now()
        if (now - lastReport < MIN_INTERVAL_MS) return
        lastReport = now
        send(line)
      }
      const reader = request.body?.getReader()
      const outcome = await work(bytesOf(reader, disconnected.signal), reportProgress, disconnected.signal)
        .then((result) => {
          checkOutput<z.ZodType>('a streamed response', schema, { result })
          return { result }
        })
        // The client has disconnected, which is no server fault.
        .catch((error) => (disconnected.signal.aborted ? {} : { error: toRefusal(error) }))
      await drain(reader, disconnected.signal)
      send(outcome)
      if (!disconnected.signal.aborted) controller.close()
    },
    cancel: () => disconnected.abort(),
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
    // The client has disconnected; the error cannot be sent.
    const { done, value } = (await body?.read().catch((error) => {
      throw new AppError('INVALID', { data: String(error) })
    })) ?? { done: true }
    if (done || !value) return
    yield value
  }
}

/**
 * Reads the rest of a body: a client still sending when the answer comes would see a reset in its place (RFC 9112
 * §9.6).
 */
async function drain(body: Body, signal: AbortSignal): Promise<void> {
  while (body && !signal.aborted) {
    const { done } = await body.read().catch(() => ({ done: true }))
    if (done) return
  }
}
