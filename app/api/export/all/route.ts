import { endpoint } from '@/lib/http/endpoint'
import { calendarFile, exportWords } from '@/lib/http/exporting'

/** All that one sees as an iCalendar file. */
export const GET = endpoint(async () => calendarFile(async () => ({ of: 'all' }), await exportWords()))
