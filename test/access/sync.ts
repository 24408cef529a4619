import { randomUUID } from 'node:crypto'
import { byRole, bySession, type Endpoint, NOT_FOUND, OK, type Operation, SIGNED_OUT } from './outcomes'

/** Connections belong to their user alone: they do not exist for any other member. */
export const FOR_THEIR_USER = byRole(OK, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT)

const FOR_USERS = byRole(OK, OK, OK, OK, OK, OK, SIGNED_OUT)

/** Owners and admins of a group manage its calendars. */
const FOR_MANAGERS = byRole(OK, OK, 'FORBIDDEN', 'FORBIDDEN', NOT_FOUND, NOT_FOUND, SIGNED_OUT)

export const SYNC: Operation[] = [
  {
    action: 'sync/syncNow',
    input: ({ synced }) => ({ binding: synced.binding }),
    outcomes: FOR_THEIR_USER,
  },
  {
    action: 'sync/pauseSync',
    input: ({ synced }) => ({ binding: synced.binding, isPaused: true }),
    outcomes: FOR_THEIR_USER,
  },
  {
    action: 'sync/updateBinding',
    input: ({ synced }) => ({ binding: synced.binding, direction: 'both' }),
    outcomes: FOR_THEIR_USER,
  },
  {
    action: 'sync/updateBinding',
    variant: 'to show its events in another calendar',
    input: ({ synced, secondCalendar }) => ({
      ...{ binding: synced.binding, placedIn: secondCalendar, placedDetail: 'busy' },
    }),
    // Editors of the other calendar see that calendar, but not the binding.
    outcomes: byRole(OK, NOT_FOUND, NOT_FOUND, 'FORBIDDEN', NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'sync/disconnectBinding',
    input: ({ synced }) => ({ binding: synced.binding, copies: 'remove' }),
    outcomes: FOR_THEIR_USER,
  },
  {
    action: 'sync/removeConnection',
    input: ({ synced }) => ({ connection: synced.connection, copies: 'keep' }),
    outcomes: FOR_THEIR_USER,
  },
  {
    action: 'sync/decideDeletions',
    input: ({ synced }) => ({ binding: synced.binding, choice: 'delete' }),
    // No deletion waits for an approval.
    outcomes: { ...FOR_THEIR_USER, owner: 'CONFLICT' },
  },
  {
    action: 'sync/resolveConflict',
    input: ({ synced }) => ({ conflict: synced.conflict, choice: 'ours' }),
    outcomes: FOR_THEIR_USER,
  },
  {
    action: 'subscribed-calendars/subscribeFeed',
    input: () => ({
      address: `https://example.org/${randomUUID()}.ics`,
      name: 'School',
      intervalMinutes: 60,
    }),
    outcomes: FOR_USERS,
  },
  {
    action: 'subscribed-calendars/subscribeFeed',
    variant: 'in a calendar of a group',
    input: ({ group }) => ({
      ...{ address: `https://example.org/${randomUUID()}.ics`, name: 'School', intervalMinutes: 60, group },
    }),
    outcomes: FOR_MANAGERS,
  },
  {
    action: 'subscribed-calendars/subscribeHolidays',
    input: ({ group }) => ({ country: 'FR', region: null, name: 'Holidays', group }),
    outcomes: FOR_MANAGERS,
  },
  {
    action: 'subscribed-calendars/subscribeBirthdays',
    input: ({ group }) => ({ of: group, name: 'Birthdays' }),
    outcomes: byRole(OK, OK, OK, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'subscribed-calendars/subscribeBirthdays',
    variant: 'in a calendar of the group',
    input: ({ group }) => ({ of: group, name: 'Birthdays', group }),
    outcomes: FOR_MANAGERS,
  },
]

export const SYNC_ROUTES: Endpoint[] = [
  {
    file: 'api/view/connections/route.ts',
    method: 'GET',
    path: () => '/api/view/connections',
    status: bySession('200', '401'),
  },
  {
    file: 'api/connections/feed/route.ts',
    method: 'POST',
    path: () => '/api/connections/feed',
    body: () => ({ address: 'no address' }),
    status: bySession('200', '401'),
  },
  {
    file: 'api/view/holidays/route.ts',
    method: 'GET',
    path: () => '/api/view/holidays',
    status: bySession('200', '401'),
  },
]

export const SYNC_PAGES: Endpoint[] = [
  {
    file: '(app)/settings/calendars/sync/[id]/page.tsx',
    method: 'GET',
    path: ({ synced }) => `/settings/calendars/sync/${synced.binding}`,
    status: byRole('200', '404', '404', '404', '404', '404', '307'),
  },
]
