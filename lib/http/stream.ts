import { logProblem } from '@/lib/log'

/** Texts or bytes as a body: the next is asked for when the last has gone out, and none once the reader is gone. */
export function readableStream(chunks: AsyncIterable<string | Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next().catch((error) => {
        // The status has gone out already: all that is left is to end early, which a reader notices.
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

/** Headers of a file to be kept, named as it is called (RFC 6266, RFC 8187), and by letters alone for old readers. */
export function attachment(name: string, type: string): Record<string, string> {
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

/** A name that every file system takes, without its ending. */
export function fileName(name: string): string {
  const safe = name
    .replace(/[\p{Cc}\p{Cs}<>:"/\\|?*]+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
    .replace(/^(.{80}).*$/su, '$1')
    .trim()
  return safe || 'calendar'
}
