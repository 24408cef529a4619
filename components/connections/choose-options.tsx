'use client'

import { useTranslations } from 'next-intl'
import { AlarmList } from '@/components/alarms/alarm-list'
import { SelectField, Switch } from '@/components/ui/field'
import { builtInAlarms } from '@/lib/calendar/alarms/alarm'
import { DETAIL_LEVELS } from '@/lib/schemas/choices'
import type { Viewer } from '@/lib/schemas/users'
import type { Choice, ChooseTarget } from './choose-state'

const NOWHERE = ''

/** Options of a synced calendar that few users need: another calendar that shows its events, and default reminders. */
export function ChooseOptions({
  choice,
  problem,
  targets,
  viewer,
  onChange,
}: {
  choice: Choice
  problem: 'two-way' | 'same-calendar' | null
  targets: readonly ChooseTarget[]
  viewer: Viewer
  onChange(patch: Partial<Choice>): void
}) {
  const t = useTranslations('choose')
  const groups = targets.filter(({ groupName }) => groupName !== null)
  const { alarms, placedIn, placedDetail } = choice
  return (
    <details open={problem === 'same-calendar' || undefined}>
      <summary>{t(groups.length ? 'more' : 'reminders')}</summary>
      <div className="stack">
        {groups.length > 0 && (
          <SelectField
            label={t('alsoIn')}
            hint={t('alsoInHint')}
            error={problem === 'same-calendar' ? t('sameCalendar') : undefined}
            value={placedIn ?? NOWHERE}
            options={[
              [NOWHERE, t('nowhere')],
              ...groups.map(({ id, name, groupName }) => [id, `${name} – ${groupName}`] as const),
            ]}
            onChange={({ target }) => onChange({ placedIn: target.value || null })}
          />
        )}
        {placedIn && (
          <SelectField
            label={t('detail')}
            value={placedDetail}
            options={DETAIL_LEVELS.map((level) => [level, t(`details.${level}`)] as const)}
            onChange={({ target }) =>
              onChange({ placedDetail: target.value as (typeof DETAIL_LEVELS)[number] })
            }
          />
        )}
        <Switch
          label={t('ownAlarms')}
          checked={alarms !== null}
          onChange={({ target }) => onChange({ alarms: target.checked ? builtInAlarms('event') : null })}
        />
        {alarms &&
          (['timed', 'allDay'] as const).map((list) => (
            <AlarmList
              key={list}
              label={t(`alarmLists.${list}`)}
              list={list}
              alarms={alarms[list]}
              viewer={viewer}
              error={null}
              onChange={(next) => onChange({ alarms: { ...alarms, [list]: next } })}
            />
          ))}
      </div>
    </details>
  )
}
