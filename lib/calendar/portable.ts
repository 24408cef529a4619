import type { CalendarObject } from './event'
import { isEqual } from './is-equal'
import { type AnsweredParticipant, sortParticipants } from './participant'

/** The parts of an event or override that can refer to accounts. */
interface People {
  attendees: AnsweredParticipant[]
  unknown: unknown[]
}

const ACCOUNT = /^urn:uuid:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i

/**
 * Returns content for export in calendar files and archives: accounts become guests by name, and the account id is
 * kept as `urn:uuid:` (RFC 9562 §4) in a jCal ATTENDEE of `unknown`. E-mail addresses of accounts are not exported.
 */
export function withoutAccounts(
  content: CalendarObject,
  nameOf: (userId: string) => string | undefined,
): CalendarObject {
  return mapPeople(content, ({ attendees, unknown }) => {
    // Sorts by the names of the guests, as an import does, so that importing and exporting again keeps the order.
    const people = sortParticipants(
      attendees.map((attendee) => (attendee.userId === null ? attendee : withoutAccount(attendee, nameOf))),
    )
    const accounts = people.filter((person): person is FormerAccount => 'account' in person)
    if (!accounts.length) return { attendees, unknown }
    return {
      attendees: people.map(({ userId, email, name, status }) => ({ userId, email, name, status })),
      unknown: [
        ...accounts.map(({ account, name, status }) => [
          'attendee',
          { cn: name, partstat: status.toUpperCase() },
          'cal-address',
          `urn:uuid:${account}`,
        ]),
        ...unknown,
      ],
    }
  })
}

/** A participant whose account id was replaced by a name; `account` is the id. */
interface FormerAccount extends AnsweredParticipant {
  account: string
}

function withoutAccount(
  { userId, name, status }: AnsweredParticipant,
  nameOf: (userId: string) => string | undefined,
): FormerAccount {
  return { userId: null, email: null, name: nameOf(userId!) ?? name ?? userId, status, account: userId! }
}

/** Reverses {@link withoutAccounts} for the `known` accounts. Others stay guests and are exported again unchanged. */
export function withAccounts(content: CalendarObject, isKnown: (userId: string) => boolean): CalendarObject {
  return mapPeople(content, ({ attendees, unknown }) => {
    const people = [...attendees]
    const otherProperties = unknown.filter((property) => {
      const account = accountOf(property)
      if (!account || !isKnown(account.userId)) return true
      const at = people.findIndex(
        ({ userId, email, name }) => userId === null && email === null && name === account.name,
      )
      if (at < 0) return true
      if (people.some(({ userId }) => userId === account.userId)) return true
      people[at] = { userId: account.userId, email: null, name: null, status: people[at]!.status }
      return false
    })
    return { attendees: people, unknown: otherProperties }
  })
}

/** Returns the ids of accounts that imported content refers to. */
export function accountsIn({ unknown, overrides }: CalendarObject): string[] {
  const all = [unknown, ...Object.values(overrides).map((override) => override.unknown ?? [])]
  return all.flat().flatMap((property) => accountOf(property)?.userId ?? [])
}

function accountOf(property: unknown): { userId: string; name: string | null } | undefined {
  if (!Array.isArray(property) || property[0] !== 'attendee') return undefined
  const [, params, , value] = property as [string, { cn?: unknown } | null, unknown, unknown]
  const userId = typeof value === 'string' ? ACCOUNT.exec(value)?.[1] : undefined
  const name = typeof params?.cn === 'string' ? params.cn : null
  return userId === undefined ? undefined : { userId: userId.toLowerCase(), name }
}

/** Maps the participants of the series and of each override, which inherits what it does not override. */
function mapPeople(content: CalendarObject, map: (people: People) => People): CalendarObject {
  const series = map(content)
  const overrides = Object.entries(content.overrides).map(([id, override]) => {
    if (!override.attendees && !override.unknown) return [id, override] as const
    const mapped = map({
      attendees: override.attendees ?? content.attendees,
      unknown: override.unknown ?? content.unknown,
    })
    const { attendees: _, unknown: __, ...plain } = override
    return [
      id,
      {
        ...plain,
        ...(override.attendees && { attendees: mapped.attendees }),
        ...(isEqual(mapped.unknown, series.unknown) ? {} : { unknown: mapped.unknown }),
      },
    ] as const
  })
  return { ...content, ...series, overrides: Object.fromEntries(overrides) }
}
