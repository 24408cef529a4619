'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { refusalText } from '@/components/forms/refusal-text'
import { useSubmit } from '@/components/forms/submit'
import { FormError } from '@/components/forms/submit-row'
import { Confirm } from '@/components/ui/confirm'
import { CopyField } from '@/components/ui/copy-field'
import { SelectField, TextField } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import { createFeed, revokeFeed } from '@/lib/actions/calendars'
import type { CalendarDetail } from '@/lib/schemas/calendars'
import { FEED_LEVELS, type FeedLevel } from '@/lib/schemas/choices'
import type { Viewer } from '@/lib/schemas/users'
import styles from './calendars.module.css'

/** Lists, creates and revokes feeds of a calendar. A new feed's URL is shown once, since only its hash is stored. */
export function Feeds({
  calendar,
  viewer,
  onChanged,
}: {
  calendar: CalendarDetail
  viewer: Viewer
  onChanged(): void
}) {
  const t = useTranslations('calendars')
  const [confirming, setConfirming] = useState<string | null>(null)
  const revoke = async (feed: string) => {
    setConfirming(null)
    const response = await revokeFeed({ feed }).catch(() => null)
    toast({ text: response?.ok ? t('revoked') : await refusalText(response, t('failed')) })
    onChanged()
  }
  const { locale, timeZone } = viewer
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', calendar: 'gregory', timeZone })
  const formatDate = (instant: string) => date.format(new Date(instant))
  return (
    <details className={styles.calendarsFeeds} open={calendar.feeds.length > 0}>
      <summary>{t('feeds', { count: calendar.feeds.length })}</summary>
      <p className="muted">{t('feedsHint')}</p>
      {calendar.feeds.length > 0 && (
        <ul className="rows" aria-label={t('feedList', { calendar: calendar.name })}>
          {calendar.feeds.map(({ id, level, name, createdBy, createdAt, lastReadAt }) => (
            <li key={id}>
              {confirming === id ? (
                <Confirm
                  question={t('revokeConfirm')}
                  yes={t('revoke')}
                  no={t('cancel')}
                  onYes={() => void revoke(id)}
                  onNo={() => setConfirming(null)}
                />
              ) : (
                <>
                  <span className={`grow ${styles.rowName}`}>
                    <span dir="auto">{name || t('unnamed')}</span> · {t(`feedLevels.${level}`)}
                    <br />
                    <small>
                      {t('feedSince', { name: createdBy, date: formatDate(createdAt) })} ·{' '}
                      {lastReadAt ? t('lastRead', { date: formatDate(lastReadAt) }) : t('neverRead')}
                    </small>
                  </span>
                  <button type="button" className="button quiet danger" onClick={() => setConfirming(id)}>
                    {t('revoke')}
                  </button>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <NewFeed calendar={calendar.id} onCreated={onChanged} />
    </details>
  )
}

function NewFeed({ calendar, onCreated }: { calendar: string; onCreated(): void }) {
  const t = useTranslations('calendars')
  const { form, button, fieldError, formError, submit } = useSubmit({ hasUnsavedWarning: true })
  const [name, setName] = useState('')
  const [level, setLevel] = useState<FeedLevel>('full')
  const [link, setLink] = useState<string | null>(null)
  const problem = formError('name')
  return (
    <form
      {...form}
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void submit(
          () => createFeed({ calendar, level, name }),
          ({ result }) => {
            setLink(location.origin + result.path)
            setName('')
            onCreated()
          },
        )
      }}
    >
      <div className="row">
        <TextField
          label={t('feedName')}
          placeholder={t('feedNamePlaceholder')}
          value={name}
          error={fieldError('name')}
          onChange={({ target }) => setName(target.value)}
        />
        <SelectField
          label={t('feedDetail')}
          value={level}
          options={FEED_LEVELS.map((level) => [level, t(`feedLevels.${level}`)])}
          onChange={({ target }) => setLevel(target.value as FeedLevel)}
        />
        <button type="submit" className="button" {...button}>
          {t('createFeed')}
        </button>
      </div>
      <FormError error={problem} />
      {link && (
        <CopyField
          label={t('feedLink')}
          hint={t('feedOnce')}
          value={link}
          copy={t('copy')}
          copied={t('copied')}
        />
      )}
    </form>
  )
}
