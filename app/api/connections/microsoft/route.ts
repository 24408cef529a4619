import { startConnection } from '@/lib/http/connections'
import { endpoint } from '@/lib/http/endpoint'

/** Redirects to Microsoft, where the user allows access to their calendars. */
export const POST = endpoint(startConnection('microsoft'))
