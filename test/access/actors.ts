import { randomUUID } from 'node:crypto'
import { type Actor, SCOPES } from '@/lib/access/actor'
import { OPERATIONS } from './operations'
import type { Scenario } from './scenario'

/** An actor that is neither a signed-in user nor a signed-out visitor, and the operations that it may do. */
interface ActorRow {
  name: string
  actor(scenario: Scenario): Actor
  /** As `action` or `action, about` of {@link OPERATIONS}. Every other operation is refused. */
  allowed: readonly string[]
}

const EDITS = [
  'events/createEvent',
  'events/updateEvent',
  'events/updateEvent, a private event',
  'events/updateEvent, an event that is hidden from the admin',
  'events/updateEvent, to hide it from the viewer',
  'events/unplaceFromHiddenCalendars',
  'events/deleteEvent',
  'events/deleteEvent, a private event',
  'events/deleteEvent, an event that is hidden from the admin',
]

const token = (scenario: Scenario, scopes: readonly (typeof SCOPES)[number][]): Actor => ({
  ...{ kind: 'token', id: randomUUID(), user: scenario.ids.owner, scopes },
})

const job = (scenario: Scenario, ...calendars: string[]): Actor => ({
  ...{ kind: 'job', name: 'sync', onBehalfOf: { user: scenario.ids.owner, calendars } },
})

/** Tokens and jobs act for the owner of the scenario's group, who may do nearly everything. */
export const ACTORS: ActorRow[] = [
  {
    name: 'a token with all scopes',
    actor: (scenario) => token(scenario, SCOPES),
    allowed: [
      ...EDITS,
      'events/updateEvent, out of its calendar',
      'events/placeEvent',
      'events/placeEvent, a private event',
      'events/unplaceEvent',
    ],
  },
  { name: 'a token that reads', actor: (scenario) => token(scenario, ['events:read']), allowed: [] },
  { name: 'a token without scopes', actor: (scenario) => token(scenario, []), allowed: [] },
  {
    name: 'a job limited to the calendar',
    actor: (scenario) => job(scenario, scenario.calendar),
    allowed: EDITS,
  },
  { name: 'a job limited to no calendar', actor: (scenario) => job(scenario), allowed: [] },
  { name: 'a job by its name alone', actor: () => ({ kind: 'job', name: 'purge' }), allowed: [] },
  {
    name: 'a guest',
    actor: ({ event }) => ({ kind: 'guest', link: randomUUID(), event, attendee: randomUUID() }),
    allowed: [],
  },
]

/** The operations of the matrix whose action is a command of the same name. */
export function operationsOf(commands: ReadonlyMap<string, unknown>) {
  return OPERATIONS.flatMap((operation) => {
    const name = operation.action.split('/')[1]!
    const label = operation.variant ? `${operation.action}, ${operation.variant}` : operation.action
    return commands.has(name) ? [{ ...operation, name, label }] : []
  })
}
