import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { Actor } from './actor'
import { isOfDeletedGroup } from './nouns/gathering'

/** The personal link of a participant of a gathering without an account. */
export type ParticipantLink = {
  slug: string
  /** The language that the participant chose. */
  locale: string | null
} & (
  | { state: 'personal'; participant: Extract<Actor, { kind: 'participant' }> }
  /** The organizer removed the participant or deleted the gathering, or its group was deleted. */
  | { state: 'gone' }
)

/** Loads a personal link by the participant's id; undefined for participants with an account, who need none. */
export async function loadParticipantLink(db: Db, id: string): Promise<ParticipantLink | undefined> {
  const [row] = await db.execute<Columns<LinkRow>>(sql`
    select g.id, g.slug, p.locale, p.email, p.name,
      p.revoked_at is not null or g.deleted_at is not null or ${isOfDeletedGroup} as "isGone"
    from gathering_participants p join gatherings g on g.id = p.gathering_id
    where p.id = ${id} and p.user_id is null`)
  if (!row) return undefined
  const { slug, locale, email, name, isGone } = row
  if (isGone) return { slug, locale, state: 'gone' }
  const participant = { kind: 'participant', id, gathering: row.id, person: { email, name } } as const
  return { slug, locale, state: 'personal', participant }
}

interface LinkRow {
  id: string
  slug: string
  locale: string | null
  email: string | null
  name: string | null
  isGone: boolean
}
