import type { CalendarObject } from '@/lib/calendar/event'
import { type RecurrenceId, wallOfId } from '@/lib/calendar/series/recurrence'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import { ConnectorError, type WriteOptions } from '../connector'
import { calendarPath, eventPath, type MicrosoftAccount } from './account'
import { sendAnswers } from './answers'
import { isInvitation } from './attendees'
import { zoneOf } from './calendars'
import type { GraphEvent, KnownEvent } from './event'
import { newRoot, occurrencePatch, project, rootPatch } from './from-object'
import { CREATED_AS_ID, FIELDS_ID } from './own-fields'
import { alarmsPatch, joinPatches, type Patch, type PatchContext, patchedOwn } from './patch'
import { findCreated, instancesOf, readEvent } from './reading'
import { type MicrosoftState, toKnownEvent } from './state'
import { instantOf } from './times'

/** Maximum number of rounds of writes. An event that still differs is left for the next sync. */
const MAX_ROUNDS = 3

/** An event that is being written. */
interface Writing {
  account: MicrosoftAccount
  calendar: RemoteCalendar
  options: WriteOptions
  context: PatchContext
}

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
  const { notifies, signal, alarms } = options
  const calendarZone = zoneOf(calendar)
  const owner = await mailbox.ownerOf(calendar.id, signal)
  const categories = await mailbox.categories(signal)
  const context = { calendarZone, categories, owner, notifies, alarms }
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
  return { ...state, root: written(raw, root, patch, writing) }
}

/** Deletes an event on condition that it was not changed since it was read. */
export async function remove(
  { requests }: MicrosoftAccount,
  calendar: RemoteCalendar,
  { root }: MicrosoftState,
  { signal }: WriteOptions,
): Promise<void> {
  await requests.call(eventPath(calendar, root.id!), signal, { method: 'DELETE', headers: ifMatch(root) })
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
  const raw = await account.requests.call<GraphEvent>(`${calendarPath(calendar)}/events`, signal, {
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
  if (target.recurrence) return present(account, calendar, root.id!, options.signal)
  return { ...state, root: written(raw, root, patch, writing), exceptions: {}, deleted: [] }
}

/** Returns an event after a patch, whose response lacks Kinday's own fields. */
function written(
  raw: GraphEvent,
  { own: known }: KnownEvent,
  patch: Patch,
  { context }: Writing,
): KnownEvent {
  const own = patchedOwn(known, patch) ?? known
  return { ...toKnownEvent(raw, context.categories), ...(own && { own }) }
}

/**
 * Writes the occurrences that differ; returns the state afterwards, or null if none does. A change of an occurrence is a change
 * of its series, whose version is therefore compared once, before.
 */
async function writeOccurrences(
  writing: Writing,
  known: MicrosoftState,
  target: CalendarObject,
  isFresh: boolean,
): Promise<MicrosoftState | null> {
  const { account, calendar, context, options } = writing
  const { signal } = options
  if (!target.recurrence) return null
  const writes = occurrenceWrites(known, target, context)
  if (!writes.length) return null
  const id = known.root.id!
  if (!isFresh) {
    const now = await present(account, calendar, id, signal)
    if (now.root['@odata.etag'] !== known.root['@odata.etag'])
      throw new ConnectorError('stale', 'the series has changed')
  }
  const instances = await instancesOf(account, calendar, known, signal)
  for (const { recurrenceId, patch } of writes) {
    const instance = instances?.ids.get(recurrenceId)
    if (!instance) continue
    if (patch) {
      const own = known.exceptions[recurrenceId]?.own ?? known.root.own
      await sendPatch(writing, instance, own, patch, {})
    } else {
      await account.requests
        .call(eventPath(calendar, instance), signal, { method: 'DELETE' })
        .catch((error) => {
          // An occurrence that is already gone is as it should be.
          if (error.problem !== 'gone') throw error
        })
    }
  }
  return present(account, calendar, id, signal)
}

/** A write of an occurrence; without a patch, it is deleted. */
interface OccurrenceWrite {
  recurrenceId: RecurrenceId
  patch: Patch | null
}

function occurrenceWrites(
  { root, exceptions, deleted }: MicrosoftState,
  target: CalendarObject,
  context: PatchContext,
): OccurrenceWrite[] {
  const excluded = new Set(target.recurrence?.exclusions)
  const isDeleted = new Set(deleted)
  const removed = [...excluded].filter((id) => !isDeleted.has(id))
  const written = [...new Set([...Object.keys(target.overrides), ...Object.keys(exceptions)])]
    .filter((id) => !excluded.has(id) && !isDeleted.has(id))
    .map((id) => ({ recurrenceId: id, patch: occurrencePatch(root, exceptions[id], target, id, context) }))
    .filter(({ recurrenceId, patch }) => !isEmpty(patch, exceptions[recurrenceId]?.own ?? root.own))
  const shift = ({ recurrenceId: id, patch }: OccurrenceWrite) => {
    const next = instantOf(patch?.body.start)
    return next === null ? 0 : next - (instantOf(exceptions[id]?.start) ?? wallOfId(id))
  }
  // Outlook moves no occurrence beyond another one, so those that are in the way are moved before.
  const [later, others] = [
    written.filter((each) => shift(each) > 0),
    written.filter((each) => shift(each) <= 0),
  ]
  const byId = (a: OccurrenceWrite, b: OccurrenceWrite) => (a.recurrenceId < b.recurrenceId ? -1 : 1)
  return [
    ...removed.map((recurrenceId) => ({ recurrenceId, patch: null })),
    ...later.sort(byId).reverse(),
    ...others.sort(byId),
  ]
}

function isEmpty(patch: Patch, own: MicrosoftState['root']['own']): boolean {
  return Object.keys(patch.body).length === 0 && !patchedOwn(own, patch)
}

async function sendPatch(
  { account, calendar, options }: Writing,
  id: string,
  known: MicrosoftState['root']['own'],
  patch: Patch,
  headers: Record<string, string>,
): Promise<GraphEvent> {
  const own = patchedOwn(known, patch)
  const properties = own && [{ id: FIELDS_ID, value: JSON.stringify(own) }]
  return account.requests.call<GraphEvent>(eventPath(calendar, id), options.signal, {
    method: 'PATCH',
    headers,
    body: { ...patch.body, ...(properties && { singleValueExtendedProperties: properties }) },
  })
}

/** Reads an event that has been written. @throws ConnectorError `gone` */
async function present(
  account: MicrosoftAccount,
  calendar: RemoteCalendar,
  id: string,
  signal: AbortSignal,
): Promise<MicrosoftState> {
  const read = await readEvent(account, calendar, id, signal)
  if (!read) throw new ConnectorError('gone', 'deleted meanwhile')
  return read.state
}

function ifMatch(event: GraphEvent): Record<string, string> {
  const etag = event['@odata.etag']
  return etag ? { 'if-match': etag } : {}
}
