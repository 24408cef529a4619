import { finishConnection } from '@/lib/http/connections'
import { endpoint } from '@/lib/http/endpoint'

/** OAuth callback of Microsoft, with access to calendars. */
export const GET = endpoint(finishConnection('microsoft'))
