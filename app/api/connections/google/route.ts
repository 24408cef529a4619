import { startConnection } from '@/lib/http/connections'
import { endpoint } from '@/lib/http/endpoint'

/** Redirects to Google, where the user allows access to their calendars. */
export const POST = endpoint(startConnection('google'))
