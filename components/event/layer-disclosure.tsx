'use client'

import { useTranslations } from 'next-intl'
import { later } from '@/components/shell/later'
import { LaterDisclosure } from './later-disclosure'
import type { LayerFormProps } from './layer-form'

const LayerForm = later(
  () => import('./layer-form').then((all) => all.LayerForm),
  ['alarms', 'errors', 'palette'],
)

/** Disclosure of the viewer's own alarms and settings of an event, which are loaded when it opens. */
export function LayerDisclosure(props: LayerFormProps) {
  const t = useTranslations('event')
  return (
    <LaterDisclosure label={t('forYou')}>
      <LayerForm {...props} />
    </LaterDisclosure>
  )
}
