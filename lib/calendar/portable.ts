import type { EventContent } from './event'
import { isEqual } from './merge'
import { type Participant, sortParticipants } from './participant'

type Content = Omit<EventContent, 'calendarId'>

/** Who takes part, and the file's own words: what of an event or an instance may name accounts. */
interface People {
  attendees: Participant[]
  unknown: unknown[]
}

const ACCOUNT = /^urn:uuid:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i

/**
 * Content as it leaves an installation, the same in calendar files and archives: accounts become guests by name, and the
 * account stands as `urn:uuid:` (RFC 9562 §4) in a jCal ATTENDEE of `unknown`. Nobody's address is told.
 */
export function withoutAccounts(content: Content, nameOf: (userId: string) => string | undefined): Content {
  return mapPeople(content, ({ attendees, unknown }) => {
    // In the order that guests have, so that it stays the same where they are nothing else.
    const people = sortParticipants(
      attendees.map((one) => (one.userId === null ? one : asGuest(one, nameOf))),
    )
    const accounts = people.filter((one): one is Guest => 'account' in one)
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

/** Somebody who had an account where the file comes from. */
interface Guest extends Participant {
  account: string
}

function asGuest(
  { userId, name, status }: Participant,
  nameOf: (userId: string) => string | undefined,
): Guest {
  return { userId: null, email: null, name: nameOf(userId!) ?? name ?? userId, status, account: userId! }
}

/** The other way round, for accounts that may be named here. The others stay guests, and leave again as they came. */
export function withAccounts(content: Content, known: (userId: string) => boolean): Content {
  return mapPeople(content, ({ attendees, unknown }) => {
    const people = [...attendees]
    const rest = unknown.filter((property) => {
      const account = accountOf(property)
      if (!account || !known(account.userId)) return true
      const at = people.findIndex(
        ({ userId, email, name }) => userId === null && email === null && name === account.name,
      )
      if (at < 0) return true
      if (people.some(({ userId }) => userId === account.userId)) return true
      people[at] = { userId: account.userId, email: null, name: null, status: people[at]!.status }
      return false
    })
    return { attendees: people, unknown: rest }
  })
}

/** Accounts that content from a file names. */
export function accountsIn({ unknown, overrides }: Content): string[] {
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

/** An instance has people of its own or those of its series, and with them what stands for them in `unknown`. */
function mapPeople(content: Content, map: (people: People) => People): Content {
  const series = map(content)
  const overrides = Object.entries(content.overrides).map(([id, override]) => {
    if (!override.attendees && !override.unknown) return [id, override] as const
    const own = map({
      attendees: override.attendees ?? content.attendees,
      unknown: override.unknown ?? content.unknown,
    })
    const { attendees: _, unknown: __, ...plain } = override
    return [
      id,
      {
        ...plain,
        ...(override.attendees && { attendees: own.attendees }),
        ...(isEqual(own.unknown, series.unknown) ? {} : { unknown: own.unknown }),
      },
    ] as const
  })
  return { ...content, ...series, overrides: Object.fromEntries(overrides) }
}
