import { type Door, each, forMembers, MEMBERS, OWNERS, page } from './outcomes'

/** What pages ask for. */
export const VIEWS: Door[] = [
  {
    file: 'api/view/range/route.ts',
    method: 'GET',
    path: () => '/api/view/range?from=2026-11-01&to=2026-12-01',
    status: page('200', '401'),
    shared: MEMBERS,
    private: OWNERS,
  },
  {
    file: 'api/view/event/[id]/route.ts',
    method: 'GET',
    path: ({ event }) => `/api/view/event/${event}`,
    status: forMembers('401'),
    shared: MEMBERS,
  },
  {
    file: 'api/view/event/[id]/route.ts',
    method: 'GET',
    path: (world) => `/api/view/event/${world.private}`,
    status: each('200', '200', '404', '404', '404', '404', '401'),
    private: OWNERS,
  },
  {
    file: 'api/view/group/[id]/route.ts',
    method: 'GET',
    path: ({ group }) => `/api/view/group/${group}`,
    status: forMembers('401'),
  },
  {
    file: 'api/view/group/[id]/members/route.ts',
    method: 'GET',
    path: ({ group }) => `/api/view/group/${group}/members?q=zq&from=0`,
    status: forMembers('401'),
  },
  {
    file: 'api/view/group/[id]/activity/route.ts',
    method: 'GET',
    path: ({ group }) => `/api/view/group/${group}/activity`,
    status: forMembers('401'),
    shared: MEMBERS,
    private: OWNERS,
  },
  {
    file: 'api/view/people/route.ts',
    method: 'GET',
    path: () => '/api/view/people',
    status: page('200', '401'),
  },
  {
    file: 'api/realtime/auth/route.ts',
    method: 'POST',
    path: () => '/api/realtime/auth',
    body: ({ calendar }) => ({ socket_id: '1.1', channels: [`private-calendar-${calendar}`] }),
    status: page('200', '401'),
  },
  {
    file: 'api/realtime/signin/route.ts',
    method: 'POST',
    path: () => '/api/realtime/signin',
    body: () => ({ socket_id: '1.1' }),
    status: page('200', '401'),
  },
  {
    file: 'api/realtime/streams/route.ts',
    method: 'POST',
    path: () => '/api/realtime/streams',
    body: () => ({ known: {} }),
    status: page('200', '401'),
  },
  // The library's own: open to all, since signing in begins there.
  {
    file: 'api/auth/[...nextauth]/route.ts',
    method: 'GET',
    path: () => '/api/auth/csrf',
    status: page('200', '200'),
  },
  {
    file: 'api/auth/[...nextauth]/route.ts',
    method: 'GET',
    path: () => '/api/auth/session',
    status: page('200', '200'),
  },
]
