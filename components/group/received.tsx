'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useAlive } from '@/components/ui/alive'
import { toast } from '@/components/ui/toast'
import { acceptInvitation, declineInvitation } from '@/lib/actions/groups'
import type { ReceivedInvitation } from '@/lib/schemas/groups'
import type { ReceivedShare } from '@/lib/schemas/shares'
import './received.css'

/** What others let one into: groups that one is invited to, calendars that were shared lately. */
export function Received({
  invitations,
  shares = [],
}: {
  invitations: ReceivedInvitation[]
  shares?: ReceivedShare[]
}) {
  const t = useTranslations('received')
  const alive = useAlive()
  const router = useRouter()
  if (!invitations.length && !shares.length) return null
  const run = async (work: () => Promise<{ ok: boolean }>, text: string) => {
    const answer = await work().catch(() => null)
    toast({ text: answer?.ok ? text : t('failed') })
    router.refresh()
  }
  return (
    <section className="card stack" aria-labelledby="received">
      <h2 id="received">{t(invitations.length ? 'title' : 'sharedTitle')}</h2>
      <ul className="rows" aria-labelledby="received">
        {invitations.map(({ id, groupName, groupColor, invitedBy, role }) => (
          <li key={id} className="received">
            <span className={`dot c-${groupColor}`} aria-hidden="true" />
            <span className="grow">
              <strong dir="auto">{groupName}</strong>
              <br />
              <small>{t('from', { name: invitedBy, role })}</small>
            </span>
            <span className="received-ways">
              <button
                type="button"
                className="button primary"
                disabled={!alive}
                aria-label={t('acceptOf', { group: groupName })}
                onClick={() =>
                  run(() => acceptInvitation({ invitation: id }), t('joined', { group: groupName }))
                }
              >
                {t('accept')}
              </button>
              <button
                type="button"
                className="button quiet"
                disabled={!alive}
                aria-label={t('declineOf', { group: groupName })}
                onClick={() => run(() => declineInvitation({ invitation: id }), t('declined'))}
              >
                {t('decline')}
              </button>
            </span>
          </li>
        ))}
        {shares.map(({ id, calendar, name, color, role, by }) => (
          <li key={id} className="received">
            <span className={`dot c-${color}`} aria-hidden="true" />
            <span className="grow">
              <strong dir="auto">{name}</strong>
              <br />
              <small>{t(by === null ? 'shared' : 'sharedBy', { name: by ?? '', role })}</small>
            </span>
            <Link
              href={`/calendars/${calendar}`}
              prefetch={false}
              className="button"
              aria-label={t('lookOf', { calendar: name })}
            >
              {t('look')}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
