import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AppError } from '@/lib/errors'

/**
 * Writes an upload to a temporary file without a name, which the system removes when it is closed or the process ends.
 * In this way, a slow upload occupies no worker thread and a large one no memory.
 *
 * @param dataDir the data folder: the system's temporary folder is memory on many systems
 * @param onBytes called before each chunk is written; may throw to refuse it
 * @throws AppError UNAVAILABLE when the disk is full; errors of `bytes` and `onBytes`
 */
export async function withSpooled<R>(
  dataDir: string,
  bytes: AsyncIterable<Uint8Array>,
  onBytes: (count: number) => void,
  use: (file: FileHandle) => Promise<R>,
): Promise<R> {
  const file = await openNameless(await spoolFolder(dataDir))
  try {
    for await (const chunk of bytes) {
      onBytes(chunk.length)
      await write(file, chunk)
    }
    return await use(file)
  } finally {
    await file.close()
  }
}

/** Reads a spooled upload into memory. */
export async function readSpooled(file: FileHandle): Promise<Buffer> {
  const { size } = await file.stat()
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0)
  return buffer.subarray(0, bytesRead)
}

/** Removes files of a process that was killed before it had removed their names. */
export async function clearSpool(dataDir: string): Promise<void> {
  const folder = folderIn(dataDir)
  const names = await readdir(folder).catch(() => [])
  // Cleaning up must not keep the app from starting.
  for (const name of names) await rm(path.join(folder, name), { force: true }).catch(() => {})
}

const folderIn = (dataDir: string) => path.join(/*turbopackIgnore: true*/ dataDir, 'uploads')

/**
 * Errors of a data folder that is missing or not writable, as is possible where the database is external and the folder
 * is not needed otherwise.
 */
const NO_DATA_FOLDER = ['ENOENT', 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR']

async function spoolFolder(dataDir: string): Promise<string> {
  const folder = folderIn(dataDir)
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    if (NO_DATA_FOLDER.includes(codeOf(error) ?? '')) return tmpdir()
    if (codeOf(error) !== 'EEXIST') throw unavailableIfFull(error)
  }
  return folder
}

async function openNameless(folder: string): Promise<FileHandle> {
  const name = path.join(folder, `kinday-${randomUUID()}`)
  const file = await open(name, 'wx+', 0o600).catch((error) => {
    throw unavailableIfFull(error)
  })
  // Another process on the same data folder may have removed the file in `clearSpool`.
  await rm(name, { force: true })
  return file
}

async function write(file: FileHandle, chunk: Uint8Array): Promise<void> {
  await file.appendFile(chunk).catch((error) => {
    throw unavailableIfFull(error)
  })
}

function unavailableIfFull(error: unknown): unknown {
  return ['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '') ? new AppError('UNAVAILABLE') : error
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
