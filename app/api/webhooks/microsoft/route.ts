import { endpoint } from '@/lib/http/endpoint'
import { receiveMicrosoftNotifications } from '@/lib/http/webhooks'

/** Receives notifications of Microsoft Graph about calendars that are synced. */
export const POST = endpoint(receiveMicrosoftNotifications)
