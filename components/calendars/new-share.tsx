'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ResendConfirmation } from '@/components/account/resend-confirmation'
import { useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { FindPerson } from '@/components/people/find-person'
import { usePeople } from '@/components/people/use-people'
import { Field, SelectField, TextField } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import { createShare } from '@/lib/actions/shares'
import type { Level } from '@/lib/calendar/roles'
import type { CalendarDetail } from '@/lib/schemas/calendars'
import { SHARE_LEVELS } from '@/lib/schemas/choices'
import type { PeoplePage } from '@/lib/schemas/groups'
import styles from './calendars.module.css'

/** Shares the calendar with a known user, a group of the user, or an e-mail address. */
export function NewShare({
  calendar,
  people: initialPeople,
  groups,
  viewerId,
  onCreated,
}: {
  calendar: CalendarDetail
  people: PeoplePage
  groups: { id: string; name: string }[]
  viewerId: string
  onCreated(): void
}) {
  const t = useTranslations('calendarSettings')
  const { busy, form, button, fieldError, fieldCode, formError, submit } = useSubmit({
    hasUnsavedWarning: true,
  })
  const [who, setWho] = useState(initialPeople.people.length > 1 || groups.length ? '' : 'email')
  const { people, hasMore, query, setQuery } = usePeople(initialPeople, { selected: who.split(' ')[1] ?? '' })
  const sharedIds = new Set(calendar.shares.map(({ toId }) => toId))
  const choosablePeople = people.filter(([id]) => !sharedIds.has(id) && id !== viewerId)
  const choosableGroups = groups.filter(({ id }) => !sharedIds.has(id) && id !== calendar.groupId)
  const [email, setEmail] = useState('')
  const [level, setLevel] = useState<Level>('viewer')

  const share = (event: FormEvent) => {
    event.preventDefault()
    if (!who) return
    const [kind, id] = who.split(' ')
    const to = kind === 'email' ? { email } : { [kind!]: id }
    void submit(
      () => createShare({ calendar: calendar.id, to, level }),
      () => {
        setWho('')
        setEmail('')
        toast({ text: t('shared') })
        onCreated()
      },
    )
  }

  const recipientError = fieldError('to') ?? fieldError('to.email')
  const problem = formError('to', 'to.email')
  return (
    <form
      {...form}
      className={`stack ${styles.shareForm}`}
      onSubmit={share}
      noValidate
      aria-label={t('shareWith')}
    >
      {/* The search is not unsaved input, so the form must not see its input events. */}
      {hasMore && (
        <div onInput={(event) => event.stopPropagation()}>
          <FindPerson query={query} onChange={setQuery} />
        </div>
      )}
      <div className="row">
        <Field label={t('shareWith')} error={who === 'email' ? undefined : recipientError}>
          {(wiring) => (
            <select className="input" {...wiring} value={who} onChange={({ target }) => setWho(target.value)}>
              <option value="" disabled>
                {t('choose')}
              </option>
              {choosablePeople.length > 0 && (
                <optgroup label={t('people')}>
                  {choosablePeople.map(([id, name]) => (
                    <option key={id} value={`user ${id}`}>
                      {name}
                    </option>
                  ))}
                </optgroup>
              )}
              {choosableGroups.length > 0 && (
                <optgroup label={t('groups')}>
                  {choosableGroups.map(({ id, name }) => (
                    <option key={id} value={`group ${id}`}>
                      {name}
                    </option>
                  ))}
                </optgroup>
              )}
              <option value="email">{t('someoneElse')}</option>
            </select>
          )}
        </Field>
        <SelectField
          label={t('permission')}
          value={level}
          options={SHARE_LEVELS.map((level) => [level, t(`levels.${level}`)] as const)}
          onChange={({ target }) => setLevel(target.value as Level)}
        />
      </div>
      {who === 'email' && (
        <TextField
          label={t('email')}
          hint={t('emailHint')}
          type="email"
          dir="ltr"
          value={email}
          error={recipientError}
          onChange={({ target }) => setEmail(target.value)}
        />
      )}
      {fieldCode('to') === 'unverified_address' && <ResendConfirmation />}
      <SubmitRow error={problem}>
        <button type="submit" className="button" {...button} aria-disabled={busy || !who}>
          {t('share')}
        </button>
      </SubmitRow>
    </form>
  )
}
