'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { refusalText } from '@/components/forms/refusal-text'
import { AcceptOrDecline, type Work } from '@/components/group/accept-or-decline'
import { toast } from '@/components/ui/toast'
import { acceptEventInvitation, declineEventInvitation } from '@/lib/actions/events'
import { blockSender } from '@/lib/actions/shares'
import { formatWhen } from '@/lib/event-text/when-text'
import type { EventInvitation } from '@/lib/schemas/event-invitations'
import type { Viewer } from '@/lib/schemas/users'
import styles from './home.module.css'

/** Invitations to events that wait until the user accepts them. */
export function EventInvitations({
  invitations,
  viewer,
  today,
}: {
  invitations: readonly EventInvitation[]
  viewer: Viewer
  today: number
}) {
  const t = useTranslations('received')
  const event = useTranslations('event')
  const router = useRouter()
  if (!invitations.length) return null
  const run = async (work: Work, text: string) => {
    const response = await work().catch(() => null)
    toast({ text: response?.ok ? text : await refusalText(response, t('failed')) })
    router.refresh()
  }
  return (
    <section className="card stack" aria-labelledby="event-invitations">
      <h2 id="event-invitations">{t('events')}</h2>
      <ul className="rows" aria-labelledby="event-invitations">
        {invitations.map(({ id, title, span, organizer }) => (
          <li key={id} className={styles.eventInvitation}>
            <span className="grow">
              <strong dir="auto">{title}</strong>
              <br />
              <small>
                {t('eventFrom', { name: organizer.name, when: formatWhen(span, viewer, today, event) })}
              </small>
            </span>
            <AcceptOrDecline
              accept={{ text: t('acceptEvent'), label: t('acceptEventOf', { title }) }}
              decline={t('declineEventOf', { title })}
              sender={organizer.name}
              run={run}
              onAccept={[() => acceptEventInvitation({ event: id }), t('eventAdded', { title })]}
              onDecline={() => declineEventInvitation({ event: id })}
              onBlock={() => blockSender({ event: id })}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
