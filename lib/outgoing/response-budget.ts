import { RefusedRequest } from './target'

/** Maximum number of bytes of all responses that this process reads at a time. */
const MAX_BYTES = 64 * 1024 * 1024

/** Responses up to this size are always read. */
const MIN_LARGE_BYTES = 1024 * 1024

/** The memory of a response while it is read. */
export interface ResponseMemory {
  /** Adds bytes that were received. @throws RefusedRequest `busy` */
  add(bytes: number): void
  /** Frees the memory. */
  free(): void
}

/**
 * Limits the memory of all responses that are read at a time. When they exceed it, those end that exceed an equal
 * share, so that large responses cannot keep others from being read.
 */
export function responseBudget(maxBytes: number): () => ResponseMemory {
  const large = new Set<object>()
  let total = 0
  return () => {
    let size = 0
    const memory: ResponseMemory = {
      add(bytes) {
        size += bytes
        total += bytes
        if (size <= MIN_LARGE_BYTES) return
        large.add(memory)
        if (total > maxBytes && size > maxBytes / large.size) throw new RefusedRequest('busy')
      },
      free() {
        total -= size
        size = 0
        large.delete(memory)
      },
    }
    return memory
  }
}

/** Returns the memory of a new response of this process. */
export const responseMemory = responseBudget(MAX_BYTES)
