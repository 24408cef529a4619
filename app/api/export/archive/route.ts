import { endpoint } from '@/lib/http/endpoint'
import { exportTexts } from '@/lib/http/export'
import { exportArchiveFile } from '@/lib/http/export-archive'
import { exportScope } from '@/lib/schemas/calendars'
import { parseInput } from '@/lib/schemas/parse-input'

/** Exports calendars as an archive that can be imported: `?of=all`, `calendar:<id>` or `group:<id>`. */
export const GET = endpoint(async (request) => {
  const { searchParams } = new URL(request.url)
  return exportArchiveFile(
    async () => parseInput(exportScope, searchParams.get('of') ?? 'all'),
    await exportTexts(),
  )
})
