'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { CopyField } from '@/components/ui/copy-field'
import { Dialog } from '@/components/ui/dialog'
import { ShareButton } from '@/components/ui/share-button'
import styles from './gatherings.module.css'

/** The address of the page as text and QR code. */
export function QrDialog({ slug, title, onClose }: { slug: string; title: string; onClose(): void }) {
  const t = useTranslations('gathering')
  const link = `${location.origin}/g/${slug}`
  return (
    <Dialog label={t('qrCode')} onClose={onClose}>
      <div className="dialog-head">
        <h2>{t('qrCode')}</h2>
        <button type="button" className="button quiet icon" aria-label={t('close')} onClick={onClose}>
          <X size={18} aria-hidden />
        </button>
      </div>
      <div className={styles.qr}>
        {/* biome-ignore lint/performance/noImgElement: an SVG of this server */}
        <img src={`/g/${slug}/qr.svg`} alt={t('qrCode')} width={220} height={220} />
        <CopyField label={t('link')} value={link} copy={t('copyLink')} copied={t('copied')} />
        <ShareButton title={title} text={title} url={link} label={t('share')} />
      </div>
    </Dialog>
  )
}
