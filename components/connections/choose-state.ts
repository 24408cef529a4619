import type { DefaultAlarms } from '@/lib/calendar/alarms/alarm'
import { type Color, colorFor } from '@/lib/calendar/palette'
import type { DetailLevel } from '@/lib/calendar/shown-as'
import type { RemoteChoice } from '@/lib/schemas/connections'

/** Maximum length of the name of a calendar. */
export const MAX_NAME_LENGTH = 100

/** A calendar that the user can edit, and with which a remote calendar can be synced. */
export interface ChooseTarget {
  id: string
  name: string
  groupName: string | null
  /**
   * Whether it is already synced both ways with a remote calendar. Further remote calendars can only be synced one way.
   */
  isTwoWay: boolean
}

/** How a remote calendar is to be synced. */
export interface Choice {
  /** `pull`: from the remote calendar only. */
  mode: 'off' | 'pull' | 'both'
  /** Id of the calendar with which it is synced; null: a new calendar. */
  target: string | null
  /** The name of the new calendar; null: see {@link newCalendarName}. */
  name: string | null
  /** The color of the new calendar. */
  color: Color
  placedIn: string | null
  placedDetail: DetailLevel
  /** Default alarms of the calendar; null: those that the user has. */
  alarms: DefaultAlarms | null
}

/**
 * Returns the initial choice: calendars of the account are synced both ways with new calendars, and calendars that
 * another member syncs are joined.
 */
export function initialChoice({ id, isBound, isOwned, access, joins, color }: RemoteChoice): Choice {
  const mode = isBound ? 'off' : joins ? joins.direction : isOwned && access === 'write' ? 'both' : 'off'
  const own = { name: null, color: color ?? colorFor(id) }
  return { mode, target: null, ...own, placedIn: null, placedDetail: 'full', alarms: null }
}

/** Returns the modes that a remote calendar can have. A sync that is joined has the direction of the other member. */
export function modesOf({ access, joins }: RemoteChoice): Choice['mode'][] {
  if (joins) return ['off', joins.direction]
  return access === 'write' ? ['off', 'pull', 'both'] : ['off', 'pull']
}

/** A remote calendar with the user's choice. */
export interface ChosenCalendar {
  remote: RemoteChoice
  choice: Choice
}

/** Returns the calendars that are to be synced. */
export function chosenOf(
  remotes: readonly RemoteChoice[],
  choices: Readonly<Record<string, Choice>>,
): ChosenCalendar[] {
  return remotes.flatMap((remote) => {
    const choice = choices[remote.id] ?? initialChoice(remote)
    return choice.mode === 'off' || remote.isBound ? [] : [{ remote, choice }]
  })
}

/**
 * Returns why a choice is impossible; null if it is possible. `two-way`: its target is already synced both ways, or by
 * another choice; `same-calendar`: its events would be shown twice in its target.
 */
export function choiceProblem(
  { remote, choice }: ChosenCalendar,
  chosen: readonly ChosenCalendar[],
  targets: readonly ChooseTarget[],
): 'two-way' | 'same-calendar' | null {
  if (remote.joins || !choice.target) return null
  if (choice.placedIn === choice.target) return 'same-calendar'
  if (choice.mode !== 'both') return null
  const isTaken = targets.some(({ id, isTwoWay }) => id === choice.target && isTwoWay)
  const others = chosen.filter(({ remote: other }) => other.id !== remote.id && !other.joins)
  const isChosenTwice = others.some(
    ({ choice: { mode, target } }) => mode === 'both' && target === choice.target,
  )
  return isTaken || isChosenTwice ? 'two-way' : null
}

/**
 * Returns the name of the new calendar of a remote calendar. Google names the main calendar of an account by its
 * address, which the people with whom the new calendar is shared need not know.
 * @param mainName a name for the main calendar of an account
 */
export function newCalendarName({ remote, choice }: ChosenCalendar, mainName: string): string {
  const isAddress = remote.isPrimary && /^\S+@\S+$/.test(remote.name)
  return choice.name?.trim() || (isAddress ? mainName : remote.name.slice(0, MAX_NAME_LENGTH))
}

/** Returns the choices as the server expects them. @param mainName see {@link newCalendarName} */
export function toChosenInput(chosen: readonly ChosenCalendar[], mainName: string) {
  return chosen.map(({ remote, choice }) => ({
    ...nameOfNew({ remote, choice }, mainName),
    remote: remote.id,
    direction: choice.mode === 'pull' ? ('pull' as const) : ('both' as const),
    calendar: remote.joins ? null : choice.target,
    color: choice.color,
    placedIn: remote.joins ? null : choice.placedIn,
    placedDetail: choice.placedDetail,
    ...(choice.alarms && { alarms: choice.alarms }),
  }))
}

function nameOfNew(chosen: ChosenCalendar, mainName: string): { name?: string } {
  const name = newCalendarName(chosen, mainName)
  return chosen.remote.joins || chosen.choice.target || name === chosen.remote.name ? {} : { name }
}
