'use client'

import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { SelectField, TextField } from '@/components/ui/field'
import { Swatches } from '@/components/ui/swatches'
import type { RemoteChoice } from '@/lib/schemas/connections'
import type { Viewer } from '@/lib/schemas/users'
import styles from './choose.module.css'
import { ChooseOptions } from './choose-options'
import { type Choice, type ChooseTarget, MAX_NAME_LENGTH, modesOf, newCalendarName } from './choose-state'

const NEW = 'new'

/** Row of a calendar: the access of the account to it, and the choice whether and how it is synced. */
export function ChooseRow({
  remote,
  choice,
  problem,
  targets,
  viewer,
  onChange,
}: {
  remote: RemoteChoice
  choice: Choice
  problem: 'two-way' | 'same-calendar' | null
  targets: readonly ChooseTarget[]
  viewer: Viewer
  onChange(choice: Choice): void
}) {
  const t = useTranslations('choose')
  const heading = useId()
  const { joins, isBound } = remote
  const set = (patch: Partial<Choice>) => onChange({ ...choice, ...patch })
  const newName = newCalendarName({ remote, choice }, t('mainCalendar'))
  const isOn = choice.mode !== 'off' && !isBound
  return (
    <section className="card stack" aria-labelledby={heading}>
      <div className={styles.head}>
        <div className={styles.name}>
          <h2 id={heading}>
            {!isBound && <span className={`dot c-${choice.color}`} aria-hidden="true" />}{' '}
            <bdi>{remote.name}</bdi>
          </h2>
          <p className="muted">{isBound ? t('bound') : t(`access.${accessOf(remote)}`)}</p>
        </div>
        {!isBound && (
          <SelectField
            label={t('mode')}
            value={choice.mode}
            options={modesOf(remote).map(
              (mode) => [mode, t(joins && mode !== 'off' ? 'modes.join' : `modes.${mode}`)] as const,
            )}
            onChange={({ target }) => set({ mode: target.value as Choice['mode'] })}
          />
        )}
      </div>
      {isOn && joins && (
        <p>
          {t.rich('joins', {
            by: () => <bdi>{joins.by}</bdi>,
            calendar: () => <bdi>{joins.calendar.name}</bdi>,
          })}
        </p>
      )}
      {isOn && !joins && (
        <>
          <SelectField
            label={t('into')}
            value={choice.target ?? NEW}
            error={problem === 'two-way' ? t('twoWayTaken') : undefined}
            options={[
              [NEW, t('newCalendar', { name: newName })],
              ...targets.map(({ id, name, groupName }) => [id, nameOf(name, groupName)] as const),
            ]}
            onChange={({ target }) => set({ target: target.value === NEW ? null : target.value })}
          />
          {choice.target === null && (
            <>
              <TextField
                label={t('name')}
                value={choice.name ?? newName}
                maxLength={MAX_NAME_LENGTH}
                onChange={({ target }) => set({ name: target.value })}
              />
              <Swatches label={t('color')} value={choice.color} onChange={(next) => set({ color: next })} />
            </>
          )}
          <ChooseOptions choice={choice} problem={problem} targets={targets} viewer={viewer} onChange={set} />
        </>
      )}
    </section>
  )
}

function accessOf({ access, isOwned }: RemoteChoice) {
  return access === 'write' && isOwned ? ('own' as const) : access
}

function nameOf(name: string, groupName: string | null): string {
  return groupName && groupName !== name ? `${name} – ${groupName}` : name
}
