import { randomUUID } from 'node:crypto'
import { eventIn, PASSWORD, ROLES, type Role, type World } from './cast'

/** What each role gets: `ok`, a code of lib/errors.ts, or `redirect`. In the order of ROLES. */
export type Outcomes = Record<Role, string>

function each(
  ...[owner, admin, editor, viewer, sharee, stranger, nobody]: [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ]
): Outcomes {
  return { owner, admin, editor, viewer, sharee, stranger, nobody }
}

const [OK, NO, UNSEEN, OUT] = ['ok', 'FORBIDDEN', 'NOT_FOUND', 'SIGNED_OUT']
const ALL = each(OK, OK, OK, OK, OK, OK, OK)
const SIGNED_IN = each(OK, OK, OK, OK, OK, OK, OUT)

export interface Operation {
  /** A server action, `noun/name`. */
  action: string
  /** Which case of it, where there are several. */
  about?: string
  input(world: World, role: Role): unknown
  outcomes: Outcomes
}

/** Every server action, each case that rights tell apart, and what each role gets. One that is missing fails the test. */
export const OPERATIONS: Operation[] = [
  {
    action: 'events/createEvent',
    input: ({ calendar }) => eventIn(calendar, 'new'),
    outcomes: each(OK, OK, OK, NO, NO, UNSEEN, OUT),
  },
  {
    action: 'events/updateEvent',
    input: ({ event }) => ({ id: event, version: 1, patch: { title: 'changed' } }),
    outcomes: each(OK, OK, OK, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'events/updateEvent',
    about: 'a private event',
    input: (world) => ({ id: world.private, version: 1, patch: { title: 'changed' } }),
    outcomes: each(OK, OK, UNSEEN, UNSEEN, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'events/deleteEvent',
    input: ({ event }) => ({ id: event }),
    outcomes: each(OK, OK, OK, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'events/deleteEvent',
    about: 'a private event',
    input: (world) => ({ id: world.private }),
    outcomes: each(OK, OK, UNSEEN, UNSEEN, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'events/undo',
    input: ({ changeset }) => ({ changeset }),
    outcomes: each(OK, OK, OK, NO, UNSEEN, UNSEEN, OUT),
  },
  { action: 'calendars/createCalendar', input: () => ({ name: 'Mine' }), outcomes: SIGNED_IN },
  {
    action: 'calendars/createFeed',
    input: ({ calendar }) => ({ calendar, level: 'busy' }),
    outcomes: each(OK, OK, NO, NO, NO, UNSEEN, OUT),
  },
  {
    action: 'calendars/revokeFeed',
    input: ({ feeds }) => ({ feed: feeds.full.id }),
    outcomes: each(OK, OK, UNSEEN, UNSEEN, UNSEEN, UNSEEN, OUT),
  },
  { action: 'groups/createGroup', input: () => ({ name: 'Mine' }), outcomes: SIGNED_IN },
  {
    action: 'groups/createInvitation',
    input: ({ group }) => ({ group }),
    outcomes: each(OK, OK, NO, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'groups/createInvitation',
    about: 'for an admin',
    input: ({ group }) => ({ group, role: 'admin' }),
    outcomes: each(OK, NO, NO, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'groups/revokeInvitation',
    input: ({ invitation }) => ({ invitation: invitation.id }),
    outcomes: each(OK, OK, UNSEEN, UNSEEN, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'groups/joinGroup',
    input: ({ invitation }) => ({ token: invitation.token }),
    outcomes: SIGNED_IN,
  },
  {
    action: 'groups/joinGroup',
    about: 'by a token that is none',
    input: () => ({ token: 'x'.repeat(32) }),
    outcomes: each(UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'groups/leaveGroup',
    input: ({ group }) => ({ group }),
    outcomes: each('CONFLICT', OK, OK, OK, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'groups/removeMember',
    input: ({ group, ids }) => ({ group, user: ids.viewer }),
    outcomes: each(OK, OK, NO, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'groups/removeMember',
    about: 'the owner',
    input: ({ group, ids }) => ({ group, user: ids.owner }),
    outcomes: each(NO, NO, NO, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'users/signUp',
    input: () => ({ name: 'New', email: `${randomUUID()}@example.org`, password: PASSWORD }),
    outcomes: each(NO, NO, NO, NO, NO, NO, OK),
  },
  {
    action: 'users/signIn',
    input: ({ emails }, role) => ({
      email: emails[role === 'nobody' ? 'stranger' : role],
      password: PASSWORD,
    }),
    outcomes: ALL,
  },
  { action: 'users/updateProfile', input: () => ({ weekStart: 7 }), outcomes: SIGNED_IN },
  {
    action: 'users/signOut',
    input: () => undefined,
    outcomes: each('redirect', 'redirect', 'redirect', 'redirect', 'redirect', 'redirect', 'redirect'),
  },
]

/** An address that answers with something: its status for each role, and who may find which secret in it. */
export interface Door {
  /** The file below app/, as it stands there. */
  file: string
  method: 'GET' | 'POST'
  path(world: World): string
  body?(world: World): unknown
  status: Outcomes
  /** Who sees the shared secret, and who the private one. */
  shared?: Role[]
  private?: Role[]
}

const MEMBERS: Role[] = ['owner', 'admin', 'editor', 'viewer']
const OWNERS: Role[] = ['owner', 'admin']

const page = (signedIn: string, nobody: string) =>
  each(signedIn, signedIn, signedIn, signedIn, signedIn, signedIn, nobody)
const forMembers = (nobody: string) => each('200', '200', '200', '200', '404', '404', nobody)

export const DOORS: Door[] = [
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
    // Packed, so no secret can be looked for: lib/http/exchange.db.test.ts unpacks it.
    path: ({ group }) => `/api/export/archive?of=group:${group}`,
    status: forMembers('401'),
  },
  // For whoever has the address.
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
