import { endpoint } from '@/lib/http/endpoint'
import { calendarFile, exportWords } from '@/lib/http/exporting'

/** Exports everything that the user sees as an iCalendar file. */
export const GET = endpoint(async () => calendarFile(async () => ({ of: 'all' }), await exportWords()))
