import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { type Actor, principalOf } from '@/lib/access/actor'
import { canMove } from '@/lib/access/nouns/event'
import { contentOf } from '@/lib/calendar/edits/content'
import type { EditableEvent } from '@/lib/calendar/edits/plan'
import { editableAt, planDelete, planEdit } from '@/lib/calendar/edits/scope'
import { type EventSnapshot, spanForKind } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/is-equal'
import { merge } from '@/lib/calendar/merge'
import type { InviteeInput, Participant } from '@/lib/calendar/participant'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { refuseDuplicateUids } from '@/lib/commands/checks/duplicate-uids'
import { checkedGroups, hideableUsers, invitedParticipants } from '@/lib/commands/checks/event-people'
import { eventChanges, planOrRefuse, writePlan } from '@/lib/commands/effects/event-plan'
import { placeInvitations } from '@/lib/commands/effects/invitation-placements'
import { inviteAddresses } from '@/lib/commands/effects/invite-addresses'
import { command } from '@/lib/commands/pipeline/execute'
import { resolveOccurrence } from '@/lib/commands/pipeline/resolve-occurrence'
import { writeAnswers } from '@/lib/commands/rows/answers'
import { sendEvent } from '@/lib/commands/rows/event-batch'
import { AppError } from '@/lib/errors'
import { ownAddress } from '@/lib/queries/import'
import * as schemas from '@/lib/schemas/events'
import { idOutput } from '@/lib/schemas/outputs'

export const createEvent = command({
  name: 'createEvent',
  input: schemas.createEvent,
  output: schemas.editedEventOutput,
  on: (input) => ({
    invitees: ['invite', 'invitees', usersIn(input.attendees)],
    calendar: ['write', 'calendar', input.calendarId],
    people: ['read', 'people', input.hiddenFrom],
    groups: ['read', 'groups', input.groups],
  }),
  async run(
    { tx, grants, actor, now },
    { calendarId: _, attendees, groups, hiddenFrom, span, rules, ...fields },
  ) {
    const id = uuidv7()
    const userId = principalOf(actor)
    const own = await ownAddressAmong(tx, userId, attendees)
    const people = invitedParticipants(attendees, { known: grants.invitees.row, before: [], own })
    const { event, writes } = await sendEvent(
      tx,
      {
        ...fields,
        id,
        uid: `${id}@kinday`,
        status: 'confirmed',
        span: spanForKind(fields.kind, span),
        recurrence: rules.length ? { rules, dates: [], exclusions: [] } : null,
        overrides: {},
        calendarId: grants.calendar.row.id,
        attendees: people,
        groups: checkedGroups(groups, grants.groups.row, []),
        organizerId: people.length ? userId : null,
        hiddenFrom: hideableUsers(hiddenFrom, {
          known: [...grants.people.row, { id: grants.calendar.row.ownerUserId }],
          before: [],
          excluded: [userId],
        }),
        unknown: [],
        splitFrom: null,
        sequence: 0,
        createdBy: userId,
      },
      now,
    )
    await inviteAddresses(tx, userId, null, event)
    await acceptOwn(tx, actor, [], event, null)
    const changes = [...eventChanges(null, event), ...(await placeInvitations(tx, [[null, event]]))]
    return { result: { id, version: event.version, occurrence: null }, changes, writes }
  },
})

/** Changes an event or, of a series, one occurrence, this and the following ones, or all, in one changeset. */
export const updateEvent = command({
  name: 'updateEvent',
  input: schemas.updateEvent,
  output: schemas.editedEventOutput,
  on: ({ id, patch }) => ({
    invitees: ['invite', 'invitees', usersIn(patch.attendees ?? [])],
    to: patch.calendarId === undefined ? undefined : ['write', 'target-calendar', patch.calendarId],
    event: ['write', 'event', id],
    people: ['read', 'people', patch.hiddenFrom ?? []],
    groups: ['read', 'groups', patch.groups ?? []],
  }),
  async run({ tx, grants, actor, now }, { version, patch, occurrence }) {
    const { current, row, id, view, before } = await resolveOccurrence(
      tx,
      actor,
      grants.event,
      version,
      occurrence?.id,
    )
    const { attendees, groups, calendarId: _, hiddenFrom, ...plain } = patch
    const userId = principalOf(actor)
    const own = await ownAddressAmong(tx, userId, attendees ?? [])
    const wanted: Partial<EditableEvent> = {
      ...plain,
      ...(grants.to && { calendarId: grants.to.row.id }),
      ...(attendees && {
        attendees: invitedParticipants(attendees, {
          known: grants.invitees.row,
          before: view.attendees,
          own,
        }),
      }),
      ...(groups && { groups: checkedGroups(groups, grants.groups.row, current.groups ?? []) }),
      ...(hiddenFrom && {
        hiddenFrom: hideableUsers(hiddenFrom, {
          known: [...grants.people.row, { id: row.calendarOwner }],
          before: current.hiddenFrom ?? [],
          excluded: [userId, current.createdBy],
        }),
      }),
    }
    if (wanted.span) wanted.span = spanForKind(wanted.kind ?? current.kind, wanted.span)

    const { patch: merged, conflicts } = merge<EditableEvent>(before, view, wanted)
    if (Object.keys(conflicts).length) {
      const where = { id: current.id, version: current.version, occurrence: id ?? null }
      throw new AppError('CONFLICT', { data: { ...where, fields: conflicts } })
    }
    // The time span that follows from a new kind is not a user's edit, so it is set after the merge.
    if (merged.kind) {
      const span = spanForKind(merged.kind, merged.span ?? view.span)
      if (!isEqual(span, view.span)) merged.span = span
    }
    const result = { id: current.id, version: current.version, occurrence: id ?? null }
    if (!Object.keys(merged).length) return { result, changes: [] }
    // Moving an event out of a shared calendar needs more than the permission to edit it.
    const isMoved = merged.calendarId !== undefined && merged.calendarId !== current.calendarId
    if (isMoved && !canMove(row, userId)) throw new AppError('FORBIDDEN')
    const plan = planOrRefuse(() => planEdit(contentOf(current), id, occurrence?.scope ?? 'all', merged))
    const { event, split, changes } = await writePlan(tx, current, plan, { now, organizer: userId })
    if (merged.calendarId !== undefined) await refuseDuplicateUids(tx, actor, [current.id])
    const followed = id === undefined ? undefined : plan.follow(id)
    const edited = split ?? event ?? current
    if (wanted.attendees) {
      await inviteAddresses(tx, userId, current, edited)
      const scope = occurrence?.scope === 'this' ? (followed?.id ?? null) : null
      await acceptOwn(tx, actor, view.attendees, edited, scope)
    }
    return {
      result: { id: edited.id, version: edited.version, occurrence: followed?.id ?? null },
      changes,
    }
  },
})

/** Deletes an event or, of a series, one occurrence, this and the following ones, or all. */
export const deleteEvent = command({
  name: 'deleteEvent',
  input: schemas.deleteEvent,
  output: idOutput,
  on: ({ id }) => ({ event: ['write', 'event', id] }),
  async run({ tx, grants, actor, now }, { version, occurrence }) {
    const { current: event, id } = await resolveOccurrence(tx, actor, grants.event, version, occurrence?.id)
    const plan = planOrRefuse(() => planDelete(contentOf(event), id, occurrence?.scope ?? 'all'))
    const { changes } = await writePlan(tx, event, plan, { now, organizer: null })
    return { result: { id: event.id }, changes }
  },
})

/** Returns the ids of accounts among invitees. */
function usersIn(invitees: readonly InviteeInput[]): string[] {
  return invitees.filter((invitee) => typeof invitee === 'string')
}

/** Reads the actor's verified address if there are addresses to compare it with. */
async function ownAddressAmong(tx: Tx, userId: string | null, invitees: readonly InviteeInput[]) {
  return userId && usersIn(invitees).length < invitees.length ? ownAddress(tx, userId) : null
}

/** Records the acceptance of users who invite themselves. */
async function acceptOwn(
  tx: Tx,
  actor: Actor,
  before: readonly Participant[],
  event: EventSnapshot,
  occurrence: RecurrenceId | null,
): Promise<void> {
  const isSelf = ({ userId }: Participant) => actor.kind === 'user' && userId === actor.id
  const view = editableAt(contentOf(event), occurrence ?? undefined)
  const self = view?.attendees.find(isSelf)
  if (!view || !self || before.some(isSelf)) return
  const answer = { ...self, recurrenceId: occurrence, status: 'accepted' as const, partySize: 1, comment: '' }
  await writeAnswers(tx, [{ eventId: event.id, answer: { ...answer, givenFor: view.span } }], 'app')
}
