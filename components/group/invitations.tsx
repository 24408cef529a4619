'use client'

import { Link2, Mail } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { resendInvitation, revokeInvitation } from '@/lib/actions/groups'
import type { GroupOverview } from '@/lib/schemas/groups'
import type { Viewer } from '@/lib/schemas/users'
import styles from './group.module.css'
import type { GroupRun } from './run'

/** Lists open and declined invitations with role, uses and mail delivery. */
export function Invitations({
  group,
  viewer,
  canSendMail,
  run,
}: {
  group: GroupOverview
  viewer: Viewer
  canSendMail: boolean
  run: GroupRun
}) {
  const t = useTranslations('groupInvitations')
  const groupWords = useTranslations('group')
  const date = new Intl.DateTimeFormat(viewer.locale, { dateStyle: 'medium', timeZone: viewer.timeZone })
  return (
    <section className="card stack">
      <h2>{t('openInvitations')}</h2>
      <ul className="rows" aria-label={t('openInvitations')}>
        {group.invitations.map(
          ({ id, role, invitedBy, expiresAt, uses, maxUses, email, outcome, isDeclined }) => (
            <li key={id} className={styles.groupInvitation}>
              {email ? <Mail size={18} aria-hidden /> : <Link2 size={18} aria-hidden />}
              <span className="grow">
                {email && (
                  <>
                    <bdi>{email}</bdi>
                    <br />
                  </>
                )}
                <small>
                  {t('invitation', {
                    role: groupWords(`roles.${role}`),
                    name: invitedBy,
                    date: date.format(new Date(expiresAt)),
                  })}
                  {' · '}
                  {isDeclined ? (
                    <strong>{t('wasDeclined')}</strong>
                  ) : email && outcome ? (
                    <span className={outcome === 'failed' ? 'error' : undefined}>
                      {t(`outcomes.${outcome}`)}
                    </span>
                  ) : maxUses ? (
                    t('usedOf', { uses, most: maxUses })
                  ) : (
                    t('used', { count: uses })
                  )}
                </small>
              </span>
              <span className={styles.groupInvitationWays}>
                {email && canSendMail && (
                  <button
                    type="button"
                    className="button quiet"
                    aria-label={t('resendTo', { email })}
                    onClick={() => run(() => resendInvitation({ invitation: id }), t('resent'))}
                  >
                    {t('resend')}
                  </button>
                )}
                <button
                  type="button"
                  className="button quiet"
                  aria-label={email ? t(isDeclined ? 'forgetOf' : 'withdrawOf', { email }) : undefined}
                  onClick={() =>
                    run(() => revokeInvitation({ invitation: id }), isDeclined ? undefined : t('withdrawn'))
                  }
                >
                  {t(isDeclined ? 'forget' : 'withdraw')}
                </button>
              </span>
            </li>
          ),
        )}
      </ul>
    </section>
  )
}
