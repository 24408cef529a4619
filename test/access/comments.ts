import {
  byRole,
  type Endpoint,
  FORBIDDEN,
  forMembersOnly,
  MEMBERS,
  NOT_FOUND,
  OK,
  type Operation,
  OWNERS,
  SIGNED_OUT,
} from './outcomes'

const FOR_MEMBERS = byRole(OK, OK, OK, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT)
/** Outcomes for a comment by the viewer. */
const FOR_AUTHOR = byRole(FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT)

export const COMMENTS: Operation[] = [
  {
    action: 'comments/addComment',
    input: ({ event }) => ({ event, text: 'new' }),
    outcomes: FOR_MEMBERS,
  },
  {
    action: 'comments/addComment',
    variant: 'to a private event',
    input: ({ privateEvent }) => ({ event: privateEvent, text: 'new' }),
    outcomes: byRole(OK, OK, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'comments/addComment',
    variant: 'to an event that is hidden from the admin',
    input: ({ hidden }) => ({ event: hidden.id, text: 'new' }),
    outcomes: byRole(OK, NOT_FOUND, OK, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'comments/addComment',
    variant: 'to an event in the trash',
    input: ({ trashed }) => ({ event: trashed.event, text: 'new' }),
    outcomes: byRole(NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'comments/addComment',
    variant: 'that mentions a user who does not see the event',
    input: ({ event, ids }) => ({ event, text: `<@${ids.stranger}>` }),
    outcomes: byRole('INVALID', 'INVALID', 'INVALID', 'INVALID', NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'comments/addComment',
    variant: 'to the conversation of a group',
    input: ({ group }) => ({ group, text: 'new' }),
    outcomes: FOR_MEMBERS,
  },
  {
    action: 'comments/addComment',
    variant: 'to a gathering',
    input: ({ gatherings }) => ({ gathering: gatherings.members.id, text: 'new' }),
    outcomes: FOR_MEMBERS,
  },
  {
    action: 'comments/addComment',
    variant: 'to a gathering for invited people',
    input: ({ gatherings }) => ({ gathering: gatherings.invited.id, text: 'new' }),
    outcomes: byRole(OK, OK, NOT_FOUND, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'comments/editComment',
    input: ({ comments }) => ({ comment: comments.event, text: 'changed' }),
    outcomes: FOR_AUTHOR,
  },
  {
    action: 'comments/editComment',
    variant: 'of a group',
    input: ({ comments }) => ({ comment: comments.group, text: 'changed' }),
    outcomes: FOR_AUTHOR,
  },
  {
    action: 'comments/editComment',
    variant: 'of a private event',
    input: ({ comments }) => ({ comment: comments.private, text: 'changed' }),
    outcomes: byRole(OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'comments/deleteComment',
    input: ({ comments }) => ({ comment: comments.event }),
    outcomes: FOR_MEMBERS,
  },
  {
    action: 'comments/deleteComment',
    variant: 'of another member',
    input: ({ comments }) => ({ comment: comments.byOwner }),
    outcomes: byRole(OK, OK, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'comments/deleteComment',
    variant: 'of an event that is hidden from the admin',
    input: ({ comments }) => ({ comment: comments.hidden }),
    outcomes: byRole(OK, NOT_FOUND, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'comments/deleteComment',
    variant: 'of a group',
    input: ({ comments }) => ({ comment: comments.group }),
    outcomes: byRole(OK, OK, FORBIDDEN, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'comments/deleteComment',
    variant: 'on a gathering',
    input: ({ comments }) => ({ comment: comments.gathering }),
    outcomes: byRole(OK, OK, FORBIDDEN, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'comments/pinComment',
    input: ({ comments }) => ({ comment: comments.group, isPinned: true }),
    outcomes: byRole(OK, OK, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'comments/pinComment',
    variant: 'of an event',
    input: ({ comments }) => ({ comment: comments.event, isPinned: true }),
    outcomes: byRole(FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
]

export const COMMENT_ROUTES: Endpoint[] = [
  {
    file: 'api/view/comments/route.ts',
    method: 'GET',
    path: ({ event }) => `/api/view/comments?event=${event}`,
    status: forMembersOnly('401'),
    shared: MEMBERS,
  },
  {
    file: 'api/view/comments/route.ts',
    method: 'GET',
    path: ({ privateEvent }) => `/api/view/comments?event=${privateEvent}`,
    status: byRole('200', '200', '404', '404', '404', '404', '401'),
    private: OWNERS,
  },
  {
    file: 'api/view/comments/route.ts',
    method: 'GET',
    path: ({ hidden }) => `/api/view/comments?event=${hidden.id}`,
    status: byRole('200', '404', '200', '200', '404', '404', '401'),
    hidden: MEMBERS,
  },
  {
    file: 'api/view/comments/route.ts',
    method: 'GET',
    path: ({ group }) => `/api/view/comments?group=${group}`,
    status: forMembersOnly('401'),
    shared: MEMBERS,
  },
  {
    file: 'api/view/comments/route.ts',
    method: 'GET',
    path: ({ gatherings }) => `/api/view/comments?gathering=${gatherings.members.id}`,
    status: forMembersOnly('401'),
    shared: MEMBERS,
  },
  {
    file: 'api/view/comments/people/route.ts',
    method: 'GET',
    path: ({ gatherings }) => `/api/view/comments/people?gathering=${gatherings.members.id}&q=zq`,
    status: forMembersOnly('401'),
  },
  {
    file: 'api/view/comments/people/route.ts',
    method: 'GET',
    path: ({ event }) => `/api/view/comments/people?event=${event}&q=zq`,
    status: forMembersOnly('401'),
  },
  {
    file: 'api/view/comments/people/route.ts',
    method: 'GET',
    path: ({ privateEvent }) => `/api/view/comments/people?event=${privateEvent}`,
    status: byRole('200', '200', '404', '404', '404', '404', '401'),
  },
  {
    file: 'api/view/comments/people/route.ts',
    method: 'GET',
    path: ({ group }) => `/api/view/comments/people?group=${group}&q=zq`,
    status: forMembersOnly('401'),
  },
]
