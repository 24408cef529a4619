import { logProblem } from '@/lib/log'

/** Streams chunks as a body: pulls the next when the last was sent, and stops when the reader is gone. */
export function readableStream(chunks: AsyncIterable<string | Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next().catch((error) => {
        // The status is sent already; breaking off tells the reader that the body is incomplete.
        logProblem('streaming', error)
        throw error
      })
      if (done) controller.close()
      else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value)
    },
    async cancel() {
      await iterator.return?.()
    },
  })
}

/** Returns the headers of a download with a file name (RFC 6266, RFC 8187) and an ASCII fallback. */
export function downloadHeaders(name: string, type: string): Record<string, string> {
  const plain = name.replace(/[^A-Za-z0-9 ._-]+/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return {
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
    'Cache-Control': 'private, no-store',
  }
}

/** Returns a name that every file system accepts, without extension. */
export function fileName(name: string): string {
  const safe = name
    .replace(/[\p{Cc}\p{Cs}<>:"/\\|?*]+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
    .replace(/^(.{80}).*$/su, '$1')
    .trim()
  return safe || 'calendar'
}
