import { endpoint } from '@/lib/http/endpoint'
import { calendarFile, exportWords } from '@/lib/http/exporting'
import { exportOf } from '@/lib/schemas/calendars'
import { parseInput } from '@/lib/schemas/parse-input'

/** Exports a calendar as an iCalendar file. */
export const GET = endpoint(async (_request, { params }: { params: Promise<{ id: string }> }) =>
  calendarFile(async () => parseInput(exportOf, `calendar:${(await params).id}`), await exportWords()),
)
