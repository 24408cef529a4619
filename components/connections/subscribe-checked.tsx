'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { newKey } from '@/components/forms/once'
import { loadPage, useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { TextField } from '@/components/ui/field'
import { subscribeFeed } from '@/lib/actions/subscribed-calendars'
import type { SYNC_INTERVALS } from '@/lib/schemas/choices'
import type { CheckedFeed } from '@/lib/schemas/subscribed-calendars'
import { IntervalField } from './interval-field'
import { OwnerField, type OwnerGroup } from './owner-field'

const DEFAULT_INTERVAL_MINUTES = 60

/** Shows which feed was found at an address, and creates a calendar for it. */
export function SubscribeChecked({
  feed,
  groups,
  onBack,
}: {
  feed: CheckedFeed
  groups: readonly OwnerGroup[]
  onBack(): void
}) {
  const t = useTranslations('subscribe')
  const { form, button, fieldError, fieldCode, formError, submit } = useSubmit()
  const [key] = useState(newKey)
  const [name, setName] = useState(feed.name)
  const [minutes, setMinutes] = useState<(typeof SYNC_INTERVALS)[number]>(DEFAULT_INTERVAL_MINUTES)
  const [owner, setOwner] = useState('')
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    const { address, color } = feed
    const input = { address, name, intervalMinutes: minutes, ...(color && { color }) }
    void submit(
      () => subscribeFeed({ ...input, ...(owner && { group: owner }) }, key),
      () => loadPage('/settings/calendars'),
    )
  }
  const isTaken = fieldCode('address') === 'taken'
  const nameError = fieldError('name')
  return (
    <form {...form} className="stack" onSubmit={onSubmit} noValidate>
      <p role="status">
        <bdi>{feed.name}</bdi> <small className="muted">{t('events', { count: feed.events })}</small>
      </p>
      <TextField
        label={t('name')}
        value={name}
        {...(nameError && { error: nameError })}
        onChange={({ target }) => setName(target.value)}
      />
      <IntervalField minutes={minutes} onChange={setMinutes} />
      <OwnerField groups={groups} value={owner} onChange={setOwner} />
      <SubmitRow error={isTaken ? t('taken') : formError('name')}>
        <button type="button" className="button quiet" onClick={onBack}>
          {t('back')}
        </button>
        <button type="submit" className="button primary" {...button}>
          {t('subscribe')}
        </button>
      </SubmitRow>
    </form>
  )
}
