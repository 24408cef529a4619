'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { GroupOverview } from '@/lib/schemas/groups'

/** Returns true if the viewer is the group's only owner. `members` is the first page, and owners come first. */
export function isOnlyOwner({ role, members }: GroupOverview): boolean {
  return role === 'owner' && members.filter((member) => member.role === 'owner').length === 1
}

/** Explains why the only owner cannot leave, and offers alternatives. */
export function OnlyOwner({ group, onClose }: { group: GroupOverview; onClose(): void }) {
  const t = useTranslations('group')
  const isOnlyMember = group.members.filter(({ hasAccount }) => hasAccount).length === 1
  return (
    <section className="card">
      <div className="confirm" role="alertdialog" aria-label={t('lastOwner')}>
        <p>{t('lastOwner')}</p>
        <p className="muted">{t(isOnlyMember ? 'lastOwnerAlone' : 'lastOwnerHint')}</p>
        <div className="row-end">
          {/* biome-ignore lint/a11y/noAutofocus: responds to the button that the user just pressed */}
          <button type="button" className="button" autoFocus onClick={onClose}>
            {t('cancel')}
          </button>
          <Link href={`/groups/${group.id}/settings#end`} prefetch={false} className="button danger">
            {t('delete')}
          </Link>
          {!isOnlyMember && (
            <button
              type="button"
              className="button primary"
              onClick={() => {
                onClose()
                document.getElementById('members')?.scrollIntoView({ block: 'start' })
              }}
            >
              {t('lastOwnerChoose')}
            </button>
          )}
        </div>
      </div>
    </section>
  )
}
