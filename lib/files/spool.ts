import { randomUUID } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AppError } from '@/lib/errors'

/**
 * Writes an upload to a temporary file without a name, which the system removes when it is closed or the process ends.
 * A slow upload so occupies no worker thread, and a large one no memory.
 *
 * @throws AppError UNAVAILABLE when the disk is full; what `bytes` throws
 */
export async function withSpooled<R>(
  bytes: AsyncIterable<Uint8Array>,
  use: (fd: number) => Promise<R>,
): Promise<R> {
  const file = await openNameless()
  try {
    for await (const chunk of bytes) await write(file, chunk)
    return await use(file.fd)
  } finally {
    await file.close()
  }
}

async function openNameless(): Promise<FileHandle> {
  const name = path.join(tmpdir(), `kinday-${randomUUID()}`)
  const file = await open(name, 'wx+', 0o600)
  await unlink(name)
  return file
}

async function write(file: FileHandle, chunk: Uint8Array): Promise<void> {
  try {
    await file.appendFile(chunk)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
      throw new AppError('UNAVAILABLE')
    throw error
  }
}
