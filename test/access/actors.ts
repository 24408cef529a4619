import { randomUUID } from 'node:crypto'
import { type Actor, TOKEN_SCOPES } from '@/lib/access/actor'
import { OPERATIONS } from './operations'
import type { Scenario } from './scenario'

/** An API token, a job or a guest, and the operations that it is allowed. */
interface ActorRow {
  name: string
  actor(scenario: Scenario): Actor
  /** Labels of operations (see {@link operationsOf}). All others must be refused. */
  allowed: readonly string[]
}

const EDITS = [
  'events/createEvent',
  'events/createEvent, with a member without an account as attendee',
  'events/updateEvent',
  'events/updateEvent, a private event',
  'events/updateEvent, an event that is hidden from the admin',
  'events/updateEvent, to hide it from the viewer',
  'events/unplaceFromHiddenCalendars',
  'events/recordAnswer',
  'events/deleteEvent',
  'events/deleteEvent, a private event',
  'events/deleteEvent, an event that is hidden from the admin',
  'events/moveEvents',
  'events/moveEvents, with a private event',
  'events/deleteEvents',
  'events/deleteEvents, an event that is hidden from the admin',
  'events/copyEvents',
  'events/copyEvents, a private event',
  'attachments/detachFile',
  'attachments/detachFile, of an event that is hidden from the admin',
  'guests/revokeGuestLink',
  'guests/renewGuestLink',
  'guests/createPublicLink',
]

const token = ({ ids }: Scenario, scopes: readonly (typeof TOKEN_SCOPES)[number][]): Actor => {
  return { kind: 'token', id: randomUUID(), user: ids.owner, scopes }
}

const job = ({ ids }: Scenario, ...calendars: string[]): Actor => {
  return { kind: 'job', name: 'sync', onBehalfOf: { user: ids.owner, calendars } }
}

/** Tokens and jobs act for the owner of the scenario's group, so that each refusal comes from their own limits. */
export const ACTORS: ActorRow[] = [
  {
    name: 'a token with all scopes',
    actor: (scenario) => token(scenario, TOKEN_SCOPES),
    allowed: [
      ...EDITS,
      'events/updateEvent, out of its calendar',
      'events/placeEvent',
      'events/placeEvent, a private event',
      'events/unplaceEvent',
    ],
  },
  {
    name: 'a token with the scope events:read',
    actor: (scenario) => token(scenario, ['events:read']),
    allowed: [],
  },
  { name: 'a token without scopes', actor: (scenario) => token(scenario, []), allowed: [] },
  {
    name: 'a job limited to the calendar',
    actor: (scenario) => job(scenario, scenario.calendar),
    allowed: EDITS,
  },
  { name: 'a job limited to no calendar', actor: (scenario) => job(scenario), allowed: [] },
  { name: 'a job without a user', actor: () => ({ kind: 'job', name: 'purge' }), allowed: [] },
  {
    name: 'a guest',
    actor: ({ event }) => ({
      kind: 'guest',
      link: randomUUID(),
      event,
      person: { email: 'guest@example.org', name: null },
    }),
    allowed: [],
  },
  {
    name: 'a participant of a gathering without an account',
    actor: ({ gatherings: { open } }) => ({
      ...{ kind: 'participant', id: open.participant, gathering: open.id },
      person: { email: null, name: 'Zq visitor' },
    }),
    allowed: ['gatherings/voteGathering, on an open page'],
  },
]

/** Returns the operations whose action runs a command of the same name, with a label. */
export function operationsOf(commands: ReadonlyMap<string, unknown>) {
  return OPERATIONS.flatMap((operation) => {
    const name = operation.action.split('/')[1]!
    const label = operation.variant ? `${operation.action}, ${operation.variant}` : operation.action
    return commands.has(name) ? [{ ...operation, name, label }] : []
  })
}
