import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { searchPeople } from '@/components/people/search-people'
import { parseGuestList, type TypedGuest } from '@/lib/calendar/guest-list'
import { type Participant, personKey } from '@/lib/calendar/participant'

/** A guest or group that the guest field suggests. */
export type GuestSuggestion =
  | { kind: 'person'; id: string; name: string; image: string | null; color: string }
  | ({ kind: 'address' } & TypedGuest)
  | { kind: 'group'; id: string; name: string }

/** Maximum number of suggestions that are shown. */
const MAX_SHOWN = 8

/**
 * Returns suggestions for a typed text: the address that it contains, users, groups, and addresses that the user has
 * invited before. Leaves out guests who are already invited.
 */
export function useGuestSuggestions(text: string, invited: readonly Participant[]): GuestSuggestion[] {
  const query = useDeferredValue(text.trim())
  const { data } = useQuery({
    queryKey: ['guests', query],
    queryFn: ({ signal }) => searchPeople({ q: query, managed: true, guests: true }, signal),
    enabled: query !== '',
    placeholderData: keepPreviousData,
  })
  if (!text.trim()) return []
  const { guests: typed } = parseGuestList(text)
  const earlierGuests = data?.guests
  const found: GuestSuggestion[] = [
    ...(typed.length === 1 ? [{ kind: 'address' as const, ...typed[0]! }] : []),
    ...(data?.people ?? []).map(([id, name, image, color]) => ({
      ...{ kind: 'person' as const, id, name, image: image || null, color },
    })),
    ...(earlierGuests?.groups ?? []).map((group) => ({ kind: 'group' as const, ...group })),
    ...(earlierGuests?.addresses ?? [])
      .filter(({ email }) => email !== typed[0]?.email)
      .map((address) => ({ kind: 'address' as const, ...address })),
  ]
  const keys = new Set(invited.map(personKey))
  return found
    .filter((guest) => guest.kind === 'group' || !keys.has(guest.kind === 'person' ? guest.id : guest.email))
    .slice(0, MAX_SHOWN)
}
