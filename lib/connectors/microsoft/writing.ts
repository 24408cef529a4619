import type { CalendarObject } from '@/lib/calendar/event'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import { ConnectorError, type WriteOptions } from '../connector'
import { graphCalendarPath, graphEventPath, type MicrosoftAccount } from './account'
import { sendAnswers } from './answers'
import { isInvitation } from './attendees'
import { zoneOf } from './calendars'
import type { GraphEvent } from './event'
import { newRoot, project, rootPatch } from './from-object'
import { CREATED_AS_ID, FIELDS_ID } from './own-fields'
import { alarmsPatch, joinPatches, patchedOwn } from './patch'
import { findCreated } from './reading'
import { eventAfterPatch, ifMatch, isEmpty, readState, sendPatch, type Writing } from './sending'
import { type MicrosoftState, toKnownEvent } from './state'
import { writeOccurrences } from './writing-occurrences'

/** Maximum number of rounds of writes. An event that still differs is left for the next sync. */
const MAX_ROUNDS = 3

/** Makes an event equal to content, and returns its new state. @param id with which a new event is created */
export async function write(
  account: MicrosoftAccount,
  calendar: RemoteCalendar,
  id: string,
  state: MicrosoftState | null,
  { uid, ...content }: CalendarObject & { uid: string },
  options: WriteOptions,
): Promise<MicrosoftState> {
  const { mailbox } = account
  const { notifies, signal, alarms, occurrenceAlarms } = options
  const calendarZone = zoneOf(calendar)
  const owner = await mailbox.ownerOf(calendar.id, signal)
  const categories = await mailbox.categories(signal)
  const context = { calendarZone, categories, owner, notifies, alarms, occurrenceAlarms }
  const writing = { account, calendar, options, context }
  if (state && isInvitation(state.root)) {
    const reminded = await sendReminder(writing, state)
    return sendAnswers(account, calendar, reminded, content, options)
  }
  const target = project(content, calendarZone)
  if (!target) throw new ConnectorError('refused', 'a recurrence that Graph cannot store')
  let current = state ?? (await create(writing, id, uid, target))
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const changed = await writeRoot(writing, current, target)
    const isFresh = changed !== null || current !== state
    const completed = await writeOccurrences(writing, changed ?? current, target, isFresh)
    if (!changed && !completed) break
    current = completed ?? changed!
  }
  return current
}

/** Sends the account's own reminder of an invitation. */
async function sendReminder(writing: Writing, state: MicrosoftState): Promise<MicrosoftState> {
  const { root } = state
  const patch = alarmsPatch(root, writing.context)
  if (isEmpty(patch, root.own)) return state
  const raw = await sendPatch(writing, root.id!, root.own, patch, ifMatch(root))
  return { ...state, root: eventAfterPatch(raw, root, patch, writing) }
}

/** Deletes an event on condition that it was not changed since it was read. */
export async function remove(
  { requests }: MicrosoftAccount,
  calendar: RemoteCalendar,
  { root }: MicrosoftState,
  { signal }: WriteOptions,
): Promise<void> {
  await requests.call(graphEventPath(calendar, root.id!), signal, {
    method: 'DELETE',
    headers: ifMatch(root),
  })
}

/** Creates an event. It is searched first, since Graph recognizes a repeated creation for some time only. */
async function create(
  { account, calendar, options, context }: Writing,
  id: string,
  uid: string,
  target: CalendarObject,
): Promise<MicrosoftState> {
  const { signal } = options
  if (await findCreated(account, calendar, id, signal)) throw new ConnectorError('exists', 'created before')
  const patch = joinPatches(newRoot(target, context)!, alarmsPatch(null, context))
  const own = patchedOwn({ uid }, patch) ?? { uid }
  const fields = Object.entries(patch.body).filter(([, value]) => value !== null)
  const raw = await account.requests.call<GraphEvent>(`${graphCalendarPath(calendar)}/events`, signal, {
    method: 'POST',
    body: {
      ...Object.fromEntries(fields),
      transactionId: id,
      singleValueExtendedProperties: [
        { id: FIELDS_ID, value: JSON.stringify(own) },
        { id: CREATED_AS_ID, value: id },
      ],
    },
  })
  if (!raw.id) throw new ConnectorError('unreachable', 'no event')
  const root = { ...toKnownEvent(raw, context.categories), own }
  return { root, exceptions: {}, deleted: [], owner: context.owner }
}

/** Writes the event or series itself; returns its state afterwards, or null if nothing differs. */
async function writeRoot(
  writing: Writing,
  state: MicrosoftState,
  target: CalendarObject,
): Promise<MicrosoftState | null> {
  const { account, calendar, context, options } = writing
  const { root } = state
  const fields = rootPatch(state, target, context)
  const patch = fields && joinPatches(fields, alarmsPatch(root, context))
  if (!patch || isEmpty(patch, root.own)) return null
  const raw = await sendPatch(writing, root.id!, root.own, patch, ifMatch(root))
  if (target.recurrence) return readState(account, calendar, root.id!, options.signal)
  return { ...state, root: eventAfterPatch(raw, root, patch, writing), exceptions: {}, deleted: [] }
}
