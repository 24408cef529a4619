import { guestPath, participantPath } from './guest-path'
import {
  byRole,
  bySession,
  type Endpoint,
  FORBIDDEN,
  forMembersOnly,
  MEMBERS,
  NOT_FOUND,
  OK,
  type Operation,
  SIGNED_OUT,
} from './outcomes'
import { CLIENT_ROLES } from './scenario'

const FOR_EDITORS = byRole(OK, OK, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT)

/** Operations of users on guest links. */
export const GUESTS: Operation[] = [
  {
    action: 'guests/revokeGuestLink',
    input: ({ answeredEvent, guestLinks }) => ({ event: answeredEvent.id, link: guestLinks.personal }),
    outcomes: FOR_EDITORS,
  },
  {
    action: 'guests/revokeGuestLink',
    variant: 'with the id of another event',
    input: ({ event, guestLinks }) => ({ event, link: guestLinks.personal }),
    outcomes: byRole(NOT_FOUND, NOT_FOUND, NOT_FOUND, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'guests/renewGuestLink',
    input: ({ answeredEvent }) => ({ event: answeredEvent.id, email: 'guest@example.org' }),
    outcomes: FOR_EDITORS,
  },
  {
    action: 'guests/createPublicLink',
    input: ({ event }) => ({ event }),
    outcomes: FOR_EDITORS,
  },
  {
    // Mail is not configured in this test.
    action: 'guests/resendGuestLink',
    input: ({ answeredEvent, guestLinks }) => ({ event: answeredEvent.id, link: guestLinks.personal }),
    outcomes: byRole(
      'UNAVAILABLE',
      'UNAVAILABLE',
      'UNAVAILABLE',
      FORBIDDEN,
      NOT_FOUND,
      NOT_FOUND,
      SIGNED_OUT,
    ),
  },
]

const WRONG_TOKEN = 'a'.repeat(40)

/** Routes of guests: the token of the link is the permission; the signed-in user does not matter. */
export const GUEST_ENDPOINTS: Endpoint[] = [
  {
    file: 'api/view/guest-links/[id]/route.ts',
    method: 'GET',
    path: ({ answeredEvent }) => `/api/view/guest-links/${answeredEvent.id}`,
    status: byRole('200', '200', '200', '403', '404', '404', '401'),
  },
  ...(['answer', 'comment', 'join', 'options', 'task'] as const).map(
    (form): Endpoint => ({
      file: `api/guest/[token]/${form}/route.ts`,
      method: 'POST',
      path: ({ guestLinks }) => `/api${guestPath(guestLinks.personal).replace('/g/', '/guest/')}/${form}`,
      status: bySession('303', '303'),
    }),
  ),
  ...(['personal', 'revoked', 'public'] as const).map(
    (link): Endpoint => ({
      file: 'api/guest/[token]/realtime/route.ts',
      method: 'POST',
      path: ({ guestLinks }) => `/api${guestPath(guestLinks[link]).replace('/g/', '/guest/')}/realtime`,
      body: () => ({ socket_id: '1.1', since: 0 }),
      status:
        link === 'personal'
          ? bySession('200', '200')
          : link === 'revoked'
            ? bySession('410', '410')
            : bySession('404', '404'),
    }),
  ),
  ...(['join', 'options'] as const).map(
    (form): Endpoint => ({
      file: `api/gatherings/[slug]/${form}/route.ts`,
      method: 'POST',
      path: ({ gatherings }) => `/api/gatherings/${gatherings.members.slug}/${form}`,
      status: bySession('303', '303'),
    }),
  ),
  ...(['comment', 'options', 'slots', 'task', 'vote'] as const).map(
    (form): Endpoint => ({
      file: `api/gatherings/[slug]/[token]/${form}/route.ts`,
      method: 'POST',
      path: ({ gatherings: { open } }) =>
        `/api${participantPath(open).replace('/g/', '/gatherings/')}/${form}`,
      status: bySession('303', '303'),
    }),
  ),
  ...(['open', 'members'] as const).map(
    (access): Endpoint => ({
      file: 'api/gatherings/[slug]/realtime/route.ts',
      method: 'POST',
      path: ({ gatherings }) => `/api/gatherings/${gatherings[access].slug}/realtime`,
      body: () => ({ socket_id: '1.1', since: 0 }),
      status: access === 'open' ? bySession('200', '200') : bySession('401', '401'),
    }),
  ),
  {
    file: 'api/gatherings/[slug]/[token]/realtime/route.ts',
    method: 'POST',
    path: ({ gatherings }) =>
      `/api${participantPath(gatherings.open).replace('/g/', '/gatherings/')}/realtime`,
    body: () => ({ socket_id: '1.1', since: 0 }),
    status: bySession('200', '200'),
  },
  {
    file: 'api/gatherings/[slug]/[token]/realtime/route.ts',
    method: 'POST',
    path: ({ gatherings }) => `/api/gatherings/${gatherings.open.slug}/${WRONG_TOKEN}/realtime`,
    body: () => ({ socket_id: '1.1', since: 0 }),
    status: bySession('404', '404'),
  },
  {
    file: '(guest)/g/[token]/event.ics/route.ts',
    method: 'GET',
    path: ({ guestLinks }) => `${guestPath(guestLinks.personal)}/event.ics`,
    status: bySession('200', '200'),
    shared: [...CLIENT_ROLES],
  },
  {
    file: '(guest)/g/[token]/event.ics/route.ts',
    method: 'GET',
    path: ({ guestLinks }) => `${guestPath(guestLinks.public)}/event.ics`,
    status: bySession('404', '404'),
  },
  {
    file: '(guest)/g/[token]/event.ics/route.ts',
    method: 'GET',
    path: ({ guestLinks }) => `${guestPath(guestLinks.revoked)}/event.ics`,
    status: bySession('410', '410'),
  },
  {
    file: '(guest)/g/[token]/event.ics/route.ts',
    method: 'GET',
    path: () => `/g/${WRONG_TOKEN}/event.ics`,
    status: bySession('404', '404'),
  },
  {
    file: '(guest)/g/[token]/qr.svg/route.ts',
    method: 'GET',
    path: ({ guestLinks }) => `${guestPath(guestLinks.personal)}/qr.svg`,
    status: bySession('200', '200'),
  },
  {
    file: '(guest)/g/[token]/qr.svg/route.ts',
    method: 'GET',
    path: () => `/g/${WRONG_TOKEN}/qr.svg`,
    status: bySession('404', '404'),
  },
]

export const GUEST_PAGES: Endpoint[] = [
  {
    file: '(guest)/g/[token]/page.tsx',
    method: 'GET',
    path: ({ guestLinks }) => guestPath(guestLinks.personal),
    status: bySession('200', '200'),
    shared: [...CLIENT_ROLES],
  },
  {
    file: '(guest)/g/[token]/page.tsx',
    method: 'GET',
    path: ({ guestLinks }) => guestPath(guestLinks.public),
    status: bySession('200', '200'),
    shared: [...CLIENT_ROLES],
  },
  {
    file: '(guest)/g/[token]/page.tsx',
    method: 'GET',
    path: ({ guestLinks }) => guestPath(guestLinks.revoked),
    status: bySession('410', '410'),
  },
  {
    file: '(guest)/g/[token]/page.tsx',
    method: 'GET',
    path: () => `/g/${WRONG_TOKEN}`,
    status: bySession('404', '404'),
  },
  {
    file: '(guest)/g/[token]/page.tsx',
    method: 'GET',
    path: ({ gatherings }) => `/g/${gatherings.members.slug}`,
    status: forMembersOnly('404'),
    shared: MEMBERS,
  },
  {
    file: '(guest)/g/[token]/page.tsx',
    method: 'GET',
    path: ({ gatherings }) => `/g/${gatherings.invited.slug}`,
    status: byRole('200', '200', '404', '200', '404', '404', '404'),
    private: ['owner', 'admin', 'viewer'],
  },
  {
    file: '(guest)/g/[token]/[participant]/page.tsx',
    method: 'GET',
    path: ({ gatherings }) => participantPath(gatherings.open),
    status: bySession('200', '200'),
    shared: [...CLIENT_ROLES],
  },
  {
    file: '(guest)/g/[token]/[participant]/page.tsx',
    method: 'GET',
    path: ({ gatherings }) => `/g/${gatherings.open.slug}/${WRONG_TOKEN}`,
    status: bySession('404', '404'),
  },
]
