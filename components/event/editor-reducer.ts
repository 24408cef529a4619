import type { EventConflict } from '@/lib/schemas/events'
import {
  type EditorAction,
  type EditorState,
  type EditorStatus,
  type Failure,
  hasUnsavedChanges,
  IDLE,
} from './editor-state'
import { formErrors } from './form-errors'
import { currentRules, currentSpan, validateForm, withRemoteFields } from './form-state'

const SAVING: EditorStatus = { name: 'saving' }
const CLOSED: EditorStatus = { name: 'closed' }

/** The state machine of the event editor. Actions that do not apply to the current status change nothing. */
export function reduce(state: EditorState, action: EditorAction): EditorState {
  const { status } = state
  switch (action.type) {
    case 'change':
      return { ...state, form: { ...state.form, ...action.fields } }
    case 'change-alarms':
      return { ...state, alarms: action.alarms }
    case 'change-files':
      return { ...state, files: action.files }
    case 'submit':
      return status.name === 'idle' || status.name === 'failed' ? submit(state) : state
    case 'choose-scope':
      return status.name === 'asking' ? { ...state, scope: action.scope, status: SAVING } : state
    case 'resolve':
      return status.name === 'conflict' ? resolve(state, status.conflict, action) : state
    case 'back':
      return { ...state, status: statusAfterBack(status) }
    case 'close':
      return close(state)
    case 'discard':
    case 'saved':
      return { ...state, status: CLOSED }
    case 'failed':
      return status.name === 'saving' ? fail(state, action.error) : state
  }
}

function submit(state: EditorState): EditorState {
  const fields = validateForm(state.form)
  if (fields) return { ...state, status: { name: 'failed', failure: { code: 'INVALID', fields } } }
  if (!state.isNew && !hasUnsavedChanges(state)) return { ...state, status: CLOSED }
  return { ...state, status: state.base.occurrence ? { name: 'asking' } : SAVING }
}

function close(state: EditorState): EditorState {
  const { status } = state
  // Stays open until the files are attached, since closing the dialog ends the uploads. The user can remove a file that
  // takes too long.
  if (status.name === 'saving' && state.isNew && state.files > 0) return state
  if (status.name === 'saving' || !hasUnsavedChanges(state)) return { ...state, status: CLOSED }
  const failure = status.name === 'failed' || status.name === 'leaving' ? status.failure : null
  return { ...state, status: { name: 'leaving', failure } }
}

function statusAfterBack(status: EditorStatus): EditorStatus {
  switch (status.name) {
    case 'leaving':
      return status.failure ? { name: 'failed', failure: status.failure } : IDLE
    case 'asking':
    case 'conflict':
      return IDLE
    default:
      return status
  }
}

function fail(state: EditorState, { code, fields = {}, data }: Omit<Failure, 'fields'> & Partial<Failure>) {
  if (code === 'CONFLICT')
    return { ...state, status: { name: 'conflict', conflict: data as EventConflict } as const }
  if (code === 'NOT_FOUND' && !state.isNew) return keepAsNew(state)
  const failure = { code, fields: formErrors(fields, state.form.attendees), data }
  return { ...state, status: { name: 'failed', failure } as const }
}

/**
 * Lets the form create a new event, because the edited one was deleted. If a single occurrence was edited, the new
 * event has no recurrence.
 */
function keepAsNew({ form, base, scope, ...state }: EditorState): EditorState {
  const rules = base.occurrence && scope === 'this' ? [] : currentRules(form)
  return {
    ...state,
    scope,
    status: { name: 'failed', failure: { code: 'EVENT_GONE', fields: {} } },
    form: { ...form, repeat: { rules, at: currentSpan(form), isChosen: true } },
    base: { ...base, id: '', version: 0, occurrence: null },
    isNew: true,
    isDeleted: true,
  }
}

/** Rebases the form on the received values and saves it. Of the conflicting fields, `mine` keep the form's value. */
function resolve(
  state: EditorState,
  { id, version, occurrence, fields }: EventConflict,
  { mine, viewer }: Extract<EditorAction, { type: 'resolve' }>,
): EditorState {
  const theirs = Object.entries(fields).map(([field, { theirs }]) => [field, theirs] as const)
  const accepted = theirs.filter(([field]) => !mine.has(field))
  const form = withRemoteFields(state.base.form, Object.fromEntries(theirs), viewer)
  return {
    ...state,
    status: SAVING,
    base: { form, id, version, occurrence },
    form: withRemoteFields(state.form, Object.fromEntries(accepted), viewer),
  }
}
