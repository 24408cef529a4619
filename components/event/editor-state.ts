import type { Alarm } from '@/lib/calendar/alarms/alarm'
import type { EditScope } from '@/lib/calendar/edits/plan'
import type { FieldErrors } from '@/lib/errors'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { EventConflict } from '@/lib/schemas/events'
import type { Viewer } from '@/lib/schemas/users'
import { type EventForm, patchFor, patchOf, toEventFields } from './form-state'

/** Why a save failed. The form keeps its contents. */
export interface Failure {
  code: string
  fields: FieldErrors
  data?: unknown
}

export type EditorStatus =
  | { name: 'idle' }
  | { name: 'failed'; failure: Failure }
  /** Asking whether to discard unsaved changes. Keeps the failure, to show it again. */
  | { name: 'leaving'; failure: Failure | null }
  /** Asking which occurrences of the series to change. */
  | { name: 'asking' }
  | { name: 'saving' }
  /** Another user changed the same fields. */
  | { name: 'conflict'; conflict: EventConflict }
  | { name: 'closed' }

export interface EditorState {
  status: EditorStatus
  form: EventForm
  /** The viewer's own alarms of a new event, saved with it; null: the defaults apply. */
  alarms: readonly Alarm[] | null
  /** Number of files that are attached to a new event when it is saved. */
  files: number
  /** The event as last received. A conflict may replace the id, if the occurrence was moved or split off meanwhile. */
  base: { form: EventForm; id: string; version: number; occurrence: string | null }
  /** Which occurrences of the series to change. */
  scope: EditScope
  /** Whether saving creates an event: also after another user deleted the one being edited. */
  isNew: boolean
  /** Whether another user deleted the event being edited. */
  isDeleted: boolean
}

export type EditorAction =
  | { type: 'change'; fields: Partial<EventForm> }
  | { type: 'change-alarms'; alarms: readonly Alarm[] }
  | { type: 'change-files'; files: number }
  | { type: 'submit' }
  | { type: 'choose-scope'; scope: EditScope }
  /** `mine`: names of the fields that keep the user's value. */
  | { type: 'resolve'; mine: ReadonlySet<string>; viewer: Viewer }
  /** Returns from a question to the form. */
  | { type: 'back' }
  | { type: 'close' }
  | { type: 'discard' }
  | { type: 'saved' }
  | { type: 'failed'; error: { code: string; fields?: FieldErrors; data?: unknown } }

export const IDLE: EditorStatus = { name: 'idle' }

export function initialState(form: EventForm, event?: EventDetail): EditorState {
  return {
    ...{ status: IDLE, form, alarms: null, files: 0, scope: 'all', isNew: !event, isDeleted: false },
    base: {
      form,
      id: event?.id ?? '',
      version: event?.version ?? 0,
      occurrence: event?.series ? event.occurrence : null,
    },
  }
}

/** Returns what a save sends: the event or occurrence, with the changed fields, or with all fields of a new event. */
export function saveRequest({ base, form, scope, isNew }: EditorState) {
  const { id, version, occurrence } = base
  if (isNew) return { id, version, fields: toEventFields(form), occurrence: null }
  if (!occurrence) return { id, version, fields: patchOf(base.form, form), occurrence: null }
  return { id, version, fields: patchFor(scope, base.form, form), occurrence: { id: occurrence, scope } }
}

export function hasUnsavedChanges({ base, form, alarms, files, isDeleted }: EditorState): boolean {
  if (isDeleted || alarms !== null || files > 0) return true
  return form !== base.form && Object.keys(patchOf(base.form, form)).length > 0
}
