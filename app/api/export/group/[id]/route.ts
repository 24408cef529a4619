import { endpoint } from '@/lib/http/endpoint'
import { calendarFile, exportWords } from '@/lib/http/exporting'
import { exportOf } from '@/lib/schemas/calendars'
import { parse } from '@/lib/schemas/problems'

/** The calendars of a group as an iCalendar file. */
export const GET = endpoint(async (_request, { params }: { params: Promise<{ id: string }> }) =>
  calendarFile(async () => parse(exportOf, `group:${(await params).id}`), await exportWords()),
)
