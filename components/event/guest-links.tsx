'use client'

import { useQuery } from '@tanstack/react-query'
import { QrCode, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { newKey } from '@/components/forms/once'
import { refusalText } from '@/components/forms/refusal-text'
import { Dialog } from '@/components/ui/dialog'
import { toast } from '@/components/ui/toast'
import { createPublicLink, renewGuestLink, resendGuestLink, revokeGuestLink } from '@/lib/actions/guests'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { GuestLinksOutput } from '@/lib/schemas/guests'
import { GuestLinkRow } from './guest-link-row'
import styles from './guest-links.module.css'

type Guest = GuestLinksOutput['guests'][number]

/** Button for editors that opens the guest links of an event. */
export function GuestLinksButton({ event }: { event: EventDetail }) {
  const t = useTranslations('event')
  const [isOpen, setOpen] = useState(false)
  return (
    <p className={styles.opener}>
      <button type="button" className="button quiet" onClick={() => setOpen(true)}>
        <QrCode size={16} aria-hidden /> {t('guestLinks.button')}
      </button>
      {isOpen && <GuestLinksDialog event={event.id} onClose={() => setOpen(false)} />}
    </p>
  )
}

/** Dialog with the links of guests without an account, and the public link. */
function GuestLinksDialog({ event, onClose }: { event: string; onClose(): void }) {
  const t = useTranslations('event')
  const { data, error, refetch } = useQuery({
    queryKey: ['guest-links', event],
    // No ping invalidates this query, and guests may have joined since the dialog was last open.
    staleTime: 0,
    queryFn: async (): Promise<GuestLinksOutput> => {
      const response = await fetch(`/api/view/guest-links/${event}`)
      if (!response.ok) throw new Error(String(response.status))
      return response.json()
    },
  })
  const run = async (work: Promise<Awaited<ReturnType<typeof createPublicLink>>>, message: string) => {
    const response = await work.catch(() => null)
    if (response?.ok) toast({ text: message })
    else toast({ text: await refusalText(response, t(response ? 'notSaved' : 'offline')) })
    await refetch()
  }
  const revoke = (link: string) => run(revokeGuestLink({ event, link }, newKey()), t('guestLinks.revoked'))
  const renew = ({ email, name }: Guest) =>
    run(
      renewGuestLink(email ? { event, email } : { event, name: name ?? '' }, newKey()),
      t('guestLinks.renewed'),
    )

  return (
    <Dialog label={t('guestLinks.title')} onClose={onClose}>
      <header className="dialog-head">
        <h2>{t('guestLinks.title')}</h2>
        <button type="button" className="button quiet icon" aria-label={t('close')} onClick={onClose}>
          <X size={18} aria-hidden />
        </button>
      </header>
      <div className={styles.body}>
        <p className="muted">{t('guestLinks.hint')}</p>
        {error && <p className="form-error">{t('guestLinks.failed')}</p>}
        {!data && !error && <p className="muted">{t('guestLinks.loading')}</p>}
        {data && (
          <>
            {data.guests.length === 0 && <p>{t('guestLinks.none')}</p>}
            <ul className={styles.links}>
              {data.guests.map((guest) => (
                <GuestLinkRow
                  key={guest.email ?? `name:${guest.name}`}
                  name={guest.name ?? guest.email ?? ''}
                  link={guest.link}
                  mail={guest.mail}
                  onCreate={() => renew(guest)}
                  onRevoke={revoke}
                  onResend={
                    data.canSendMail && guest.email
                      ? (link) => run(resendGuestLink({ event, link }, newKey()), t('guestLinks.resent'))
                      : undefined
                  }
                />
              ))}
            </ul>
            <section className={styles.public}>
              <h3>{t('guestLinks.public')}</h3>
              <p className="muted">{t('guestLinks.publicHint')}</p>
              <ul className={styles.links}>
                <GuestLinkRow
                  name={t('guestLinks.public')}
                  link={data.publicLink}
                  isPublicLink
                  onCreate={() => run(createPublicLink({ event }, newKey()), t('guestLinks.publicCreated'))}
                  onRevoke={revoke}
                />
              </ul>
            </section>
          </>
        )}
      </div>
    </Dialog>
  )
}
