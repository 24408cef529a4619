/**
 * Reads the files of an archive in the browser, piece by piece: the browser sends the archive without its attachments,
 * and then each attachment to its event.
 */

/** Name of the archive's JSON file with events; the calendar files beside it are for other programs. */
export const ARCHIVE_FILE = 'kinday.json'

/** Name of the archive's JSON file with comments. */
export const COMMENTS_FILE = 'comments.json'

/** Folder of an archive that contains the attached files. */
export const FILES_FOLDER = 'files/'

/** A file of a zip archive, by the archive's central directory (APPNOTE.TXT §4.3.12). */
export interface ArchiveEntry {
  name: string
  /** Where its local header begins, and where the next one does. */
  from: number
  to: number
  isDeflated: boolean
  packedBytes: number
}

const END_BYTES = 22
const MAX_COMMENT_BYTES = 0xffff
const DIRECTORY_SIGNATURE = 0x02014b50
const END_SIGNATURE = 0x06054b50
const STORED = 0
const DEFLATED = 8

/** Returns the files of a zip archive in their order; none for other files and for archives with extensions (Zip64). */
export async function archiveEntries(file: Blob): Promise<ArchiveEntry[]> {
  const tailFrom = Math.max(file.size - END_BYTES - MAX_COMMENT_BYTES, 0)
  const tail = await viewOf(file.slice(tailFrom))
  let end = tail.byteLength - END_BYTES
  while (end >= 0 && tail.getUint32(end, true) !== END_SIGNATURE) end--
  if (end < 0) return []
  const size = tail.getUint32(end + 12, true)
  const from = tail.getUint32(end + 16, true)
  if (from + size > tailFrom + end) return []
  const entries = entriesIn(await viewOf(file.slice(from, from + size)))
  entries.sort((a, b) => a.from - b.from)
  return entries.map((entry, index) => ({ ...entry, to: entries[index + 1]?.from ?? from }))
}

function entriesIn(directory: DataView): Omit<ArchiveEntry, 'to'>[] {
  const entries: Omit<ArchiveEntry, 'to'>[] = []
  for (let at = 0; at + 46 <= directory.byteLength; ) {
    if (directory.getUint32(at, true) !== DIRECTORY_SIGNATURE) break
    const nameLength = directory.getUint16(at + 28, true)
    const method = directory.getUint16(at + 10, true)
    const name = new TextDecoder().decode(
      new Uint8Array(directory.buffer, at + 46, Math.min(nameLength, directory.byteLength - at - 46)),
    )
    if (method === STORED || method === DEFLATED) {
      const packedBytes = directory.getUint32(at + 20, true)
      entries.push({
        name,
        from: directory.getUint32(at + 42, true),
        isDeflated: method === DEFLATED,
        packedBytes,
      })
    }
    at += 46 + nameLength + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true)
  }
  return entries
}

/**
 * Returns an archive without its attachments, which can exceed the size limit of imports. Moves Kinday's JSON files to
 * the start, where an import expects them: programs that pack an archive again sort its files by name.
 */
export async function withoutAttachments(file: Blob): Promise<Blob> {
  const entries = await archiveEntries(file)
  const remainingEntries = entries.filter(({ name }) => !name.startsWith(FILES_FOLDER))
  if (remainingEntries.length === entries.length) return file
  const isFirst = ({ name }: ArchiveEntry) => name === ARCHIVE_FILE || name === COMMENTS_FILE
  const ordered = [
    ...remainingEntries.filter(isFirst),
    ...remainingEntries.filter((entry) => !isFirst(entry)),
  ]
  return new Blob(ordered.map(({ from, to }) => file.slice(from, to)))
}

/** Returns the content of a file of an archive. */
export async function entryContent(
  file: Blob,
  { from, isDeflated, packedBytes }: ArchiveEntry,
): Promise<Blob> {
  const header = await viewOf(file.slice(from, from + 30))
  const start = from + 30 + header.getUint16(26, true) + header.getUint16(28, true)
  const packed = file.slice(start, start + packedBytes)
  if (!isDeflated) return packed
  return new Response(packed.stream().pipeThrough(new DecompressionStream('deflate-raw'))).blob()
}

async function viewOf(blob: Blob): Promise<DataView> {
  return new DataView(await blob.arrayBuffer())
}
