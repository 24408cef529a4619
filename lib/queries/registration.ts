import type { Grant } from '@/lib/access/grant'

/** Whether one may sign up: as the very first, as anybody, not at all, or only with an invitation that one has not. */
export type Registration = 'first' | 'open' | 'closed' | 'invitation'

/** How signing up stands for who comes with an open invitation, or without. */
export function registration({ row }: Grant<'read', 'instance'>, invited: boolean): Registration {
  if (row.empty) return 'first'
  return row.registration === 'invitation' && invited ? 'open' : row.registration
}
