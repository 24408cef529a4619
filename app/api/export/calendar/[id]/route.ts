import { endpoint } from '@/lib/http/endpoint'
import { calendarFile, exportWords } from '@/lib/http/exporting'
import { exportOf } from '@/lib/schemas/calendars'
import { parse } from '@/lib/schemas/problems'

/** A calendar as an iCalendar file. */
export const GET = endpoint(async (_request, { params }: { params: Promise<{ id: string }> }) =>
  calendarFile(async () => parse(exportOf, `calendar:${(await params).id}`), await exportWords()),
)
