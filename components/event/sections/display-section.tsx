import { useTranslations } from 'next-intl'
import styles from '@/components/event/event.module.css'
import { Switch } from '@/components/ui/field'
import { Swatches } from '@/components/ui/swatches'
import { findCalendar } from '@/lib/calendar/tuple'
import { AudienceHint } from '../audience-hint'
import { HideFromField } from '../hide-from-field'
import type { SectionProps } from './section-props'

/** Color, busy time, visibility and the users that the event is hidden from. */
export function DisplaySection({ form, onChange, fieldError, event, calendars, viewer }: SectionProps) {
  const t = useTranslations('eventEditor')
  const events = useTranslations('event')
  const home = findCalendar(calendars, form.calendarId)
  const calendarColor = home?.color ?? 'slate'
  return (
    <>
      <Swatches
        label={t('color')}
        value={form.color}
        inherited={{ color: calendarColor, label: events('colorOfCalendar') }}
        error={fieldError('color')}
        onChange={(color) => onChange({ color })}
      />
      <div className={styles.eventSwitches}>
        <Switch
          label={t('showAsBusy')}
          checked={form.busy}
          onChange={({ target }) => onChange({ busy: target.checked })}
        />
        <Switch
          label={t('private')}
          checked={form.visibility === 'private'}
          onChange={({ target }) => onChange({ visibility: target.checked ? 'private' : 'default' })}
        />
        <AudienceHint form={form} eventId={event?.id} viewer={viewer} />
        <HideFromField
          group={home?.group ?? 0}
          chosen={form.hiddenFrom}
          known={event?.hiddenFrom ?? []}
          excluded={[
            viewer.id,
            event?.createdBy ?? viewer.id,
            ...form.attendees.flatMap(({ userId }) => userId ?? []),
          ]}
          error={fieldError('hiddenFrom')}
          onChange={(hiddenFrom) => onChange({ hiddenFrom })}
        />
      </div>
    </>
  )
}
