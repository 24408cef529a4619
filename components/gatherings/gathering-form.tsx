'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type FormEvent, useEffect, useState } from 'react'
import { takePeopleToAsk } from '@/components/event/people-to-ask'
import { newKey } from '@/components/forms/once'
import { loadPage, useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { DateField } from '@/components/ui/date-field'
import { SelectField, Switch, TextArea, TextField } from '@/components/ui/field'
import { useNow } from '@/components/ui/now'
import { TimeField } from '@/components/ui/time-field'
import { Toasts } from '@/components/ui/toast'
import { ZoneField } from '@/components/zone/zone-field'
import { createGathering, updateGathering } from '@/lib/actions/gatherings'
import { MAX_PARTICIPANTS } from '@/lib/calendar/gatherings/choices'
import type { GatheringPageData } from '@/lib/schemas/gathering-page'
import type { Viewer } from '@/lib/schemas/users'
import styles from './form.module.css'
import {
  changedGatheringFields,
  changedSlots,
  draftOfGathering,
  fieldsOf,
  type GatheringDraft,
  newDraft,
} from './form-draft'
import { PeopleToInvite, requiredOf, toInvited } from './invite-participants'
import { TimesField } from './times-field'
import type { TargetCalendar } from './voting-props'

/** A group in which the user can create gatherings: id, name. */
export type TargetGroup = readonly [id: string, name: string]

interface FormProps {
  viewer: Viewer
  now: number
  groups: readonly TargetGroup[]
  calendars: readonly TargetCalendar[]
  /** Values of a new gathering, from the link that led here. */
  initial: Partial<GatheringDraft>
  /** The gathering that is edited; null for a new one. */
  edited: GatheringPageData | null
}

/** Creates or edits a gathering. */
export function GatheringForm(props: FormProps) {
  const [client] = useState(() => new QueryClient())
  return (
    <QueryClientProvider client={client}>
      <Fields {...props} />
      <Toasts />
    </QueryClientProvider>
  )
}

function Fields({ viewer, now, groups, calendars, initial, edited }: FormProps) {
  const t = useTranslations('gatheringForm')
  const { busy, isReady, form, button, fieldError, formError, submit } = useSubmit({
    hasUnsavedWarning: true,
  })
  const [key] = useState(newKey)
  const [draft, setDraft] = useState<GatheringDraft>(() =>
    edited ? draftOfGathering(edited) : newDraft(viewer.timeZone, initial),
  )
  const wall = useNow(now, draft.timeZone)
  useEffect(() => {
    const people = edited ? [] : takePeopleToAsk().filter(({ userId }) => userId !== viewer.id)
    if (people.length) setDraft((before) => ({ ...before, people }))
  }, [edited, viewer.id])
  const set = (patch: Partial<GatheringDraft>) => setDraft((before) => ({ ...before, ...patch }))
  const text = (name: 'title' | 'location' | 'url' | 'quorum') => ({
    value: draft[name],
    error: fieldError(name),
    onChange: ({ target }: { target: { value: string } }) => set({ [name]: target.value }),
  })
  const toggle = (name: 'participantsAddSlots' | 'votesHidden' | 'participantsHidden' | 'holds') => ({
    checked: draft[name],
    onChange: ({ target }: { target: { checked: boolean } }) => set({ [name]: target.checked }),
  })
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (edited) void saveEdit(edited)
    else
      void submit(
        () =>
          createGathering(
            {
              ...fieldsOf(draft),
              group: draft.group || null,
              slots: draft.spans,
              participants: draft.people.map(toInvited),
              required: requiredOf(draft.people),
            },
            key,
          ),
        ({ result }) => loadPage(`/g/${result.slug}`),
      )
  }
  const saveEdit = async ({ gathering, ...page }: GatheringPageData) => {
    const patch = changedGatheringFields(draft, { gathering, ...page })
    const { added, removed } = changedSlots(draft, { gathering, ...page })
    await submit(
      () =>
        updateGathering(
          { id: gathering.id, version: gathering.version, patch, slots: { added, removed } },
          `${key}-update`,
        ),
      ({ result }) => loadPage(`/g/${result.slug}`),
    )
  }
  const shownFields = [
    'title',
    'location',
    'url',
    'quorum',
    'description',
    'slots',
    'deadline',
    'participants',
  ]
  return (
    <form {...form} className={styles.form} onSubmit={onSubmit} noValidate>
      <section className="card stack">
        <TextField
          label={t('title')}
          placeholder={t('titlePlaceholder')}
          maxLength={200}
          disabled={!isReady}
          {...omitEmpty(text('title'))}
        />
        <TextField
          label={t('location')}
          autoComplete="off"
          maxLength={500}
          {...omitEmpty(text('location'))}
        />
        <TextArea
          label={t('description')}
          value={draft.description}
          onChange={({ target }) => set({ description: target.value })}
          {...(fieldError('description') && { error: fieldError('description')! })}
        />
      </section>
      <section className="card stack" aria-labelledby="times">
        <div className={styles.layoutRow}>
          <h2 id="times">{t('times')}</h2>
          <div className={styles.zone}>
            <ZoneField
              label={t('zone')}
              value={draft.timeZone}
              own={viewer.timeZone}
              instant={now}
              locale={viewer.locale}
              onChange={(timeZone) => set({ timeZone })}
            />
          </div>
        </div>
        <TimesField
          spans={draft.spans}
          zone={draft.timeZone}
          wall={wall}
          people={edited ? edited.participants : draft.people}
          viewer={viewer}
          error={fieldError('slots')}
          onChange={(change) => setDraft((before) => ({ ...before, spans: change(before.spans) }))}
        />
      </section>
      <section className="card stack" aria-labelledby="who">
        <h2 id="who">{t('who')}</h2>
        {!edited && groups.length > 0 && (
          <SelectField
            label={t('owner')}
            value={draft.group}
            options={[['', t('onlyMe')], ...groups]}
            onChange={({ target }) =>
              set({
                group: target.value,
                access: target.value ? 'members' : draft.access === 'members' ? 'link' : draft.access,
              })
            }
          />
        )}
        <SelectField
          label={t('access')}
          value={draft.access}
          options={(['members', 'invited', 'link'] as const)
            .filter((access) => access !== 'members' || draft.group)
            .map((access) => [access, t(`accessOf.${access}`)])}
          onChange={({ target }) => set({ access: target.value as GatheringDraft['access'] })}
        />
        {!edited && (
          <PeopleToInvite
            people={draft.people}
            invited={[]}
            viewer={viewer}
            error={fieldError('participants')}
            onChange={(people) => set({ people })}
          />
        )}
        {draft.people.length > 0 && <p className="hint">{t('requiredHint')}</p>}
      </section>
      <details className={`card ${styles.options}`} open={edited !== null}>
        <summary>{t('options')}</summary>
        <div className="stack">
          <SelectField
            label={t('calendar')}
            hint={t('calendarHint')}
            value={draft.calendarId}
            options={[['', t('chooseLater')], ...calendars]}
            onChange={({ target }) => set({ calendarId: target.value })}
          />
          <div className="field">
            <span className="label">{t('deadline')}</span>
            <div className={styles.deadline}>
              <DateField
                label={t('deadlineDay')}
                pickLabel={t('pickDate')}
                value={draft.deadlineDay}
                format={viewer}
                clear={{ label: t('clear'), onClear: () => set({ deadlineDay: '' }) }}
                onChange={(deadlineDay) => set({ deadlineDay })}
              />
              {draft.deadlineDay && (
                <TimeField
                  label={t('deadlineTime')}
                  value={draft.deadlineTime}
                  format={viewer}
                  onChange={(deadlineTime) => set({ deadlineTime })}
                />
              )}
            </div>
            <p className={fieldError('deadline') ? 'error' : 'hint'}>
              {fieldError('deadline') ?? t('deadlineHint')}
            </p>
          </div>
          {draft.deadlineDay && (
            <Switch
              label={t('lockBest')}
              checked={draft.lockRule === 'best'}
              onChange={({ target }) => set({ lockRule: target.checked ? 'best' : 'none' })}
            />
          )}
          <TextField
            label={t('quorum')}
            hint={t('quorumHint')}
            type="number"
            inputMode="numeric"
            min={1}
            max={MAX_PARTICIPANTS}
            {...omitEmpty(text('quorum'))}
          />
          <TextField label={t('url')} type="url" maxLength={2000} {...omitEmpty(text('url'))} />
          <Switch label={t('participantsAddSlots')} {...toggle('participantsAddSlots')} />
          <Switch label={t('votesHidden')} {...toggle('votesHidden')} />
          <Switch label={t('participantsHidden')} {...toggle('participantsHidden')} />
          <div>
            <Switch label={t('holds')} {...toggle('holds')} aria-describedby="holds-hint" />
            <p className="hint" id="holds-hint">
              {t('holdsHint')}
            </p>
          </div>
        </div>
      </details>
      <div>
        <SubmitRow error={formError(...shownFields)}>
          <Link
            href={edited ? `/g/${edited.gathering.slug}` : '/gatherings'}
            prefetch={false}
            className="button"
          >
            {t('cancel')}
          </Link>
          <button type="submit" className="button primary" {...button}>
            {t(edited ? (busy ? 'saving' : 'save') : busy ? 'creating' : 'create')}
          </button>
        </SubmitRow>
      </div>
    </form>
  )
}

/** Leaves out an undefined error, which the props of fields do not allow. */
function omitEmpty<P extends { error: string | undefined }>({ error, ...props }: P) {
  return { ...props, ...(error !== undefined && { error }) }
}
