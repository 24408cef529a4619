import { type Day, dayNumber, dayOf, weekday } from '../day'
import { type Due, nextDues } from './due'

export const ROTATION_UNITS = ['occurrence', 'week'] as const

/** The order in which people do a recurring duty, as a user edits it. */
export interface RotationOrder {
  /** Whether the next person takes the next task, or all tasks of the next ISO week. */
  by: (typeof ROTATION_UNITS)[number]
  /** Ids of the people. */
  people: string[]
}

export interface Rotation extends RotationOrder {
  /** Whose turn a day is by the order. Later turns are counted from there, so an edit of the order moves none of the past. */
  from: { day: Day; person: string }
  /** The people who take a turn that is not theirs by the order, keyed by {@link turnKey}. */
  swaps: Record<Day, string>
}

/** A turn of a rotation. */
export interface Turn {
  /** Day on which its first task is due. */
  day: Day
  person: string
}

/** Returns the key of the turn of a day: the day, or the Monday of its ISO week. */
export function turnKey({ by }: RotationOrder, day: Day): Day {
  return by === 'week' ? dayOf(mondayOf(day)) : day
}

/**
 * Returns a rotation after an edit of its order. If the person from whom turns are counted was removed, the turns go on
 * after the person before them.
 * @param present the day on which the present task is due, and its assignee
 */
export function editRotation(
  before: Rotation | null,
  order: RotationOrder,
  present: { day: Day; assignee: string | null },
): Rotation {
  const { by, people } = order
  const isIn = (person: string) => people.includes(person)
  const swaps = before && before.by === by ? before.swaps : {}
  return {
    ...{ by, people },
    from: before
      ? { ...before.from, person: nearestBefore(before, isIn) ?? people.at(-1)! }
      : { day: present.day, person: people.find((id) => id === present.assignee) ?? people[0]! },
    swaps: Object.fromEntries(Object.entries(swaps).filter(([, person]) => isIn(person))),
  }
}

/** Returns a rotation without people; null if nobody remains. */
export function withoutPeople(rotation: Rotation, removed: readonly string[]): Rotation | null {
  const people = rotation.people.filter((id) => !removed.includes(id))
  const { by, from } = rotation
  return people.length ? editRotation(rotation, { by, people }, { day: from.day, assignee: null }) : null
}

/** Returns the rotation at the next task, and the person whose turn it is. */
export function nextTurn(rotation: Rotation, day: Day): { rotation: Rotation; person: string } {
  const { by, people, from } = rotation
  const steps = by === 'week' ? (mondayOf(day) - mondayOf(from.day)) / 7 : 1
  const index = people.indexOf(from.person) + steps
  const regular = people[((index % people.length) + people.length) % people.length]!
  const key = turnKey(rotation, day)
  const swaps = Object.fromEntries(Object.entries(rotation.swaps).filter(([swapped]) => swapped >= key))
  return { rotation: { ...rotation, from: { day, person: regular }, swaps }, person: swaps[key] ?? regular }
}

/**
 * Returns the turns after that of the present task.
 * @param task the present task
 * @param today the date of the user: no later task is due before
 */
export function upcomingTurns(
  { due, rule, rotation }: { due: Due; rule: string; rotation: Rotation },
  today: Day,
  count: number,
): Turn[] {
  const turns = new Map<Day, Turn>()
  const present = turnKey(rotation, due.day)
  let current = rotation
  for (const { day } of nextDues(due, rule, today, rotation.by === 'week' ? 7 * (count + 1) : count)) {
    const next = nextTurn(current, day)
    current = next.rotation
    const key = turnKey(current, day)
    if (key !== present && !turns.has(key)) turns.set(key, { day, person: next.person })
  }
  return [...turns.values()].slice(0, count)
}

/**
 * Returns the next turn of each other person of a rotation, which the assignee can take in exchange for the present one.
 * Returns none if the assignee is not of the rotation.
 */
export function turnsToSwap(
  task: { due: Due | null; rule: string | null; rotation: Rotation | null },
  assignee: string,
  today: Day,
): Turn[] {
  const { due, rule, rotation } = task
  if (!due || rule === null || !rotation?.people.includes(assignee)) return []
  const first = new Map<string, Turn>()
  for (const turn of upcomingTurns({ due, rule, rotation }, today, 2 * rotation.people.length)) {
    if (turn.person !== assignee && !first.has(turn.person)) first.set(turn.person, turn)
  }
  return [...first.values()]
}

/** Returns a rotation in which the assignee of the present task and another person have exchanged turns. */
export function swapTurns(rotation: Rotation, present: Turn, other: Turn): Rotation {
  const [key, otherKey] = [turnKey(rotation, present.day), turnKey(rotation, other.day)]
  return { ...rotation, swaps: { ...rotation.swaps, [key]: other.person, [otherKey]: present.person } }
}

/** Returns the nearest person who fulfils a condition, backwards from the person with whom the turns begin. */
function nearestBefore({ people, from }: Rotation, isIn: (person: string) => boolean): string | undefined {
  const index = people.indexOf(from.person)
  return [...people.slice(index + 1), ...people.slice(0, index + 1)].findLast(isIn)
}

/** Returns the day number of the Monday of the ISO week of a day. */
function mondayOf(day: Day): number {
  const number = dayNumber(day)
  return number - weekday(number) + 1
}
