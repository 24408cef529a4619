import type { Content } from '@/lib/calendar/server/incoming/normalize'
import { findWrongOccurrences, type OccurrenceEdit } from './random.test.occurrences'
import { CHECKED, type CheckedFields, type Field, isSame, json, valueIn } from './random.test.values'

export type Side = 'local' | 'remote'

/** An edit of an event by a side, in the order of time. */
export interface Edit {
  side: Side
  /** The values that the event had on this side just before. */
  seen: CheckedFields
  /** The values that it has got. A changed rule counts as a change of the span, with which it is synced. */
  fields: CheckedFields
  isDeletion: boolean
  /** Whether the rule was changed, and the span is the same. */
  hasRule?: boolean
  /** The only occurrence that was changed. */
  occurrence?: OccurrenceEdit
}

/** The edits of an event since both sides were equal. */
interface EventEdits {
  edits: Edit[]
  isNew: boolean
}

/** A conflict that users are shown. */
export interface ShownConflict {
  id: string
  uid: string
  field: string
  ours: unknown
  theirs: unknown
}

/** The contents of both sides once they are equal, and the conflicts that the user sees. */
export interface Found {
  contents: ReadonlyMap<string, Content>
  conflicts: readonly ShownConflict[]
}

/** Names of the checked fields in conflicts. */
const CONFLICT_FIELDS = { title: 'title', location: 'location', span: 'when' } as const

/** Records the edits of both sides by UID, and derives from them what both sides must contain once they are equal. */
export class Expected {
  /** The event that was edited last. */
  recent: string | null = null
  /** Number of edits of each side so far that have changed an event. */
  readonly made = { local: 0, remote: 0 }
  private before = new Map<string, Content>()
  private events = new Map<string, EventEdits>()
  /** Events that an edit with several effects has changed, such as an undo. */
  private readonly unchecked = new Set<string>()
  /** Steps since both sides were equal, for the message of a failure. */
  private readonly history: string[] = []
  private knownConflicts = new Set<string>()
  /** Whether a write that was replaced before it arrived may win. */
  private hasLateWrites = false
  /** Whether syncs were one-way, paused or disconnected, or the user kept what was deleted. */
  private hasOtherSettings = false

  note(text: string): void {
    this.history.push(text)
  }

  /** Returns the UID in Kinday of a remote object, which is another one if several objects have the same. */
  uidOf({ id, uid }: { id: string; uid: string }): string {
    const own = `${uid}#${id}`
    return this.before.has(own) ? own : uid
  }

  create(side: Side, uid: string, fields: CheckedFields): void {
    this.add(uid, { side, seen: {}, fields, isDeletion: false })
    this.of(uid).isNew = true
  }

  change(side: Side, uid: string, seen: CheckedFields, fields: CheckedFields = {}, hasRule = false): void {
    this.add(uid, { side, seen, fields, isDeletion: false, hasRule })
  }

  changeOccurrence(side: Side, uid: string, seen: CheckedFields, occurrence: OccurrenceEdit): void {
    this.add(uid, { side, seen, fields: {}, isDeletion: false, occurrence })
  }

  remove(side: Side, uid: string, seen: CheckedFields): void {
    this.add(uid, { side, seen, fields: {}, isDeletion: true })
  }

  /** Leaves out an event until both sides are equal. */
  ignore(uid: string): void {
    this.note(`${uid} ignored`)
    this.unchecked.add(uid)
  }

  /**
   * Leaves out events that have the UID of another one until both sides are equal: `uid#id` in Kinday. The other side names
   * both equally, so its edits do not say which one they change.
   */
  ignoreDoubles(uids: Iterable<string>): void {
    for (const uid of uids)
      if (uid.includes('#')) for (const each of [uid, uid.split('#')[0]!]) this.ignore(each)
  }

  /** Allows, until both sides are equal, that older writes arrive after newer ones. */
  expectLateWrites(): void {
    this.hasLateWrites = true
  }

  /** Checks only that no event is lost and that no value is made up, until both sides are equal. */
  expectOtherSettings(): void {
    this.note('other settings')
    this.hasOtherSettings = true
  }

  /** Returns whether the sync has nothing to send: nothing was edited here, and all syncs were usual ones. */
  get isOnlyRemote(): boolean {
    const isLocal = [...this.events.values()].some(({ edits }) => edits.some(({ side }) => side === 'local'))
    return !isLocal && !this.unchecked.size && !this.hasOtherSettings
  }

  /** Returns whether a side has edited an event since both sides were equal, so that the other one may have to follow. */
  isCaused(uid: string, by: Side): boolean {
    if (!this.isCertain(uid)) return true
    const { edits } = this.of(uid)
    // Occurrences of a series that ends in another zone differ in length, which providers store as times of their own.
    const spans = [this.before.get(uid)?.span, ...edits.map(({ fields }) => fields.span)]
    if (spans.some((span) => span?.type === 'timed' && span.startZone !== span.endZone)) return true
    return edits.some(({ side }) => side === by)
  }

  /** Returns the fields of events that a side has edited since both sides were equal. */
  fieldsEdited(by: Side): { uid: string; field: Field }[] {
    return [...this.events].flatMap(([uid, { edits }]) =>
      CHECKED.filter((field) => edits.some(({ side, fields }) => side === by && field in fields)).map(
        (field) => ({ uid, field }),
      ),
    )
  }

  /**
   * Returns the differences between the expected and the actual content of both sides with what led to them, and starts
   * again from it.
   * @param others further differences
   */
  check({ contents, conflicts }: Found, others: readonly string[]): string[] {
    const uids = new Set([...this.before.keys(), ...this.events.keys()])
    const checked = [...uids].filter((uid) => !this.unchecked.has(uid))
    const added = conflicts.filter(({ id }) => !this.knownConflicts.has(id))
    const problems = [
      ...others,
      ...checked.flatMap((uid) => this.problemsOf(uid, contents.get(uid), added)),
      ...added.flatMap((conflict) => this.problemsOfConflict(conflict)),
    ]
    if (problems.length) return [...problems, ...this.history]
    this.history.length = 0
    this.before = new Map(contents)
    this.events = new Map()
    this.knownConflicts = new Set(conflicts.map(({ id }) => id))
    this.unchecked.clear()
    this.hasLateWrites = false
    this.hasOtherSettings = false
    return problems
  }

  private add(uid: string, edit: Edit): void {
    const { side, fields, isDeletion, occurrence } = edit
    this.note(`${uid} ${isDeletion ? 'deleted' : 'changed'} (${side}): ${json(occurrence ?? fields)}`)
    this.of(uid).edits.push(edit)
    this.made[side]++
    this.recent = uid
  }

  private problemsOf(uid: string, found: Content | undefined, conflicts: readonly ShownConflict[]): string[] {
    const { edits, isNew } = this.of(uid)
    if (!this.before.has(uid) && !isNew) return []
    const own = conflicts.filter((conflict) => conflict.uid === uid)
    const deletedBy = SIDES.filter((side) => edits.findLast((edit) => edit.side === side)?.isDeletion)
    if (!found) {
      if (!deletedBy.length) return [`${uid} is lost`]
      return this.hasOtherSettings || deletedBy.length > 1 ? [] : this.lostChanges(uid, deletedBy[0]!)
    }
    if (deletedBy.length) {
      const isChangedByOther = edits.some(({ side }) => !deletedBy.includes(side))
      const mayReturn = isChangedByOther || this.hasLateWrites || this.hasOtherSettings
      if (!mayReturn) return [`${uid} was deleted, but came back`]
    }
    return [
      ...CHECKED.flatMap((field) => this.problemsOfField(uid, field, found[field], own)),
      ...(deletedBy.length ? [] : this.problemsOfOccurrences(uid, found)),
    ]
  }

  /** Returns the occurrences that are not as the sides have made them, unless their series has got other times. */
  private problemsOfOccurrences(uid: string, found: Content): string[] {
    const { edits } = this.of(uid)
    if (!this.isCertain(uid) || edits.some(({ fields }) => fields.span)) return []
    return findWrongOccurrences(edits, this.before.get(uid), found).map((problem) => `${uid}: ${problem}`)
  }

  /** Returns the changes that one side has made without the knowledge of the other one, which has deleted the event. */
  private lostChanges(uid: string, deletedBy: Side): string[] {
    const { edits } = this.of(uid)
    return CHECKED.flatMap((field) => {
      // Setting a field to the value that it has changes nothing.
      const changes = edits.filter(
        ({ seen, fields, hasRule }) =>
          field in fields && (hasRule || !isSame(field, seen[field], fields[field])),
      )
      const last = changes.at(-1)
      if (!last || changes.some(({ side }) => side === deletedBy)) return []
      return isSeen(edits, last, field) ? [] : [`${uid} was deleted (${deletedBy}) and changed, but is gone`]
    })
  }

  private problemsOfField(
    uid: string,
    field: Field,
    found: unknown,
    conflicts: readonly ShownConflict[],
  ): string[] {
    const { edits } = this.of(uid)
    const changes = edits.filter(({ fields }) => field in fields)
    // Edits of a side that has then deleted the event may be gone with it, if the other side brings it back.
    const undone = changes.filter((edit) => isUndone(edits, edit))
    const last = SIDES.flatMap(
      (side) => changes.findLast((edit) => edit.side === side && !undone.includes(edit)) ?? [],
    )
    const before = this.before.get(uid)?.[field]
    const older = this.hasOtherSettings
      ? changes
      : this.hasLateWrites
        ? changes.filter((edit) => edit.side === 'local' || undone.includes(edit))
        : undone
    const allowed = [...last, ...older].map(({ fields }) => fields[field] as unknown)
    if (!last.length || older.length) allowed.push(before)
    if (!allowed.some((value) => isSame(field, value, found)))
      return [`${uid}: ${field} is ${json(found)} instead of ${allowed.map(json).join(' or ')}`]
    if (this.hasOtherSettings) return []
    return last.flatMap((edit) => {
      const value = edit.fields[field]
      const isShown = conflicts.some(
        ({ field: name, ours, theirs }) =>
          name === CONFLICT_FIELDS[field] &&
          [ours, theirs].some((shown) => isSame(field, valueIn(field, shown), value)),
      )
      // A value that is as at the last sync is not merged.
      if (!edit.hasRule && isSame(field, value, before)) return []
      if (isSame(field, value, found) || isSeen(edits, edit, field) || isShown) return []
      return [`${uid}: ${field} ${json(value)} (${edit.side}) is lost without a conflict: ${json(found)}`]
    })
  }

  /** Returns a conflict that no edits of both sides have led to. */
  private problemsOfConflict({ uid, field: name, ours, theirs }: ShownConflict): string[] {
    const field = CHECKED.find((each) => CONFLICT_FIELDS[each] === name)
    if (!field || !this.isCertain(uid)) return []
    const hasEdit = (by: Side, value: unknown) =>
      this.of(uid).edits.some(
        ({ side, fields }) =>
          side === by && field in fields && isSame(field, fields[field], valueIn(field, value)),
      )
    if (hasEdit('local', ours) && hasEdit('remote', theirs)) return []
    return [`${uid}: ${name} is a conflict of ${json(ours)} and ${json(theirs)}, which were not both edited`]
  }

  /** Returns whether all edits of an event are known, and have the usual effects. */
  private isCertain(uid: string): boolean {
    const isKnown = this.before.has(uid) || this.of(uid).isNew
    return isKnown && !this.unchecked.has(uid) && !this.hasLateWrites && !this.hasOtherSettings
  }

  private of(uid: string): EventEdits {
    const known = this.events.get(uid) ?? { edits: [], isNew: false }
    this.events.set(uid, known)
    return known
  }
}

const SIDES = ['local', 'remote'] as const

/** Returns whether the other side had the value of an edit when it edited the event later. */
function isSeen(edits: readonly Edit[], edit: Edit, field: Field): boolean {
  return edits
    .slice(edits.indexOf(edit) + 1)
    .some(({ side, seen }) => side !== edit.side && isSame(field, seen[field], edit.fields[field]))
}

/** Returns whether the side of an edit has deleted the event later. */
function isUndone(edits: readonly Edit[], edit: Edit): boolean {
  return edits.slice(edits.indexOf(edit) + 1).some(({ side, isDeletion }) => side === edit.side && isDeletion)
}
