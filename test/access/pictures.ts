import {
  type Endpoint,
  each,
  forMembers,
  NO,
  OK,
  type Operation,
  OUT,
  page,
  SIGNED_IN,
  UNSEEN,
} from './outcomes'

export const PICTURES: Operation[] = [
  { action: 'pictures/removePicture', about: 'one’s own', input: () => ({}), outcomes: SIGNED_IN },
  {
    action: 'pictures/removePicture',
    about: 'of a group',
    input: ({ group }) => ({ group }),
    outcomes: each(OK, OK, NO, NO, UNSEEN, UNSEEN, OUT),
  },
]

/** Setting and removing pictures. The input is not a picture, which is checked after permissions. */
export const PICTURE_ENDPOINTS: Endpoint[] = [
  {
    file: 'api/pictures/route.ts',
    method: 'POST',
    path: () => '/api/pictures',
    body: () => ({}),
    status: page('400', '401'),
  },
  {
    file: 'api/pictures/route.ts',
    method: 'POST',
    path: ({ group }) => `/api/pictures?group=${group}`,
    body: () => ({}),
    status: each('400', '400', '403', '403', '404', '404', '401'),
  },
  {
    file: 'api/pictures/[id]/route.ts',
    method: 'GET',
    path: ({ picture }) => `/api/pictures/${picture}`,
    status: forMembers('401'),
  },
  {
    file: 'api/pictures/[id]/route.ts',
    method: 'GET',
    path: ({ group }) => `/api/pictures/${group}`,
    status: page('404', '401'),
  },
]
