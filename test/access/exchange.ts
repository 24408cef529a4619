import { type Endpoint, each, forMembers, MEMBERS, OWNERS, page } from './outcomes'
import { ROLES } from './scenario'

/** Routes of imports, exports and feeds. */
export const EXCHANGE: Endpoint[] = [
  {
    file: 'api/import/route.ts',
    method: 'POST',
    path: ({ calendar }) => `/api/import?mode=preview&calendar=${calendar}`,
    body: () => ({}),
    status: each('200', '200', '200', '403', '403', '404', '401'),
  },
  {
    file: 'api/import/route.ts',
    method: 'POST',
    path: ({ calendar }) => `/api/import?mode=apply&calendar=${calendar}`,
    body: () => ({}),
    status: each('200', '200', '200', '403', '403', '404', '401'),
  },
  {
    file: 'api/import/route.ts',
    method: 'POST',
    path: () => '/api/import?mode=nonsense',
    body: () => ({}),
    status: page('400', '401'),
  },
  {
    file: 'api/export/calendar/[id]/route.ts',
    method: 'GET',
    path: ({ calendar }) => `/api/export/calendar/${calendar}`,
    status: each('200', '200', '200', '200', '200', '404', '401'),
    shared: MEMBERS,
    private: OWNERS,
  },
  {
    file: 'api/export/group/[id]/route.ts',
    method: 'GET',
    path: ({ group }) => `/api/export/group/${group}`,
    status: forMembers('401'),
    shared: MEMBERS,
    private: OWNERS,
  },
  {
    file: 'api/export/all/route.ts',
    method: 'GET',
    path: () => '/api/export/all',
    status: page('200', '401'),
    shared: MEMBERS,
    private: OWNERS,
  },
  {
    file: 'api/export/archive/route.ts',
    method: 'GET',
    path: ({ group }) => `/api/export/archive?of=group:${group}`,
    status: forMembers('401'),
    shared: MEMBERS,
    private: OWNERS,
  },
  // The secret URL is the permission.
  {
    file: 'api/feeds/[token]/route.ts',
    method: 'GET',
    path: ({ feeds }) => feeds.full.path,
    status: page('200', '200'),
    shared: [...ROLES],
  },
  {
    file: 'api/feeds/[token]/route.ts',
    method: 'GET',
    path: ({ feeds }) => feeds.busy.path,
    status: page('200', '200'),
  },
  {
    file: 'api/feeds/[token]/route.ts',
    method: 'GET',
    path: () => `/api/feeds/${'x'.repeat(43)}.ics`,
    status: page('404', '404'),
  },
]
