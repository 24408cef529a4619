import { DEFAULT_GUEST_OPTIONS } from '@/lib/calendar/event-fields'
import type { Span } from '@/lib/calendar/span'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { EventConflict } from '@/lib/schemas/events'
import type { Viewer } from '@/lib/schemas/users'
import { reduce } from './editor-reducer'
import { type EditorAction, type EditorState, initialState } from './editor-state'
import { formFromEvent, newForm } from './form-state'

export const viewer = { timeZone: 'UTC', locale: 'en' } as Viewer
export const span: Span & { type: 'timed' } = {
  ...{ type: 'timed', start: '2026-11-21T09:00:00', startZone: 'UTC' },
  ...{ end: '2026-11-21T10:00:00', endZone: 'UTC' },
}
export const WEEKLY = ['FREQ=WEEKLY;BYDAY=SA']
export const EVENT: EventDetail = {
  ...{ id: 'tea', version: 3, kind: 'event', title: 'Tea', description: '', location: '', url: '' },
  ...{ status: 'confirmed', visibility: 'default', busy: true, done: false, color: null, calendarId: 'own' },
  ...{
    attendees: [],
    groups: [],
    ...DEFAULT_GUEST_OPTIONS,
    organizer: null,
    takenPlaces: 0,
    answer: null,
    hiddenFrom: [],
    links: [],
    guestsOmitted: false,
    attachments: [],
    placements: [],
    hiddenPlacements: 0,
    createdBy: null,
  },
  ...{
    span,
    rules: [],
    series: null,
    occurrence: null,
    editable: true,
    readOnly: null,
    placeable: true,
    movable: true,
  },
}
export const OCCURRENCE: EventDetail = {
  ...EVENT,
  rules: WEEKLY,
  series: { span, recurrence: { rules: WEEKLY, dates: [], exclusions: [] }, overrides: {} },
  occurrence: span.start,
}

export const editing = (event: EventDetail) => initialState(formFromEvent(event, viewer), event)
export const creating = () =>
  initialState(newForm('2026-11-21', 0, viewer, [['own', 'Anna', 'sky', 4, 0, 1]], null))
export const reduceAll = (state: EditorState, ...actions: EditorAction[]) => actions.reduce(reduce, state)
export const rename = (title: string): EditorAction => ({ type: 'change', fields: { title } })
export const submit: EditorAction = { type: 'submit' }
export const failed = (code: string, data?: unknown): EditorAction => ({
  type: 'failed',
  error: { code, data },
})
export const CONFLICT: EventConflict = {
  ...{ id: 'tea', version: 5, occurrence: null },
  fields: { title: { yours: 'Coffee', theirs: 'Cocoa' } },
}
