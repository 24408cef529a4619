import {
  byRole,
  bySession,
  type Endpoint,
  FORBIDDEN,
  forMembersOnly,
  NOT_FOUND,
  OK,
  OK_IF_SIGNED_IN,
  type Operation,
  SIGNED_OUT,
} from './outcomes'

export const PICTURES: Operation[] = [
  { action: 'pictures/removePicture', variant: 'of the user', input: () => ({}), outcomes: OK_IF_SIGNED_IN },
  {
    action: 'pictures/removePicture',
    variant: 'of a group',
    input: ({ group }) => ({ group }),
    outcomes: byRole(OK, OK, FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
]

/**
 * Setting and loading pictures. The body is not a picture; permissions are checked first, so only permitted roles get
 * 400.
 */
export const PICTURE_ENDPOINTS: Endpoint[] = [
  {
    file: 'api/pictures/route.ts',
    method: 'POST',
    path: () => '/api/pictures',
    body: () => ({}),
    status: bySession('400', '401'),
  },
  {
    file: 'api/pictures/route.ts',
    method: 'POST',
    path: ({ group }) => `/api/pictures?group=${group}`,
    body: () => ({}),
    status: byRole('400', '400', '403', '403', '404', '404', '401'),
  },
  {
    file: 'api/pictures/[id]/route.ts',
    method: 'GET',
    path: ({ picture }) => `/api/pictures/${picture}`,
    status: forMembersOnly('401'),
  },
  {
    file: 'api/pictures/[id]/route.ts',
    method: 'GET',
    path: ({ group }) => `/api/pictures/${group}`,
    status: bySession('404', '401'),
  },
]
