import { endpoint } from '@/lib/http/endpoint'
import { archiveFile, exportWords } from '@/lib/http/exporting'
import { exportOf } from '@/lib/schemas/calendars'
import { parse } from '@/lib/schemas/problems'

/** Calendars as an archive that imports back: `?of=all`, `calendar:<id>` or `group:<id>`. */
export const GET = endpoint(async (request) => {
  const { searchParams } = new URL(request.url)
  return archiveFile(async () => parse(exportOf, searchParams.get('of') ?? 'all'), await exportWords())
})
