import { bySession, type Endpoint } from './outcomes'

/** Routes that providers of calendars call. The channel and its token are the permission. */
export const WEBHOOK_ROUTES: Endpoint[] = [
  {
    file: 'api/webhooks/google/route.ts',
    method: 'POST',
    path: () => '/api/webhooks/google',
    status: bySession('404', '404'),
  },
  {
    file: 'api/webhooks/microsoft/route.ts',
    method: 'POST',
    path: () => '/api/webhooks/microsoft',
    body: () => ({ value: [{ subscriptionId: crypto.randomUUID(), clientState: 'x' }] }),
    status: bySession('202', '202'),
  },
]
