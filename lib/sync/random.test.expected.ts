import { isEqual } from '@/lib/calendar/is-equal'
import type { Content } from '@/lib/calendar/server/incoming/normalize'

export type Side = 'local' | 'remote'

/** The fields whose values are checked. Other edits only say that a side has changed the event. */
export type CheckedFields = Partial<Pick<Content, 'title' | 'location' | 'span'>>

const CHECKED = ['title', 'location', 'span'] as const

/** The edits of an event since both sides were equal. */
interface EventEdits {
  writes: { side: Side; fields: CheckedFields }[]
  deletedBy: Set<Side>
  isNew: boolean
}

/** Records the edits of both sides by UID, and derives from them what both sides must contain once they are equal. */
export class Expected {
  private before = new Map<string, Content>()
  private edits = new Map<string, EventEdits>()
  /** Events that an edit with several effects has changed, such as an undo. */
  private readonly unchecked = new Set<string>()
  /** Steps since both sides were equal, for the message of a failure. */
  private readonly history: string[] = []
  /** Whether a write that was replaced before it arrived may win. */
  private isLenient = false

  note(text: string): void {
    this.history.push(text)
  }

  create(uid: string): void {
    this.note(`${uid} created`)
    this.of(uid).isNew = true
  }

  change(side: Side, uid: string, fields: CheckedFields = {}): void {
    this.note(`${uid} changed (${side}): ${json(fields)}`)
    this.of(uid).writes.push({ side, fields })
  }

  remove(side: Side, uid: string): void {
    this.note(`${uid} deleted (${side})`)
    this.of(uid).deletedBy.add(side)
  }

  /** Leaves out an event until both sides are equal. */
  ignore(uid: string): void {
    this.note(`${uid} ignored`)
    this.unchecked.add(uid)
  }

  /** Checks only that no event is lost, until both sides are equal. */
  relax(): void {
    this.note('relaxed')
    this.isLenient = true
  }

  /**
   * Returns the differences between the expected and the actual content of both sides with what led to them, and starts
   * again from it.
   * @param others further differences
   */
  check(found: ReadonlyMap<string, Content>, others: readonly string[]): string[] {
    const uids = new Set([...this.before.keys(), ...this.edits.keys()])
    const checked = [...uids].filter((uid) => !this.unchecked.has(uid))
    const problems = [...others, ...checked.flatMap((uid) => this.problemsOf(uid, found.get(uid)))]
    if (problems.length) return [...problems, ...this.history]
    this.history.length = 0
    this.before = new Map(found)
    this.edits = new Map()
    this.unchecked.clear()
    this.isLenient = false
    return problems
  }

  private problemsOf(uid: string, found: Content | undefined): string[] {
    const { writes, deletedBy, isNew } = this.of(uid)
    const before = this.before.get(uid)
    if (!before && !isNew) return []
    if (deletedBy.size) {
      const isChangedByOther = writes.some(({ side }) => !deletedBy.has(side))
      return found && !isChangedByOther && !this.isLenient ? [`${uid} was deleted, but came back`] : []
    }
    if (!found) return [`${uid} is lost`]
    if (this.isLenient || isNew) return []
    return CHECKED.flatMap((field) => {
      const values = lastValues(writes, field)
      const allowed = values.length ? values : [before![field]]
      if (allowed.some((value) => isEqual(value, found[field]))) return []
      return [`${uid}: ${field} is ${json(found[field])} instead of ${allowed.map(json).join(' or ')}`]
    })
  }

  private of(uid: string): EventEdits {
    const known = this.edits.get(uid) ?? { writes: [], deletedBy: new Set(), isNew: false }
    this.edits.set(uid, known)
    return known
  }
}

/** Returns the last value that each side has given to a field. */
function lastValues(writes: EventEdits['writes'], field: keyof CheckedFields): unknown[] {
  return (['local', 'remote'] as const).flatMap((side) => {
    const write = writes.findLast(({ side: by, fields }) => by === side && field in fields)
    return write ? [write.fields[field]] : []
  })
}

function json(value: unknown): string {
  return JSON.stringify(value)
}
