import { endpoint } from '@/lib/http/endpoint'
import { exportCalendarFile, exportTexts } from '@/lib/http/export'
import { exportScope } from '@/lib/schemas/calendars'
import { parseInput } from '@/lib/schemas/parse-input'

/** Exports a calendar as an iCalendar file. */
export const GET = endpoint(async (_request, { params }: { params: Promise<{ id: string }> }) =>
  exportCalendarFile(
    async () => parseInput(exportScope, `calendar:${(await params).id}`),
    await exportTexts(),
  ),
)
