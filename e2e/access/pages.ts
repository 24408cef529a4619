import { LISTS } from '@/lib/schemas/instance'
import { type Door, forMembers, MEMBERS, OWNERS, page } from './outcomes'

/** Pages. */
export const PAGES: Door[] = [
  {
    file: '(app)/calendar/[view]/[date]/page.tsx',
    method: 'GET',
    path: () => '/calendar/month/2026-11-21',
    status: page('200', '307'),
    shared: MEMBERS,
    private: OWNERS,
  },
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

const adminPage = (file: string, path: Door['path']): Door => ({
  file: `(app)/admin/${file}page.tsx`,
  method: 'GET',
  path,
  status: page('404', '307'),
})

/** Pages of those who look after the installation: nobody else finds them. */
export const ADMIN_PAGES: Door[] = [
  adminPage('', () => '/admin'),
  ...LISTS.map((list) => adminPage('[list]/', () => `/admin/${list}`)),
  adminPage('users/[id]/', ({ ids }) => `/admin/users/${ids.stranger}`),
  adminPage('settings/', () => '/admin/settings'),
]
