'use client'

import { useTranslations } from 'next-intl'
import { later } from '@/components/shell/later'
import { LaterDisclosure } from './later-disclosure'
import type { OwnSectionProps } from './own-section'

const OwnSection = later(
  () => import('./own-section').then((all) => all.OwnSection),
  ['alarms', 'errors', 'palette'],
)

/** Disclosure of the viewer's own alarms and settings of an event, which are loaded when it opens. */
export function OwnDisclosure(props: OwnSectionProps) {
  const t = useTranslations('event')
  return (
    <LaterDisclosure label={t('forYou')}>
      <OwnSection {...props} />
    </LaterDisclosure>
  )
}
