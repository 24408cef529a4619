import { endpoint } from '@/lib/http/endpoint'
import { exportCalendarFile, exportTexts } from '@/lib/http/export'
import { exportScope } from '@/lib/schemas/calendars'
import { parseInput } from '@/lib/schemas/parse-input'

/** Exports the calendars of a group as an iCalendar file. */
export const GET = endpoint(async (_request, { params }: { params: Promise<{ id: string }> }) =>
  exportCalendarFile(async () => parseInput(exportScope, `group:${(await params).id}`), await exportTexts()),
)
