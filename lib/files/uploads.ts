import type { FileHandle } from 'node:fs/promises'
import { AppError } from '@/lib/errors'
import { withSpooled } from './spool'

/** Maximum number of uploads of one user that arrive, wait or are processed. */
const MAX_PER_USER = 4

/** Maximum number of users whose uploads are processed at the same time. */
const MAX_PROCESSING = 32

/** Space of temporary files that users share fairly. */
const MAX_SPOOLED_BYTES = 1024 * 1024 * 1024

/** Uploads of one user. */
interface UserUploads {
  count: number
  bytes: number
  /** Settles when the most recent upload has been processed. */
  last: Promise<unknown>
}

/**
 * Returns a function that receives uploads of one kind. An upload is processed once it has arrived completely, so slow
 * uploads occupy no worker thread. The uploads of a user are processed in sequence, so that no user occupies more than
 * one worker thread.
 *
 * The function throws AppError TOO_MANY if the user has too many pending uploads, and UNAVAILABLE if too many users
 * have uploads in processing, if the disk is full, or if all temporary files exceed `maxBytes` and those of this user
 * exceed the user's share. A user below the share is never refused because of `maxBytes`, so the sum can exceed it:
 * when one user has filled it, a second user can add half of it, and a third user a third of it.
 */
export function createUploads({ maxBytes = MAX_SPOOLED_BYTES, maxProcessing = MAX_PROCESSING } = {}) {
  const users = new Map<string, UserUploads>()
  const processing = new Set<string>()
  let total = 0

  const takeBytes = (uploads: UserUploads, count: number) => {
    const share = maxBytes / users.size
    if (total + count > maxBytes && uploads.bytes + count > share) throw new AppError('UNAVAILABLE')
    uploads.bytes += count
    total += count
  }

  const runInTurn = async <R>(
    userId: string,
    uploads: UserUploads,
    process: () => Promise<R>,
  ): Promise<R> => {
    const turn = uploads.last.then(async () => {
      if (processing.size >= maxProcessing) throw new AppError('UNAVAILABLE')
      processing.add(userId)
      try {
        return await process()
      } finally {
        processing.delete(userId)
      }
    })
    uploads.last = turn.catch(() => {})
    return turn
  }

  return async <R>(
    userId: string,
    bytes: AsyncIterable<Uint8Array>,
    dataDir: string,
    process: (file: FileHandle) => Promise<R>,
  ): Promise<R> => {
    const uploads = users.get(userId) ?? { count: 0, bytes: 0, last: Promise.resolve() }
    if (uploads.count >= MAX_PER_USER) throw new AppError('TOO_MANY')
    users.set(userId, uploads)
    uploads.count++
    let size = 0
    const onBytes = (count: number) => {
      takeBytes(uploads, count)
      size += count
    }
    try {
      return await withSpooled(dataDir, bytes, onBytes, (file) =>
        runInTurn(userId, uploads, () => process(file)),
      )
    } finally {
      uploads.count--
      uploads.bytes -= size
      total -= size
      if (!uploads.count) users.delete(userId)
    }
  }
}
