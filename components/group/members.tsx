'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { FindPerson } from '@/components/people/find-person'
import { canManageGroup } from '@/lib/calendar/roles'
import { MEMBERS_PAGE_SIZE } from '@/lib/schemas/choices'
import type { GroupOverview, Member, MemberPage } from '@/lib/schemas/groups'
import type { Viewer } from '@/lib/schemas/users'
import { AddMember } from './add-member'
import styles from './group.module.css'
import { MemberListItem } from './member-list-item'
import type { GroupRun } from './run'

/** Number of members above which a search field is shown. */
const SEARCH_THRESHOLD = 12

/** Lists a group's members page by page, with a search by name. */
export function Members({
  group,
  viewer,
  run,
  refetch,
}: {
  group: GroupOverview
  viewer: Viewer
  run: GroupRun
  refetch(): void
}) {
  const t = useTranslations('group')
  const tPeople = useTranslations('people')
  const [query, setQuery] = useState('')
  const [pages, setPages] = useState(1)
  const [found, setFound] = useState<MemberPage | null>(null)
  const needsFetch = query.trim() !== '' || pages > 1
  // `group` is a new object after each change, so the members are fetched again.
  useEffect(() => {
    if (!needsFetch) return setFound(null)
    const abort = new AbortController()
    const wait = setTimeout(async () => {
      const offsets = Array.from({ length: pages }, (_, page) => page * MEMBERS_PAGE_SIZE)
      const loaded = await Promise.all(
        offsets.map((from) => fetchMembers(group.id, query.trim(), from, abort.signal)),
      ).catch(() => null)
      if (loaded && !abort.signal.aborted) {
        setFound({ count: loaded[0]!.count, members: loaded.flatMap(({ members }) => members) })
      }
    }, 150)
    return () => {
      clearTimeout(wait)
      abort.abort()
    }
  }, [needsFetch, query, pages, group])

  const shown: { count: number; members: Member[] } =
    needsFetch && found ? found : { count: group.memberCount, members: group.members }
  const remaining = shown.count - shown.members.length
  return (
    <section className={`card stack ${styles.groupMembers}`} id="members">
      <h2>{t('members', { count: group.memberCount })}</h2>
      {group.memberCount > SEARCH_THRESHOLD && (
        <FindPerson
          query={query}
          onChange={(typed) => {
            setQuery(typed)
            setPages(1)
          }}
        />
      )}
      <ul className="rows" aria-label={t('memberList')}>
        {shown.members.map((member) => (
          <MemberListItem
            key={member.userId}
            group={group}
            member={member}
            isSelf={member.userId === viewer.id}
            run={run}
            onSaved={refetch}
          />
        ))}
      </ul>
      {needsFetch && found?.count === 0 && (
        <p className="muted">{tPeople('none', { query: query.trim() })}</p>
      )}
      {remaining > 0 && (
        <button type="button" className="button" onClick={() => setPages(pages + 1)}>
          {t('showMore', { count: Math.min(remaining, MEMBERS_PAGE_SIZE) })}
          <small className="muted">{t('shownOf', { shown: shown.members.length, count: shown.count })}</small>
        </button>
      )}
      {canManageGroup(group.role) && <AddMember group={group.id} onAdded={refetch} />}
    </section>
  )
}

async function fetchMembers(
  group: string,
  q: string,
  from: number,
  signal: AbortSignal,
): Promise<MemberPage> {
  const params = new URLSearchParams({ q, from: String(from) })
  const response = await fetch(`/api/view/group/${group}/members?${params}`, { signal })
  if (!response.ok) throw new Error(String(response.status))
  return response.json()
}
