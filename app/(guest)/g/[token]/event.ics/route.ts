import { endpoint } from '@/lib/http/endpoint'
import { serveGuestFile } from '@/lib/http/guest-file'

/** Returns the event of a guest's link as an iCalendar file. */
export const GET = endpoint(async (_request, { params }: { params: Promise<{ token: string }> }) =>
  serveGuestFile((await params).token),
)
