import { guestPath } from './guest-path'
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
import type { ClientRole, Scenario } from './scenario'

const FOR_EDITORS = byRole(OK, OK, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT)

const draftOf = ({ drafts }: Scenario, role: ClientRole) => drafts[role === 'nobody' ? 'owner' : role]

export const ATTACHMENTS: Operation[] = [
  {
    action: 'attachments/attachFile',
    input: (scenario, role) => ({ event: scenario.event, files: [draftOf(scenario, role)] }),
    outcomes: FOR_EDITORS,
  },
  {
    action: 'attachments/attachFile',
    variant: 'to a private event',
    input: (scenario, role) => ({ event: scenario.privateEvent, files: [draftOf(scenario, role)] }),
    outcomes: byRole(OK, OK, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'attachments/attachFile',
    variant: 'a file of another user',
    input: ({ event, drafts }) => ({ event, files: [drafts.stranger] }),
    outcomes: byRole(NOT_FOUND, NOT_FOUND, NOT_FOUND, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'attachments/detachFile',
    input: ({ attachments }) => ({ id: attachments.shared }),
    outcomes: FOR_EDITORS,
  },
  {
    action: 'attachments/detachFile',
    variant: 'of an event that is hidden from the admin',
    input: ({ attachments }) => ({ id: attachments.hidden }),
    outcomes: byRole(OK, NOT_FOUND, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'attachments/discardFile',
    input: (scenario, role) => ({ file: draftOf(scenario, role) }),
    outcomes: OK_IF_SIGNED_IN,
  },
  {
    action: 'attachments/discardFile',
    variant: 'of another user',
    input: ({ drafts }, role) => ({ file: role === 'owner' ? drafts.admin : drafts.owner }),
    outcomes: byRole(NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
]

const file = 'api/attachments/[id]/route.ts'
const guestFile = '(guest)/g/[token]/attachments/[id]/route.ts'

export const ATTACHMENT_ENDPOINTS: Endpoint[] = [
  {
    file: 'api/attachments/route.ts',
    method: 'GET',
    path: () => '/api/attachments',
    status: bySession('200', '401'),
  },
  {
    file: 'api/attachments/route.ts',
    method: 'POST',
    path: () => '/api/attachments?name=note.txt',
    body: () => 'a draft',
    status: bySession('200', '401'),
  },
  {
    file: 'api/attachments/route.ts',
    method: 'POST',
    path: ({ event }) => `/api/attachments?name=note.txt&event=${event}`,
    body: () => 'a note',
    status: byRole('200', '200', '200', '403', '404', '404', '401'),
  },
  {
    file: 'api/attachments/route.ts',
    method: 'POST',
    path: ({ privateEvent }) => `/api/attachments?name=note.txt&event=${privateEvent}`,
    body: () => 'a note',
    status: byRole('200', '200', '404', '404', '404', '404', '401'),
  },
  {
    file,
    method: 'GET',
    path: ({ attachments }) => `/api/attachments/${attachments.shared}`,
    status: forMembersOnly('401'),
  },
  {
    file,
    method: 'GET',
    path: ({ attachments }) => `/api/attachments/${attachments.private}`,
    status: byRole('200', '200', '404', '404', '404', '404', '401'),
  },
  {
    file,
    method: 'GET',
    path: ({ attachments }) => `/api/attachments/${attachments.hidden}`,
    status: byRole('200', '404', '200', '200', '404', '404', '401'),
  },
  {
    // The file has no preview.
    file,
    method: 'GET',
    path: ({ attachments }) => `/api/attachments/${attachments.shared}?form=preview`,
    status: bySession('404', '401'),
  },
  {
    file: guestFile,
    method: 'GET',
    path: ({ guestLinks, attachments }) =>
      `${guestPath(guestLinks.personal)}/attachments/${attachments.answered}`,
    status: bySession('200', '200'),
  },
  {
    file: guestFile,
    method: 'GET',
    path: ({ guestLinks, attachments }) =>
      `${guestPath(guestLinks.public)}/attachments/${attachments.answered}`,
    status: bySession('404', '404'),
  },
  {
    // An attachment of another event than that of the link.
    file: guestFile,
    method: 'GET',
    path: ({ guestLinks, attachments }) =>
      `${guestPath(guestLinks.personal)}/attachments/${attachments.shared}`,
    status: bySession('404', '404'),
  },
]
