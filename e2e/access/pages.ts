import { VIEWS } from '@/lib/calendar/views'
import { type Door, forMembers, MEMBERS, OWNERS, page } from './outcomes'

/** Pages. */
export const PAGES: Door[] = [
  ...VIEWS.map(
    (view): Door => ({
      file: '(app)/calendar/[view]/[date]/page.tsx',
      method: 'GET',
      path: () => `/calendar/${view}/2026-11-21`,
      status: page('200', '307'),
      shared: MEMBERS,
      private: OWNERS,
    }),
  ),
  { file: '(app)/calendar/page.tsx', method: 'GET', path: () => '/calendar', status: page('307', '307') },
  { file: '(app)/groups/page.tsx', method: 'GET', path: () => '/groups', status: page('200', '307') },
  { file: '(app)/groups/new/page.tsx', method: 'GET', path: () => '/groups/new', status: page('200', '307') },
  {
    file: '(app)/groups/[id]/page.tsx',
    method: 'GET',
    path: ({ group }) => `/groups/${group}`,
    status: forMembers('307'),
  },
  { file: '(app)/import/page.tsx', method: 'GET', path: () => '/import', status: page('200', '307') },
  { file: '(app)/calendars/page.tsx', method: 'GET', path: () => '/calendars', status: page('200', '307') },
  { file: '(app)/settings/page.tsx', method: 'GET', path: () => '/settings', status: page('200', '307') },
  { file: '(public)/page.tsx', method: 'GET', path: () => '/', status: page('307', '200') },
  { file: '(public)/sign-in/page.tsx', method: 'GET', path: () => '/sign-in', status: page('200', '200') },
  { file: '(public)/sign-up/page.tsx', method: 'GET', path: () => '/sign-up', status: page('200', '200') },
  {
    file: '(public)/join/[token]/page.tsx',
    method: 'GET',
    path: ({ invitation }) => `/join/${invitation.token}`,
    status: page('200', '200'),
  },
]
