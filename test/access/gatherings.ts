import { guestToken } from '@/lib/access/guest-tokens'
import {
  byRole,
  type Endpoint,
  FORBIDDEN,
  forMembersOnly,
  MEMBERS,
  NOT_FOUND,
  OK,
  OK_IF_SIGNED_IN,
  type Operation,
  SIGNED_OUT,
} from './outcomes'
import { CLIENT_ROLES, type Scenario } from './scenario'

/** Outcomes for the managers of a gathering that all members of the group see. */
const FOR_MANAGERS = byRole(OK, OK, FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT)
/** Outcomes for managers of the gathering that only invited people see. The viewer is one of its participants. */
const FOR_MANAGERS_OF_INVITED = byRole(OK, OK, NOT_FOUND, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT)
const FOR_MEMBERS = byRole(OK, OK, OK, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT)

/** As FOR_MANAGERS, for an operation that also writes in the calendar of the group. */
const FOR_MANAGERS_IN_CALENDAR = byRole(OK, OK, FORBIDDEN, FORBIDDEN, FORBIDDEN, NOT_FOUND, SIGNED_OUT)

const slot = { type: 'all-day', start: '2127-01-01', end: '2127-01-02' } as const
const shared = ({ gatherings }: Scenario) => ({ gathering: gatherings.members.id })

export const GATHERINGS: Operation[] = [
  {
    action: 'gatherings/createGathering',
    input: () => ({ title: 'new', access: 'invited', timeZone: 'UTC' }),
    outcomes: OK_IF_SIGNED_IN,
  },
  {
    action: 'gatherings/createGathering',
    variant: 'of a group',
    input: ({ group, calendar }) => ({
      ...{ title: 'new', access: 'members', timeZone: 'UTC', group, calendarId: calendar, slots: [slot] },
    }),
    outcomes: byRole(OK, OK, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'gatherings/updateGathering',
    input: ({ gatherings }) => ({ id: gatherings.members.id, version: 1, patch: { title: 'new' } }),
    outcomes: FOR_MANAGERS,
  },
  {
    action: 'gatherings/updateGathering',
    variant: 'for invited people',
    input: ({ gatherings }) => ({ id: gatherings.invited.id, version: 1, patch: { title: 'new' } }),
    outcomes: FOR_MANAGERS_OF_INVITED,
  },
  ...(['cancelGathering', 'reopenGathering', 'deleteGathering'] as const).map(
    (name): Operation => ({ action: `gatherings/${name}`, input: shared, outcomes: FOR_MANAGERS }),
  ),
  {
    action: 'gatherings/restoreGathering',
    input: ({ gatherings }) => ({ gathering: gatherings.trashed.id }),
    outcomes: byRole(OK, OK, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/undo',
    variant: 'of a gathering',
    input: ({ addedSlots }) => ({ changeset: addedSlots.members }),
    outcomes: FOR_MANAGERS,
  },
  {
    action: 'events/undo',
    variant: 'of a gathering for invited people',
    input: ({ addedSlots }) => ({ changeset: addedSlots.invited }),
    outcomes: FOR_MANAGERS_OF_INVITED,
  },
  {
    action: 'gatherings/addSlots',
    input: (scenario) => ({ ...shared(scenario), slots: [slot] }),
    outcomes: FOR_MANAGERS,
  },
  {
    action: 'gatherings/inviteParticipants',
    input: (scenario) => ({ ...shared(scenario), participants: [{ email: 'new@example.org' }] }),
    outcomes: FOR_MANAGERS,
  },
  { action: 'gatherings/remindParticipants', input: shared, outcomes: FOR_MANAGERS },
  {
    action: 'gatherings/changeParticipant',
    input: (scenario) => ({
      ...{ ...shared(scenario), participant: scenario.gatherings.members.participant, isRequired: true },
    }),
    outcomes: FOR_MANAGERS,
  },
  {
    action: 'gatherings/removeParticipants',
    input: (scenario) => ({
      ...{ ...shared(scenario), participants: [scenario.gatherings.members.participant] },
    }),
    outcomes: FOR_MANAGERS,
  },
  {
    action: 'gatherings/voteGathering',
    input: (scenario) => ({ ...shared(scenario), votes: { [scenario.gatherings.members.slot]: 'yes' } }),
    outcomes: FOR_MEMBERS,
  },
  {
    action: 'gatherings/voteGathering',
    variant: 'for invited people',
    input: ({ gatherings: { invited } }) => ({ gathering: invited.id, votes: { [invited.slot]: 'no' } }),
    outcomes: byRole(OK, OK, NOT_FOUND, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'gatherings/voteGathering',
    variant: 'on an open page',
    input: ({ gatherings: { open } }) => ({ gathering: open.id, votes: { [open.slot]: 'no' } }),
    outcomes: OK_IF_SIGNED_IN,
  },
  {
    action: 'gatherings/lockGathering',
    input: (scenario) => ({
      ...{ ...shared(scenario), slot: scenario.gatherings.members.slot, calendar: scenario.calendar },
    }),
    outcomes: FOR_MANAGERS_IN_CALENDAR,
  },
  {
    action: 'gatherings/claimParticipation',
    input: ({ gatherings: { open } }) => ({ token: guestToken(open.participant, 'gathering') }),
    outcomes: OK_IF_SIGNED_IN,
  },
  {
    action: 'gatherings/claimParticipation',
    variant: 'by a link to the page of an event',
    input: ({ guestLinks }) => ({ token: guestToken(guestLinks.personal, 'page') }),
    outcomes: byRole(NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
]

export const GATHERING_ENDPOINTS: Endpoint[] = [
  {
    file: 'api/view/gatherings/route.ts',
    method: 'GET',
    path: () => '/api/view/gatherings',
    status: byRole('200', '200', '200', '200', '200', '200', '401'),
    shared: MEMBERS,
    private: ['owner', 'admin', 'viewer'],
  },
  {
    file: 'api/view/gathering/[slug]/route.ts',
    method: 'GET',
    path: ({ gatherings }) => `/api/view/gathering/${gatherings.members.slug}`,
    status: forMembersOnly('401'),
    shared: MEMBERS,
  },
  {
    file: 'api/view/gathering/[slug]/route.ts',
    method: 'GET',
    path: ({ gatherings }) => `/api/view/gathering/${gatherings.invited.slug}`,
    status: byRole('200', '200', '404', '200', '404', '404', '401'),
    private: ['owner', 'admin', 'viewer'],
  },
  {
    file: 'api/view/gathering/[slug]/route.ts',
    method: 'GET',
    path: ({ gatherings }) => `/api/view/gathering/${gatherings.open.slug}`,
    status: byRole('200', '200', '200', '200', '200', '200', '200'),
    shared: [...CLIENT_ROLES],
  },
  {
    file: 'api/view/gathering/[slug]/route.ts',
    method: 'GET',
    path: ({ gatherings }) => `/api/view/gathering/${gatherings.trashed.slug}`,
    status: byRole('404', '404', '404', '404', '404', '404', '401'),
  },
]
