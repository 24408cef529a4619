'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { refusalText } from '@/components/forms/refusal-text'
import { Avatar } from '@/components/ui/avatar'
import { useHydrated } from '@/components/ui/hydrated'
import { Toasts, toast } from '@/components/ui/toast'
import { restoreGroup } from '@/lib/actions/groups'
import type { DeletedGroup, OwnGroup } from '@/lib/schemas/groups'
import type { ReceivedInvitation } from '@/lib/schemas/invitation-preview'
import type { Viewer } from '@/lib/schemas/users'
import styles from './group.module.css'
import { ReceivedInvitations } from './received'

/** Lists the user's groups and invitations, and the deleted groups that the user can restore. */
export function GroupsPage({
  groups,
  invitations,
  deleted,
  viewer,
}: {
  groups: OwnGroup[]
  invitations: ReceivedInvitation[]
  deleted: DeletedGroup[]
  viewer: Viewer
}) {
  const t = useTranslations('groups')
  const isHydrated = useHydrated()
  const router = useRouter()
  const date = new Intl.DateTimeFormat(viewer.locale, { dateStyle: 'medium', timeZone: viewer.timeZone })
  const run = async (work: () => Promise<{ ok: boolean }>, text: string) => {
    const response = await work().catch(() => null)
    toast({ text: response?.ok ? text : await refusalText(response, t('failed')) })
    router.refresh()
  }
  return (
    <main className="page" id="main">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <div className="row-end">
          <Link href="/gatherings" prefetch={false} className="button">
            {t('gatherings')}
          </Link>
          <Link href="/groups/new" className="button primary">
            {t('new')}
          </Link>
        </div>
      </div>
      <ReceivedInvitations shares={[]} invitations={invitations} />
      {groups.length ? (
        <ul className={`card rows ${styles.groupList}`} aria-label={t('title')}>
          {groups.map(({ id, name, color, image, role, memberCount }) => (
            <li key={id}>
              <Avatar id={id} name={name} image={image} color={color} isGroup size="large" />
              <span className="grow">
                <Link href={`/groups/${id}`} dir="auto">
                  {name}
                </Link>
                <small>{t('memberCount', { count: memberCount })}</small>
              </span>
              <small>{t(`roles.${role}`)}</small>
            </li>
          ))}
        </ul>
      ) : (
        <div className="card empty">
          <h2>{t('none')}</h2>
          <p className="muted">{t('noneHint')}</p>
        </div>
      )}
      {deleted.length > 0 && (
        <section className="card stack">
          <h2>{t('deletedTitle')}</h2>
          <ul className="rows" aria-label={t('deletedTitle')}>
            {deleted.map(({ id, name, color, until }) => (
              <li key={id}>
                <span className={`dot c-${color}`} aria-hidden="true" />
                <span className="grow">
                  <span dir="auto">{name}</span>
                  <br />
                  <small>{t('deletedUntil', { date: date.format(new Date(until)) })}</small>
                </span>
                <button
                  type="button"
                  className="button"
                  disabled={!isHydrated}
                  aria-label={t('restoreOf', { group: name })}
                  onClick={() => run(() => restoreGroup({ group: id }), t('restored', { group: name }))}
                >
                  {t('restore')}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Toasts />
    </main>
  )
}
