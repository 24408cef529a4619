import { byRole, bySession, type Endpoint, forMembersOnly, MEMBERS, OWNERS } from './outcomes'
import { CLIENT_ROLES } from './scenario'

/** Routes of imports, exports and feeds. */
export const IMPORT_EXPORT_ROUTES: Endpoint[] = [
  {
    file: 'api/import/route.ts',
    method: 'POST',
    path: ({ calendar }) => `/api/import?mode=preview&calendar=${calendar}`,
    body: () => ({}),
    status: byRole('200', '200', '200', '403', '403', '404', '401'),
  },
  {
    file: 'api/import/route.ts',
    method: 'POST',
    path: ({ calendar }) => `/api/import?mode=apply&calendar=${calendar}`,
    body: () => ({}),
    status: byRole('200', '200', '200', '403', '403', '404', '401'),
  },
  {
    file: 'api/import/route.ts',
    method: 'POST',
    path: () => '/api/import?mode=nonsense',
    body: () => ({}),
    status: bySession('400', '401'),
  },
  {
    file: 'api/export/calendar/[id]/route.ts',
    method: 'GET',
    path: ({ calendar }) => `/api/export/calendar/${calendar}`,
    status: byRole('200', '200', '200', '200', '200', '404', '401'),
    shared: MEMBERS,
    private: OWNERS,
  },
  {
    file: 'api/export/group/[id]/route.ts',
    method: 'GET',
    path: ({ group }) => `/api/export/group/${group}`,
    status: forMembersOnly('401'),
    shared: MEMBERS,
    private: OWNERS,
  },
  {
    file: 'api/export/all/route.ts',
    method: 'GET',
    path: () => '/api/export/all',
    status: bySession('200', '401'),
    shared: MEMBERS,
    private: OWNERS,
  },
  {
    file: 'api/export/archive/route.ts',
    method: 'GET',
    path: ({ group }) => `/api/export/archive?of=group:${group}`,
    status: forMembersOnly('401'),
    shared: MEMBERS,
    private: OWNERS,
  },
  // The secret URL is the permission.
  {
    file: 'api/feeds/[token]/route.ts',
    method: 'GET',
    path: ({ feeds }) => feeds.full.path,
    status: bySession('200', '200'),
    shared: [...CLIENT_ROLES],
  },
  {
    file: 'api/feeds/[token]/route.ts',
    method: 'GET',
    path: ({ feeds }) => feeds.busy.path,
    status: bySession('200', '200'),
  },
  {
    file: 'api/feeds/[token]/route.ts',
    method: 'GET',
    path: () => `/api/feeds/${'x'.repeat(43)}.ics`,
    status: bySession('404', '404'),
  },
  // The token is the permission. Opening the address changes nothing.
  {
    file: 'api/unsubscribe/[token]/route.ts',
    method: 'GET',
    path: () => `/api/unsubscribe/${'x'.repeat(40)}`,
    status: bySession('303', '303'),
  },
  {
    file: 'api/unsubscribe/[token]/route.ts',
    method: 'POST',
    path: () => `/api/unsubscribe/${'x'.repeat(40)}`,
    status: bySession('303', '303'),
  },
]
