import { byRole, bySession, type Endpoint, type Operation } from './outcomes'
import { FOR_THEIR_USER } from './sync'

// The credentials of the owner's connection cannot be decrypted, which only the owner learns.
const OUTCOMES = { ...FOR_THEIR_USER, owner: 'UNAVAILABLE' }
const STATUS = byRole('503', '404', '404', '404', '404', '404', '401')

export const CONNECTIONS: Operation[] = [
  {
    action: 'connections/bindCalendars',
    input: ({ synced }) => ({
      connection: synced.connection,
      calendars: [{ remote: 'other@example.org', direction: 'pull', calendar: null }],
    }),
    outcomes: OUTCOMES,
  },
]

export const CONNECTION_ROUTES: Endpoint[] = [
  {
    file: 'api/connections/google/route.ts',
    method: 'POST',
    path: () => '/api/connections/google',
    status: bySession('303', '303'),
  },
  {
    file: 'api/connections/google/callback/route.ts',
    method: 'GET',
    path: () => '/api/connections/google/callback?code=x&state=x',
    status: bySession('303', '303'),
  },
  {
    file: 'api/connections/microsoft/route.ts',
    method: 'POST',
    path: () => '/api/connections/microsoft',
    status: bySession('303', '303'),
  },
  {
    file: 'api/connections/microsoft/callback/route.ts',
    method: 'GET',
    path: () => '/api/connections/microsoft/callback?code=x&state=x',
    status: bySession('303', '303'),
  },
  {
    // No other user's connection gets a new password. That of the owner is of another kind.
    file: 'api/connections/caldav/route.ts',
    method: 'POST',
    path: () => '/api/connections/caldav',
    body: ({ synced }) => ({
      ...{ address: 'https://dav.example.org', username: 'anna', password: 'secret' },
      connection: synced.connection,
    }),
    status: bySession('404', '401'),
  },
  {
    file: 'api/connections/[id]/calendars/route.ts',
    method: 'GET',
    path: ({ synced }) => `/api/connections/${synced.connection}/calendars`,
    status: STATUS,
  },
  {
    file: 'api/connections/[id]/preview/route.ts',
    method: 'POST',
    path: ({ synced }) => `/api/connections/${synced.connection}/preview`,
    body: () => ({ remote: 'other@example.org', calendar: null }),
    status: STATUS,
  },
]
