import { each, NO, OK, type Operation, OUT, UNSEEN } from './outcomes'
import { eventIn, today } from './scenario'

export const EVENTS: Operation[] = [
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
    input: (scenario) => ({ id: scenario.private, version: 1, patch: { title: 'changed' } }),
    outcomes: each(OK, OK, UNSEEN, UNSEEN, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'events/updateEvent',
    about: 'out of its calendar',
    input: ({ event, second }) => ({ id: event, version: 1, patch: { calendarId: second } }),
    outcomes: each(OK, OK, NO, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'events/createEvent',
    about: 'hidden from another member',
    input: ({ calendar, ids }) => ({ ...eventIn(calendar, 'new'), hiddenFrom: [ids.sharee, ids.stranger] }),
    // None of them knows those two.
    outcomes: each('INVALID', 'INVALID', 'INVALID', NO, NO, UNSEEN, OUT),
  },
  {
    action: 'events/updateEvent',
    about: 'an event that is hidden from the admin',
    input: ({ hidden }) => ({ id: hidden.id, version: 2, patch: { title: 'changed' } }),
    outcomes: each(OK, UNSEEN, OK, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'events/updateEvent',
    about: 'to hide it from the viewer',
    input: ({ event, ids }) => ({ id: event, version: 1, patch: { hiddenFrom: [ids.viewer] } }),
    outcomes: each(OK, OK, OK, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'events/deleteEvent',
    about: 'an event that is hidden from the admin',
    input: ({ hidden }) => ({ id: hidden.id }),
    outcomes: each(OK, UNSEEN, OK, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'events/undo',
    about: 'a change of an event that is hidden from the admin',
    input: ({ hidden }) => ({ changeset: hidden.changeset }),
    outcomes: each(OK, UNSEEN, OK, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'events/placeEvent',
    input: ({ event, second }) => ({ event, calendar: second, detail: 'title' }),
    outcomes: each(OK, OK, OK, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'events/placeEvent',
    about: 'a private event',
    input: (scenario) => ({ event: scenario.private, calendar: scenario.second }),
    // The calendar is granted first: a viewer may not write it, whatever the event.
    outcomes: each(OK, OK, UNSEEN, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'events/unplaceEvent',
    input: ({ event, second }) => ({ event, calendar: second }),
    outcomes: each(OK, OK, OK, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'events/unplaceFromHiddenCalendars',
    input: ({ event }) => ({ event }),
    outcomes: each(OK, OK, OK, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'events/unplaceBusy',
    input: ({ second }) => ({ calendar: second, span: eventIn(second, '', today()).span }),
    outcomes: each(OK, OK, OK, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'events/deleteEvent',
    input: ({ event }) => ({ id: event }),
    outcomes: each(OK, OK, OK, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'events/deleteEvent',
    about: 'a private event',
    input: (scenario) => ({ id: scenario.private }),
    outcomes: each(OK, OK, UNSEEN, UNSEEN, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'events/restoreEventFields',
    input: ({ edited }) => ({ ...edited, version: 2 }),
    outcomes: each(OK, OK, OK, NO, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'events/answerEvent',
    input: ({ answered }) => ({ id: answered.id, version: 1, status: 'accepted' }),
    outcomes: each(NO, NO, NO, OK, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'events/answerEvent',
    about: 'a private event',
    input: (scenario) => ({ id: scenario.private, version: 1, status: 'accepted' }),
    outcomes: each(NO, NO, UNSEEN, UNSEEN, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'events/undo',
    about: 'an answer',
    input: ({ answered: { changeset } }) => ({ changeset }),
    outcomes: each(NO, NO, NO, OK, UNSEEN, UNSEEN, OUT),
  },
  {
    action: 'events/undo',
    input: ({ changeset }) => ({ changeset }),
    outcomes: each(OK, OK, OK, NO, UNSEEN, UNSEEN, OUT),
  },
]
