import type { Zone } from '@/lib/calendar/zones/zone'
import { AppError } from '@/lib/errors'
import { readComponents } from './components'
import { FileParser } from './file-parser'
import type { IcalFile } from './ical-event'

/**
 * Reads one or several concatenated iCalendar files (RFC 5545) without loss: data that Kinday has no field for is
 * kept in `unknown`, and differences between file and result are noted, at most 2,000 times per code.
 * Yields to the event loop regularly.
 *
 * @param options `zone`: the user's zone, preferred among equivalent zones and used for unknown ones. `maxEvents`:
 *   further events are noted as `too_many`. `onProgress`: components and octets read so far.
 * @throws AppError INVALID if reading fails unexpectedly
 */
export async function readIcal(
  bytes: AsyncIterable<Uint8Array>,
  options: { zone: Zone; maxEvents?: number; onProgress?: (components: number, bytes: number) => void },
): Promise<IcalFile> {
  const file = new FileParser(options)
  try {
    for await (const found of readComponents(countBytes(bytes, file))) {
      if ('code' in found) file.report(found)
      else file.add(found)
    }
    return await file.finish()
  } catch (error) {
    if (error instanceof AppError || file.isSourceFailing) throw error
    throw new AppError('INVALID', { data: error instanceof Error ? error.message : undefined })
  }
}

/** Counts bytes. Errors of the source are rethrown unchanged, since they are not errors of the file. */
async function* countBytes(bytes: AsyncIterable<Uint8Array>, file: FileParser): AsyncGenerator<Uint8Array> {
  file.isSourceFailing = true
  for await (const chunk of bytes) {
    file.isSourceFailing = false
    file.octets += chunk.length
    yield chunk
    file.isSourceFailing = true
  }
  file.isSourceFailing = false
}
