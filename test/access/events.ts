import { byRole, FORBIDDEN, NOT_FOUND, OK, type Operation, SIGNED_OUT } from './outcomes'
import { eventIn, today } from './scenario'

export const EVENTS: Operation[] = [
  {
    action: 'events/createEvent',
    input: ({ calendar }) => eventIn(calendar, 'new'),
    outcomes: byRole(OK, OK, OK, FORBIDDEN, FORBIDDEN, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/updateEvent',
    input: ({ event }) => ({ id: event, version: 1, patch: { title: 'changed' } }),
    outcomes: byRole(OK, OK, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/createEvent',
    variant: 'with a member without an account as attendee',
    input: ({ calendar, child }) => ({ ...eventIn(calendar, 'new'), attendees: [child] }),
    outcomes: byRole(OK, OK, OK, FORBIDDEN, FORBIDDEN, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/createEvent',
    variant: 'hidden from a member without an account',
    input: ({ calendar, child }) => ({ ...eventIn(calendar, 'new'), hiddenFrom: [child] }),
    outcomes: byRole('INVALID', 'INVALID', 'INVALID', FORBIDDEN, FORBIDDEN, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/updateEvent',
    variant: 'a private event',
    input: (scenario) => ({ id: scenario.privateEvent, version: 1, patch: { title: 'changed' } }),
    outcomes: byRole(OK, OK, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/updateEvent',
    variant: 'out of its calendar',
    input: ({ event, secondCalendar }) => ({ id: event, version: 1, patch: { calendarId: secondCalendar } }),
    outcomes: byRole(OK, OK, FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/createEvent',
    variant: 'hidden from users outside the group',
    input: ({ calendar, ids }) => ({ ...eventIn(calendar, 'new'), hiddenFrom: [ids.sharee, ids.stranger] }),
    // The callers share no group with these users.
    outcomes: byRole('INVALID', 'INVALID', 'INVALID', FORBIDDEN, FORBIDDEN, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/updateEvent',
    variant: 'an event that is hidden from the admin',
    input: ({ hidden }) => ({ id: hidden.id, version: 2, patch: { title: 'changed' } }),
    outcomes: byRole(OK, NOT_FOUND, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/updateEvent',
    variant: 'to hide it from the viewer',
    input: ({ event, ids }) => ({ id: event, version: 1, patch: { hiddenFrom: [ids.viewer] } }),
    outcomes: byRole(OK, OK, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/deleteEvent',
    variant: 'an event that is hidden from the admin',
    input: ({ hidden }) => ({ id: hidden.id }),
    outcomes: byRole(OK, NOT_FOUND, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/undo',
    variant: 'a change of an event that is hidden from the admin',
    input: ({ hidden }) => ({ changeset: hidden.changeset }),
    outcomes: byRole(OK, NOT_FOUND, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/placeEvent',
    input: ({ event, secondCalendar }) => ({ event, calendar: secondCalendar, detail: 'title' }),
    outcomes: byRole(OK, OK, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/placeEvent',
    variant: 'a private event',
    input: (scenario) => ({ event: scenario.privateEvent, calendar: scenario.secondCalendar }),
    // The calendar is granted first: a viewer may write no event of it.
    outcomes: byRole(OK, OK, NOT_FOUND, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/unplaceEvent',
    input: ({ event, secondCalendar }) => ({ event, calendar: secondCalendar }),
    outcomes: byRole(OK, OK, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/unplaceFromHiddenCalendars',
    input: ({ event }) => ({ event }),
    outcomes: byRole(OK, OK, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/unplaceBusy',
    input: ({ secondCalendar }) => ({
      calendar: secondCalendar,
      span: eventIn(secondCalendar, '', today()).span,
    }),
    outcomes: byRole(OK, OK, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/deleteEvent',
    input: ({ event }) => ({ id: event }),
    outcomes: byRole(OK, OK, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/deleteEvent',
    variant: 'a private event',
    input: (scenario) => ({ id: scenario.privateEvent }),
    outcomes: byRole(OK, OK, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/moveEvents',
    input: ({ event }) => ({ events: [{ id: event, version: 1 }], by: 3_600_000 }),
    outcomes: byRole(OK, OK, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/moveEvents',
    variant: 'with a private event',
    input: ({ event, privateEvent }) => ({
      events: [event, privateEvent].map((id) => ({ id, version: 1 })),
      by: 3_600_000,
    }),
    outcomes: byRole(OK, OK, NOT_FOUND, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/deleteEvents',
    input: ({ event }) => ({ events: [{ id: event, version: 1 }] }),
    outcomes: byRole(OK, OK, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/deleteEvents',
    variant: 'an event that is hidden from the admin',
    input: ({ hidden }) => ({ events: [{ id: hidden.id, version: 2 }] }),
    outcomes: byRole(OK, NOT_FOUND, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/copyEvents',
    input: ({ event, calendar }) => ({ events: [{ id: event, calendarId: calendar }] }),
    // The calendar is granted first.
    outcomes: byRole(OK, OK, OK, FORBIDDEN, FORBIDDEN, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/copyEvents',
    variant: 'a private event',
    input: ({ privateEvent, calendar }) => ({ events: [{ id: privateEvent, calendarId: calendar }] }),
    outcomes: byRole(OK, OK, NOT_FOUND, FORBIDDEN, FORBIDDEN, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/restoreEventFields',
    input: ({ editedEvent }) => ({ ...editedEvent, version: 2 }),
    outcomes: byRole(OK, OK, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/answerEvent',
    input: ({ answeredEvent }) => ({ id: answeredEvent.id, version: 1, status: 'accepted' }),
    outcomes: byRole(FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/answerEvent',
    variant: 'a private event',
    input: (scenario) => ({ id: scenario.privateEvent, version: 1, status: 'accepted' }),
    outcomes: byRole(FORBIDDEN, FORBIDDEN, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/recordAnswer',
    input: ({ answeredEvent, ids }) => ({
      ...{ id: answeredEvent.id, version: 1, attendee: ids.viewer, status: 'declined' },
    }),
    outcomes: byRole(OK, OK, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/askAgain',
    input: ({ answeredEvent }) => ({ event: answeredEvent.id }),
    outcomes: byRole(OK, OK, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/acceptEventInvitation',
    input: ({ eventInvitation }) => ({ event: eventInvitation }),
    outcomes: byRole(NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, OK, SIGNED_OUT),
  },
  {
    action: 'events/declineEventInvitation',
    input: ({ eventInvitation }) => ({ event: eventInvitation }),
    outcomes: byRole(NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, OK, SIGNED_OUT),
  },
  {
    action: 'events/undo',
    variant: 'an answer',
    input: ({ answeredEvent: { changeset } }) => ({ changeset }),
    outcomes: byRole(FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
  {
    action: 'events/undo',
    input: ({ changeset }) => ({ changeset }),
    outcomes: byRole(OK, OK, OK, FORBIDDEN, NOT_FOUND, NOT_FOUND, SIGNED_OUT),
  },
]
