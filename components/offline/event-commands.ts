import * as events from '@/lib/actions/events'
import * as layers from '@/lib/actions/layers'
import { queued } from './queued'

// The actions of events that also work offline.
export const createEvent = queued('createEvent', events.createEvent)
export const updateEvent = queued('updateEvent', events.updateEvent)
export const deleteEvent = queued('deleteEvent', events.deleteEvent)
export const answerEvent = queued('answerEvent', events.answerEvent)
export const setEventAlarms = queued('setEventAlarms', layers.setEventAlarms)
export const moveEvents = queued('moveEvents', events.moveEvents)
export const deleteEvents = queued('deleteEvents', events.deleteEvents)
export const copyEvents = queued('copyEvents', events.copyEvents)
