'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { refusalText } from '@/components/forms/refusal-text'
import { toast } from '@/components/ui/toast'
import { acceptInvitation, declineInvitation } from '@/lib/actions/groups'
import { acceptShare, blockSender, removeShare } from '@/lib/actions/shares'
import type { ReceivedInvitation } from '@/lib/schemas/invitation-preview'
import type { ReceivedShare } from '@/lib/schemas/shares'
import { AcceptOrDecline, type Work } from './accept-or-decline'
import styles from './received.module.css'

/** Lists invitations and shares that the user can accept or decline, and calendars recently shared with them. */
export function ReceivedInvitations({
  invitations = [],
  shares,
}: {
  invitations?: ReceivedInvitation[]
  shares: ReceivedShare[]
}) {
  const t = useTranslations('received')
  const router = useRouter()
  if (!invitations.length && !shares.length) return null
  const run = async (work: Work, text: string) => {
    const response = await work().catch(() => null)
    toast({ text: response?.ok ? text : await refusalText(response, t('failed')) })
    router.refresh()
  }
  const hasPending = invitations.length > 0 || shares.some(({ isWaiting }) => isWaiting)
  return (
    <section className="card stack" aria-labelledby="received">
      <h2 id="received">{t(hasPending ? 'title' : 'sharedTitle')}</h2>
      <ul className="rows" aria-labelledby="received">
        {invitations.map(({ id, groupName, groupColor, invitedBy, role }) => (
          <Item key={id} name={groupName} color={groupColor} note={t('from', { name: invitedBy, role })}>
            <AcceptOrDecline
              accept={{ text: t('accept'), label: t('acceptOf', { group: groupName }) }}
              decline={t('declineOf', { group: groupName })}
              sender={invitedBy}
              run={run}
              onAccept={[() => acceptInvitation({ invitation: id }), t('joined', { group: groupName })]}
              onDecline={() => declineInvitation({ invitation: id })}
              onBlock={() => blockSender({ invitation: id })}
            />
          </Item>
        ))}
        {shares.map(({ id, calendar, name, color, level, by, isWaiting }) => (
          <Item
            key={id}
            name={name}
            color={color}
            note={t(by === null ? 'shared' : 'sharedBy', { name: by ?? '', level })}
          >
            {isWaiting ? (
              <AcceptOrDecline
                accept={{ text: t('acceptShare'), label: t('acceptShareOf', { calendar: name }) }}
                decline={t('declineShareOf', { calendar: name })}
                sender={by}
                run={run}
                onAccept={[() => acceptShare({ share: id }), t('accepted', { calendar: name })]}
                onDecline={() => removeShare({ share: id })}
                onBlock={() => blockSender({ share: id })}
              />
            ) : (
              <Link
                href={`/calendars/${calendar}`}
                prefetch={false}
                className="button"
                aria-label={t('viewOf', { calendar: name })}
              >
                {t('view')}
              </Link>
            )}
          </Item>
        ))}
      </ul>
    </section>
  )
}

function Item({
  name,
  color,
  note,
  children,
}: {
  name: string
  color: string
  note: string
  children: ReactNode
}) {
  return (
    <li className={styles.received}>
      <span className={`dot c-${color}`} aria-hidden="true" />
      <span className="grow">
        <strong dir="auto">{name}</strong>
        <br />
        <small>{note}</small>
      </span>
      {children}
    </li>
  )
}
