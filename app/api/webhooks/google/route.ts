import { endpoint } from '@/lib/http/endpoint'
import { receiveGoogleNotification } from '@/lib/http/webhooks'

/** Receives notifications of Google about calendars that are synced. */
export const POST = endpoint(receiveGoogleNotification)
