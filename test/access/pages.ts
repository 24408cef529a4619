import { VIEWS } from '@/lib/calendar/views'
import { ADMIN_LISTS } from '@/lib/schemas/admin-lists'
import { GUEST_PAGES } from './guests'
import { byRole, bySession, type Endpoint, forMembersOnly, MEMBERS, OWNERS } from './outcomes'

export const PAGES: Endpoint[] = [
  ...GUEST_PAGES,
  ...VIEWS.map(
    (view): Endpoint => ({
      file: '(app)/calendar/[view]/[date]/page.tsx',
      method: 'GET',
      path: () => `/calendar/${view}/2026-11-21`,
      status: bySession('200', '307'),
      shared: MEMBERS,
      private: OWNERS,
    }),
  ),
  {
    file: '(app)/calendar/page.tsx',
    method: 'GET',
    path: () => '/calendar',
    status: bySession('307', '307'),
  },
  {
    file: '(app)/calendar/[view]/page.tsx',
    method: 'GET',
    path: () => '/calendar/week',
    status: bySession('307', '307'),
  },
  {
    file: '(app)/home/page.tsx',
    method: 'GET',
    path: () => '/home',
    status: bySession('200', '307'),
    shared: MEMBERS,
    // A gathering waits for the vote of the viewer.
    private: [...OWNERS, 'viewer'],
  },
  // The page repeats its query, so the secret events are searched for by time.
  {
    file: '(app)/search/page.tsx',
    method: 'GET',
    path: ({ calendar }) => `/search?from=2026-11-01&to=2026-12-01&calendar=${calendar}`,
    status: bySession('200', '307'),
    shared: MEMBERS,
    private: OWNERS,
  },
  { file: '(app)/groups/page.tsx', method: 'GET', path: () => '/groups', status: bySession('200', '307') },
  {
    file: '(app)/groups/new/page.tsx',
    method: 'GET',
    path: () => '/groups/new',
    status: bySession('200', '307'),
  },
  {
    file: '(app)/gatherings/page.tsx',
    method: 'GET',
    path: () => '/gatherings',
    status: bySession('200', '307'),
    shared: MEMBERS,
    private: ['owner', 'admin', 'viewer'],
  },
  {
    file: '(app)/gatherings/new/page.tsx',
    method: 'GET',
    path: ({ group }) => `/gatherings/new?group=${group}`,
    status: bySession('200', '307'),
  },
  {
    file: '(app)/gatherings/[id]/edit/page.tsx',
    method: 'GET',
    path: ({ gatherings }) => `/gatherings/${gatherings.members.id}/edit`,
    status: byRole('200', '200', '404', '404', '404', '404', '307'),
    shared: ['owner', 'admin'],
  },
  {
    file: '(app)/groups/[id]/page.tsx',
    method: 'GET',
    path: ({ group }) => `/groups/${group}`,
    status: forMembersOnly('307'),
    shared: MEMBERS,
  },
  {
    file: '(app)/groups/[id]/settings/page.tsx',
    method: 'GET',
    path: ({ group }) => `/groups/${group}/settings`,
    status: byRole('200', '200', '404', '404', '404', '404', '307'),
  },
  {
    file: '(app)/groups/[id]/activity/page.tsx',
    method: 'GET',
    path: ({ group }) => `/groups/${group}/activity`,
    status: forMembersOnly('307'),
    shared: MEMBERS,
    private: OWNERS,
  },
  {
    file: '(app)/tasks/page.tsx',
    method: 'GET',
    path: () => '/tasks',
    status: bySession('200', '307'),
    shared: ['viewer'],
  },
  {
    file: '(app)/tasks/[id]/page.tsx',
    method: 'GET',
    path: ({ tasks }) => `/tasks/${tasks.list}`,
    status: forMembersOnly('307'),
    shared: MEMBERS,
  },
  {
    file: '(app)/settings/account/page.tsx',
    method: 'GET',
    path: () => '/settings/account',
    status: bySession('200', '307'),
  },
  {
    file: '(app)/welcome/page.tsx',
    method: 'GET',
    path: () => '/welcome',
    // Members of a group go to the calendar; the stranger has a group, too.
    status: byRole('307', '307', '307', '307', '200', '307', '307'),
  },
  { file: '(app)/import/page.tsx', method: 'GET', path: () => '/import', status: bySession('200', '307') },
  {
    file: '(app)/calendars/page.tsx',
    method: 'GET',
    path: () => '/calendars',
    status: bySession('200', '307'),
  },
  {
    file: '(app)/calendars/[id]/page.tsx',
    method: 'GET',
    path: ({ calendar }) => `/calendars/${calendar}`,
    status: byRole('200', '200', '200', '200', '200', '404', '307'),
  },
  {
    file: '(app)/calendars/trash/page.tsx',
    method: 'GET',
    path: () => '/calendars/trash',
    status: bySession('200', '307'),
    shared: ['owner', 'admin', 'editor'],
  },
  {
    file: '(app)/settings/page.tsx',
    method: 'GET',
    path: () => '/settings',
    status: bySession('200', '307'),
  },
  {
    file: '(app)/settings/alerts/page.tsx',
    method: 'GET',
    path: () => '/settings/alerts',
    status: bySession('200', '307'),
  },
  {
    file: '(app)/settings/calendars/page.tsx',
    method: 'GET',
    path: () => '/settings/calendars',
    status: bySession('200', '307'),
  },
  {
    // An account of another user gets no new password. That of the owner is of another kind.
    file: '(app)/settings/calendars/caldav/page.tsx',
    method: 'GET',
    path: ({ synced }) => `/settings/calendars/caldav?connection=${synced.connection}`,
    status: bySession('404', '307'),
  },
  {
    file: '(app)/settings/calendars/[id]/page.tsx',
    method: 'GET',
    path: ({ synced }) => `/settings/calendars/${synced.connection}`,
    status: byRole('200', '404', '404', '404', '404', '404', '307'),
  },
  {
    file: '(app)/settings/security/page.tsx',
    method: 'GET',
    path: () => '/settings/security',
    status: bySession('200', '307'),
  },
  { file: '(public)/reset/page.tsx', method: 'GET', path: () => '/reset', status: bySession('200', '200') },
  // Mail is not configured in this test.
  {
    file: '(public)/sign-in/link/page.tsx',
    method: 'GET',
    path: () => '/sign-in/link',
    status: bySession('404', '404'),
  },
  ...(['reset', 'link', 'verify'] as const).map((kind) => ({
    file: `(public)/${kind}/[token]/page.tsx`,
    method: 'GET' as const,
    path: () => `/${kind}/${'x'.repeat(32)}`,
    status: bySession('200', '200'),
  })),
  { file: '(app)/new/page.tsx', method: 'GET', path: () => '/new', status: bySession('200', '307') },
  {
    file: '(offline)/offline/page.tsx',
    method: 'GET',
    path: () => '/offline',
    status: bySession('200', '200'),
  },
  { file: '(public)/page.tsx', method: 'GET', path: () => '/', status: bySession('307', '200') },
  {
    file: '(public)/privacy/page.tsx',
    method: 'GET',
    path: () => '/privacy',
    status: bySession('200', '200'),
  },
  {
    file: '(public)/sign-in/page.tsx',
    method: 'GET',
    path: () => '/sign-in',
    status: bySession('200', '200'),
  },
  {
    file: '(public)/sign-up/page.tsx',
    method: 'GET',
    path: () => '/sign-up',
    status: bySession('200', '200'),
  },
  {
    file: '(public)/join/[token]/page.tsx',
    method: 'GET',
    path: ({ invitation }) => `/join/${invitation.token}`,
    status: bySession('200', '200'),
  },
  {
    file: '(public)/unsubscribe/[token]/page.tsx',
    method: 'GET',
    path: () => `/unsubscribe/${'x'.repeat(40)}`,
    status: bySession('200', '200'),
  },
]

const adminPage = (file: string, path: Endpoint['path']): Endpoint => ({
  file: `(app)/admin/${file}page.tsx`,
  method: 'GET',
  path,
  status: bySession('404', '307'),
})

/** For all users except administrators, these pages do not exist. */
export const ADMIN_PAGES: Endpoint[] = [
  adminPage('', () => '/admin'),
  ...ADMIN_LISTS.map((list) => adminPage('[list]/', () => `/admin/${list}`)),
  adminPage('users/[id]/', ({ ids }) => `/admin/users/${ids.stranger}`),
  adminPage('settings/', () => '/admin/settings'),
]
