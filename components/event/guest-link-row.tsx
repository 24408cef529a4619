'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { copyText } from '@/components/ui/copy-text'
import { toast } from '@/components/ui/toast'
import type { GuestLinksOutput } from '@/lib/schemas/guests'
import styles from './guest-links.module.css'

interface Link {
  id: string
  path: string
}

/** A link with buttons to copy it, to show its QR code, to mail it again and to revoke it. */
export function GuestLinkRow({
  name,
  link,
  mail = null,
  isPublicLink = false,
  onCreate,
  onRevoke,
  onResend,
}: {
  name: string
  /** Null if there is no link, or the link was revoked. */
  link: Link | null
  /** Delivery status of the last mail to the guest. */
  mail?: GuestLinksOutput['guests'][number]['mail']
  isPublicLink?: boolean
  onCreate(): Promise<void>
  onRevoke(link: string): Promise<void>
  onResend?: ((link: string) => Promise<void>) | undefined
}) {
  const t = useTranslations('event')
  const [showsCode, setShowsCode] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const run = async (work: () => Promise<void>) => {
    if (isBusy) return
    setBusy(true)
    await work()
    setBusy(false)
  }
  const copy = async ({ path }: Link) => {
    const isCopied = await copyText(location.origin + path)
    toast({ text: t(isCopied ? 'guestLinks.copied' : 'guestLinks.notCopied') })
  }
  return (
    <li>
      <span className={styles.name} dir="auto">
        {name}
      </span>
      {mail && (
        <span className={mail === 'failed' ? 'form-error' : 'muted'}>{t(`guestLinks.mail.${mail}`)}</span>
      )}
      {link ? (
        <span className={styles.buttons}>
          <button type="button" className="button" onClick={() => void copy(link)}>
            {t('guestLinks.copy')}
          </button>
          <button
            type="button"
            className="button"
            aria-expanded={showsCode}
            onClick={() => setShowsCode(!showsCode)}
          >
            {t('guestLinks.qr')}
          </button>
          {onResend && (
            <button
              type="button"
              className="button"
              aria-disabled={isBusy}
              onClick={() => void run(() => onResend(link.id))}
            >
              {t('guestLinks.resend')}
            </button>
          )}
          <button
            type="button"
            className="button danger"
            aria-disabled={isBusy}
            onClick={() => void run(() => onRevoke(link.id))}
          >
            {t('guestLinks.revoke')}
          </button>
        </span>
      ) : (
        <span className={styles.buttons}>
          <button type="button" className="button" aria-disabled={isBusy} onClick={() => void run(onCreate)}>
            {t(isPublicLink ? 'guestLinks.createPublic' : 'guestLinks.renew')}
          </button>
        </span>
      )}
      {link && showsCode && (
        // biome-ignore lint/performance/noImgElement: the server draws it as SVG
        <img
          className={styles.code}
          src={`${link.path}/qr.svg`}
          alt={t('guestLinks.qrOf', { name })}
          width={220}
          height={220}
        />
      )}
    </li>
  )
}
