import { endpoint } from '@/lib/http/endpoint'
import { exportCalendarFile, exportTexts } from '@/lib/http/export'

/** Exports all calendars that the user sees as an iCalendar file. */
export const GET = endpoint(async () => exportCalendarFile(async () => ({ of: 'all' }), await exportTexts()))
